-- Who an entity is, and from when until when it is active; what does not count is never active.
SELECT
    entity_no,
    org_no,
    place_no,
    coalesce(specialty_no, 0)::INTEGER,
    map_cell,
    try_cast(risk_class AS BIGINT),
    grade,
    CASE WHEN marks <> 0 THEN opened_day ELSE 2147483647 END::INTEGER,
    coalesce(closed_day, 2147483647)::INTEGER
FROM {from} AS known
ORDER BY entity_no;
