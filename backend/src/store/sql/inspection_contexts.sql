-- What is found out once for all inspections: problems of each, and visits soon after an off-site check of
-- the same matter.
CREATE TEMP TABLE ctx_counted AS
SELECT insp_id, count(*) AS problems, count(*) FILTER (verified) AS verified_problems
FROM ctx_problem
WHERE update_flag <> '3'
GROUP BY insp_id;

CREATE TEMP TABLE ctx_repeated AS
WITH visit AS (
    SELECT insp_id, finish_at, {matter_hash} AS matter_h
    FROM src_inspection
    WHERE mode = 'ONSITE' AND finish_at IS NOT NULL AND update_flag <> '3'
)
SELECT v.insp_id
FROM visit AS v
ASOF JOIN ctx_offsite AS o ON o.matter_h = v.matter_h AND o.finish_at < v.finish_at
WHERE {finish_day_v} - {finish_day_o} <= 90;
