-- What other facts say of the rows to enrich, for a small part: looked up by hash, only for these rows.
CREATE TEMP TABLE wanted_entity AS
SELECT DISTINCT {entity_hash} AS id_h
FROM (
    SELECT entity_id FROM src_inspection
    UNION ALL SELECT entity_id FROM src_problem
    UNION ALL SELECT entity_id FROM src_dispatch_order
    UNION ALL SELECT entity_id FROM src_complaint WHERE entity_id IS NOT NULL
);

CREATE TEMP TABLE ctx_entity AS
SELECT e.entity_id, e.entity_no, e.place_no, e.specialty_no, e.map_cell, p.district_no
FROM (
    SELECT entity_id, entity_no, place_no, specialty_no, map_cell FROM ({entities})
    WHERE id_h IN (SELECT id_h FROM wanted_entity)
    UNION ALL
    SELECT entity_id, entity_no, place_no, specialty_no, map_cell FROM part.entity
) AS e
LEFT JOIN (SELECT DISTINCT place_no, district_no FROM p0.place) AS p ON p.place_no = e.place_no;

-- Stored problems of an inspection that was not stored before were held for it, and have been pulled.
CREATE TEMP TABLE ctx_problem AS
SELECT insp_id, verified, update_flag FROM ({problems})
WHERE insp_h IN (SELECT id_h FROM ({gone_inspections}))
UNION ALL
SELECT insp_id, verified, update_flag FROM src_problem;

CREATE TEMP TABLE ctx_inspection AS
SELECT insp_id, finish_at FROM ({inspections})
WHERE update_flag <> '3'
    AND id_h IN (
        SELECT {insp_hash} FROM src_dispatch_order WHERE insp_id IS NOT NULL
        UNION ALL
        SELECT {insp_hash} FROM src_problem
    )
UNION ALL
SELECT insp_id, finish_at FROM src_inspection WHERE update_flag <> '3';

-- Only the last off-site check of the 90 days before a visit matters; as variables the bounds are known
-- before the scan, which then skips the days outside.
SET VARIABLE first_visit = (SELECT min({finish_day}) FROM src_inspection WHERE mode = 'ONSITE');
SET VARIABLE last_visit = (SELECT max({finish_day}) FROM src_inspection WHERE mode = 'ONSITE');

CREATE TEMP TABLE ctx_offsite AS
SELECT matter_h, finish_at FROM ({inspections})
WHERE mode = 'OFFSITE' AND finish_at IS NOT NULL AND update_flag <> '3'
    AND finished_day >= getvariable('first_visit') - 91
    AND finished_day <= getvariable('last_visit')
    AND matter_h IN (SELECT {matter_hash} FROM src_inspection WHERE mode = 'ONSITE')
UNION ALL
SELECT {matter_hash} AS matter_h, finish_at FROM src_inspection
WHERE mode = 'OFFSITE' AND finish_at IS NOT NULL AND update_flag <> '3';

CREATE TEMP TABLE ctx_root AS
SELECT order_id, due_at FROM ({orders})
WHERE update_flag <> '3' AND id_h IN (SELECT {root_hash} FROM src_dispatch_order)
UNION ALL
SELECT order_id, due_at FROM src_dispatch_order WHERE update_flag <> '3';
