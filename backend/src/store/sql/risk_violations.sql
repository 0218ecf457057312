-- Severities of problems by entity, in millionths as of the fixed day, with a half-life of 365 days.
SELECT
    entity_no,
    sum(round(
        CASE severity WHEN '3' THEN 4 WHEN '2' THEN 2 ELSE 1 END
        * pow(2, (found_day - {fixed_day}) / 365.0) * 1000000
    )::HUGEINT)::HUGEINT
FROM {from} AS facts
WHERE entity_no IS NOT NULL AND found_day > {after} AND found_day <= {until} AND update_flag <> '3'
GROUP BY entity_no;
