-- Orders with the due time in force and whether they were executed (domain §2.3, I05). A re-dispatched
-- order keeps the due time of its root unless an extension was approved before that time passed.
{into}
SELECT *, {marks} AS marks
FROM (
    SELECT
        *,
        {due_day} AS due_day,
        accepted AND (NOT needs_visit OR visited) AS is_executed,
        accepted AND (NOT needs_visit OR visited) AND coalesce(feedback_at <= due_in_force, false) AS is_on_time,
        state = 'WITHDRAWN' AND coalesce(withdraw_at < due_in_force, false) AS withdrawn_before_due
    FROM (
        SELECT
            *,
            CASE
                WHEN extended_due IS NOT NULL AND extend_approved_at <= due_of_root THEN extended_due
                ELSE due_of_root
            END AS due_in_force
        FROM (
            SELECT
                {carried},
                entity.entity_no,
                entity.entity_no IS NULL AS held,
                {id_hash} AS id_h,
                {root_hash} AS root_h,
                {insp_hash} AS insp_h,
                coalesce(org.org_no, -1) AS org_no,
                coalesce(entity.place_no, -1) AS place_no,
                entity.specialty_no,
                0::SMALLINT AS method_no,
                entity.map_cell,
                coalesce(root.due_at, delivered.due_at) AS due_of_root,
                delivered.order_type IN ('ROUTINE_CHECK', 'VERIFY', 'JOINT') AS needs_visit,
                delivered.state = 'ACCEPTED' AND delivered.accepted_at IS NOT NULL AS accepted,
                inspection.finish_at IS NOT NULL AS visited
            FROM src_dispatch_order AS delivered
            LEFT JOIN ctx_entity AS entity ON entity.entity_id = delivered.entity_id
            LEFT JOIN ctx_inspection AS inspection ON inspection.insp_id = delivered.insp_id
            LEFT JOIN ctx_root AS root ON root.order_id = delivered.root_id
            LEFT JOIN dim_org AS org ON org.org_code = delivered.to_org
            WHERE {slice}
        )
    )
)
ORDER BY due_day;
