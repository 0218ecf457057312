-- What the risk score of every active entity is made of, as of day ?1. Decaying sums are millionths.
WITH
asked AS (SELECT ?::INTEGER AS as_of),
found AS (
    SELECT
        entity_no,
        sum(round(
            CASE severity WHEN '3' THEN 4 WHEN '2' THEN 2 ELSE 1 END
            * pow(2, (found_day - as_of) / 365.0) * 1000000
        )::BIGINT)::BIGINT AS violations,
        count(*) FILTER (due_day < as_of AND coalesce(closed_day > as_of, true) AND state NOT IN ('CLOSED', 'TO_CASE')) AS overdue
    FROM problem, asked
    WHERE entity_no IS NOT NULL AND found_day <= as_of AND update_flag <> '3'
    GROUP BY entity_no
),
complained AS (
    SELECT
        entity_no,
        sum(round(
            CASE result
                WHEN 'SUBSTANTIATED' THEN 1.0
                WHEN 'PARTLY' THEN 0.6
                WHEN 'UNDETERMINED' THEN 0.5
                WHEN 'UNSUBSTANTIATED' THEN 0.0
                ELSE 0.3
            END * pow(2, (registered_day - as_of) / 180.0) * 1000000
        )::BIGINT)::BIGINT AS complaints
    FROM complaint, asked
    WHERE entity_no IS NOT NULL AND registered_day <= as_of AND update_flag <> '3'
    GROUP BY entity_no
),
visited AS (
    SELECT entity_no, max(finished_day) AS last_day
    FROM inspection, asked
    WHERE entity_no IS NOT NULL AND finished_day <= as_of AND update_flag <> '3'
    GROUP BY entity_no
)
SELECT
    e.entity_no,
    e.org_no,
    e.place_no,
    coalesce(e.specialty_no, 0)::INTEGER,
    e.map_cell,
    asked.as_of,
    try_cast(e.risk_class AS BIGINT),
    e.grade,
    coalesce(found.violations, 0),
    coalesce(found.overdue, 0),
    coalesce(complained.complaints, 0),
    (asked.as_of - visited.last_day)::INTEGER
FROM asked, entity AS e
LEFT JOIN found ON found.entity_no = e.entity_no
LEFT JOIN complained ON complained.entity_no = e.entity_no
LEFT JOIN visited ON visited.entity_no = e.entity_no
WHERE e.marks <> 0
    AND e.opened_day <= asked.as_of
    AND (e.closed_day IS NULL OR e.closed_day > asked.as_of)
ORDER BY e.entity_no;
