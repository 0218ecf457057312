-- Inspections with what other facts say of them: problems found, the entity's place, an off-site check before.
CREATE TABLE part.inspection AS
WITH
counted AS (
    SELECT insp_id, count(*) AS problems, count(*) FILTER (verified) AS verified_problems
    FROM ctx_problem
    WHERE update_flag <> '3'
    GROUP BY insp_id
),
visit AS (
    SELECT insp_id, finish_at, {matter_hash} AS matter_h
    FROM src_inspection
    WHERE mode = 'ONSITE' AND finish_at IS NOT NULL AND update_flag <> '3'
),
repeated AS (
    SELECT v.insp_id
    FROM visit AS v
    ASOF JOIN ctx_offsite AS o ON o.matter_h = v.matter_h AND o.finish_at < v.finish_at
    WHERE {finish_day_v} - {finish_day_o} <= 90
)
SELECT *, {marks} AS marks
FROM (
    SELECT
        {carried},
        entity.entity_no,
        entity.entity_no IS NULL AS held,
        {id_hash} AS id_h,
        {matter_hash_delivered} AS matter_h,
        coalesce(org.org_no, -1) AS org_no,
        {place} AS place_no,
        try_cast(delivered.specialty AS SMALLINT) AS specialty_no,
        {method_no} AS method_no,
        {finish_day} AS finished_day,
        coalesce(delivered.cell, entity.map_cell) AS map_cell,
        coalesce(counted.problems, 0)::INTEGER AS problems,
        coalesce(counted.verified_problems, 0)::INTEGER AS verified_problems,
        delivered.finish_at IS NOT NULL AS is_finished,
        coalesce(counted.problems, 0) > 0 AS has_problem,
        coalesce(counted.verified_problems, 0) > 0 AS has_verified_problem,
        repeated.insp_id IS NOT NULL AS repeats_offsite
    FROM src_inspection AS delivered
    LEFT JOIN ctx_entity AS entity ON entity.entity_id = delivered.entity_id
    LEFT JOIN counted ON counted.insp_id = delivered.insp_id
    LEFT JOIN repeated ON repeated.insp_id = delivered.insp_id
    LEFT JOIN dim_org AS org ON org.org_code = delivered.org_code
    LEFT JOIN dim_place AS point ON point.code = delivered.located
)
ORDER BY finished_day;
