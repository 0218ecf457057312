-- Problems; each belongs to an inspection, and is held until that inspection is known.
{into}
SELECT
    {carried},
    entity.entity_no,
    inspection.insp_id IS NULL AS held,
    {id_hash} AS id_h,
    {insp_hash} AS insp_h,
    {found_day} AS found_day,
    (delivered.due - DATE '1970-01-01')::INTEGER AS due_day,
    {closed_day} AS closed_day
FROM src_problem AS delivered
LEFT JOIN ctx_entity AS entity ON entity.entity_id = delivered.entity_id
LEFT JOIN ctx_inspection AS inspection ON inspection.insp_id = delivered.insp_id
WHERE {slice}
ORDER BY found_day;
