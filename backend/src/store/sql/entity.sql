-- Entities with their numbers, place and life. Sorted by place so that a district's entities lie together.
CREATE TABLE part.entity AS
SELECT *, {marks} AS marks
FROM (
    SELECT
        {carried},
        number.entity_no,
        false AS held,
        {id_hash} AS id_h,
        coalesce(org.org_no, -1) AS org_no,
        CASE
            WHEN point.place_no IS NULL OR stated.district_no = point.district_no
                THEN coalesce(stated.place_no, -1)
            ELSE point.place_no
        END::INTEGER AS place_no,
        try_cast(delivered.specialty AS SMALLINT) AS specialty_no,
        0::SMALLINT AS method_no,
        coalesce((delivered.opened - DATE '1970-01-01')::INTEGER, 0) AS opened_day,
        CASE WHEN delivered.state <> 'ACTIVE'
            THEN coalesce((delivered.state_date - DATE '1970-01-01')::INTEGER, (delivered.opened - DATE '1970-01-01')::INTEGER, 0)
        END AS closed_day,
        delivered.cell AS map_cell
    FROM src_entity AS delivered
    JOIN entity_number AS number ON number.entity_id = delivered.entity_id
    LEFT JOIN dim_org AS org ON org.org_code = delivered.org_code
    LEFT JOIN dim_place AS stated ON stated.code = delivered.region_code
    LEFT JOIN dim_place AS point ON point.code = delivered.located
)
ORDER BY place_no, entity_no;
