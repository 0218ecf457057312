-- What other facts say of the rows to enrich, for a small part: found by key, only for these rows.
CREATE TEMP TABLE ctx_entity AS
SELECT e.entity_id, e.entity_no, e.place_no, e.specialty_no, e.map_cell, p.district_no
FROM (
    SELECT entity_id, entity_no, place_no, specialty_no, map_cell FROM ({entities})
    UNION ALL
    SELECT entity_id, entity_no, place_no, specialty_no, map_cell FROM part.entity
) AS e
LEFT JOIN (SELECT DISTINCT place_no, district_no FROM p0.place) AS p ON p.place_no = e.place_no;

-- Stored problems of an inspection that was not stored before were held for it, and have been pulled.
CREATE TEMP TABLE ctx_problem AS
SELECT insp_id, verified, update_flag FROM ({problems})
UNION ALL
SELECT insp_id, verified, update_flag FROM src_problem;

CREATE TEMP TABLE ctx_inspection AS
SELECT insp_id, finish_at FROM ({inspections}) WHERE update_flag <> '3'
UNION ALL
SELECT insp_id, finish_at FROM src_inspection WHERE update_flag <> '3';

-- Only the last off-site check of the 90 days before a visit matters; as variables the bounds are known
-- before the scan, which then skips the days outside.
SET VARIABLE first_visit = (SELECT min({finish_day}) FROM src_inspection WHERE mode = 'ONSITE');
SET VARIABLE last_visit = (SELECT max({finish_day}) FROM src_inspection WHERE mode = 'ONSITE');

CREATE TEMP TABLE ctx_offsite AS
SELECT matter_h, finish_at FROM ({living_inspections})
WHERE mode = 'OFFSITE' AND finish_at IS NOT NULL AND update_flag <> '3'
    AND finished_day >= getvariable('first_visit') - 91
    AND finished_day <= getvariable('last_visit')
    AND matter_h IN (SELECT {matter_hash} FROM src_inspection WHERE mode = 'ONSITE')
UNION ALL
SELECT {matter_hash} AS matter_h, finish_at FROM src_inspection
WHERE mode = 'OFFSITE' AND finish_at IS NOT NULL AND update_flag <> '3';

CREATE TEMP TABLE ctx_root AS
SELECT order_id, due_at FROM ({roots}) WHERE update_flag <> '3'
UNION ALL
SELECT order_id, due_at FROM src_dispatch_order WHERE update_flag <> '3';
