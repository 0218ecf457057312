-- Complaints. One about nobody known still counts: where it came from is its own.
{into}
SELECT *, {marks} AS marks
FROM (
    SELECT
        {carried},
        entity.entity_no,
        false AS held,
        {id_hash} AS id_h,
        coalesce(org.org_no, -1) AS org_no,
        CASE
            WHEN point.place_no IS NULL AND stated.place_no IS NULL THEN coalesce(entity.place_no, -1)
            WHEN point.place_no IS NULL OR stated.district_no = point.district_no THEN stated.place_no
            ELSE point.place_no
        END::INTEGER AS place_no,
        try_cast(delivered.specialty AS SMALLINT) AS specialty_no,
        0::SMALLINT AS method_no,
        {registered_day} AS registered_day,
        {due_day} AS due_day,
        {closed_day} AS closed_day,
        coalesce(delivered.cell, entity.map_cell) AS map_cell,
        coalesce(delivered.state IN ('CLOSED', 'VISITED')
            AND delivered.closed_at <= coalesce(delivered.extended_due, delivered.due_at), false) AS closed_on_time,
        delivered.repeat_of IS NOT NULL AS is_repeat
    FROM src_complaint AS delivered
    LEFT JOIN ctx_entity AS entity ON entity.entity_id = delivered.entity_id
    LEFT JOIN dim_org AS org ON org.org_code = delivered.org_code
    LEFT JOIN dim_place AS stated ON stated.code = delivered.region_code
    LEFT JOIN dim_place AS point ON point.code = delivered.located
    WHERE {slice}
)
ORDER BY registered_day;
