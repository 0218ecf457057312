-- Weights of complaints by entity, in millionths as of the fixed day, with a half-life of 180 days.
SELECT
    entity_no,
    sum(round(
        CASE result
            WHEN 'SUBSTANTIATED' THEN 1.0
            WHEN 'PARTLY' THEN 0.6
            WHEN 'UNDETERMINED' THEN 0.5
            WHEN 'UNSUBSTANTIATED' THEN 0.0
            ELSE 0.3
        END * pow(2, (registered_day - {fixed_day}) / 180.0) * 1000000
    )::HUGEINT)::HUGEINT
FROM {from} AS facts
WHERE entity_no IS NOT NULL AND registered_day > {after} AND registered_day <= {until} AND update_flag <> '3'
GROUP BY entity_no;
