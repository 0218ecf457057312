-- Inspections with what other facts say of them: problems found, the entity's place, an off-site check before.
{into}
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
    LEFT JOIN ctx_counted AS counted ON counted.insp_id = delivered.insp_id
    LEFT JOIN ctx_repeated AS repeated ON repeated.insp_id = delivered.insp_id
    LEFT JOIN dim_org AS org ON org.org_code = delivered.org_code
    LEFT JOIN dim_place AS point ON point.code = delivered.located
    WHERE {slice}
)
ORDER BY finished_day;
