-- The last day on which an inspection of an entity ended.
SELECT
    entity_no,
    max(finished_day)::HUGEINT
FROM {from} AS facts
WHERE entity_no IS NOT NULL AND finished_day > {after} AND finished_day <= {until} AND update_flag <> '3'
GROUP BY entity_no;
