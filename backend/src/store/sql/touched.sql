-- Stored facts that a delivery changes without holding them.

-- An entity moved, closed or arrived late: everything that takes its place from it.
CREATE TEMP TABLE changed_entity AS
SELECT l.entity_no
FROM (SELECT part_no, row_id, entity_no FROM ({entities_every})) AS l
JOIN known_entity AS k ON k.part_no = l.part_no AND k.row_id = l.row_id;

INSERT INTO pull
SELECT 'inspection', part_no, row_id FROM ({inspections})
WHERE entity_no IN (SELECT entity_no FROM changed_entity);

INSERT INTO pull
SELECT 'inspection', part_no, row_id FROM ({inspections})
WHERE held AND entity_id IN (SELECT entity_id FROM src_entity);

INSERT INTO pull
SELECT 'problem', part_no, row_id FROM ({problems})
WHERE entity_no IN (SELECT entity_no FROM changed_entity);

INSERT INTO pull
SELECT 'problem', part_no, row_id FROM ({problems})
WHERE entity_no IS NULL AND entity_id IN (SELECT entity_id FROM src_entity);

INSERT INTO pull
SELECT 'dispatch_order', part_no, row_id FROM ({orders})
WHERE entity_no IN (SELECT entity_no FROM changed_entity);

INSERT INTO pull
SELECT 'dispatch_order', part_no, row_id FROM ({orders})
WHERE held AND entity_id IN (SELECT entity_id FROM src_entity);

INSERT INTO pull
SELECT 'complaint', part_no, row_id FROM ({complaints})
WHERE entity_no IN (SELECT entity_no FROM changed_entity);

INSERT INTO pull
SELECT 'complaint', part_no, row_id FROM ({complaints})
WHERE entity_no IS NULL AND entity_id IN (SELECT entity_id FROM src_entity);

-- A problem found, verified or withdrawn: its inspection.
INSERT INTO pull
SELECT 'inspection', part_no, row_id FROM ({inspections})
WHERE id_h IN (SELECT {insp_hash} FROM src_problem UNION ALL SELECT insp_h FROM ({gone_problems}));

-- An inspection: the orders that wait for it, and the problems held for it.
CREATE TEMP TABLE changed_inspection AS
SELECT {insp_hash} AS id_h FROM src_inspection
UNION
SELECT id_h FROM ({gone_inspections});

INSERT INTO pull
SELECT 'dispatch_order', part_no, row_id FROM ({orders})
WHERE insp_h IN (SELECT id_h FROM changed_inspection);

INSERT INTO pull
SELECT 'problem', part_no, row_id FROM ({problems})
WHERE held AND insp_h IN (SELECT id_h FROM changed_inspection);

-- A problem that is not held has its inspection, which then is one that was stored before.
INSERT INTO pull
SELECT 'problem', part_no, row_id FROM ({problems})
WHERE NOT held AND insp_h IN (SELECT id_h FROM ({gone_inspections}));

-- An off-site check: visits of the same entity and matter within the 90 days after it.
CREATE TEMP TABLE changed_offsite AS
SELECT {matter_hash} AS matter_h, {finish_day} AS finished_day FROM src_inspection
WHERE mode = 'OFFSITE' AND finish_at IS NOT NULL
UNION
SELECT matter_h, finished_day FROM ({gone_inspections}) WHERE mode = 'OFFSITE' AND finished_day IS NOT NULL;

-- As variables the bounds are known before the scan, which then skips the days outside.
SET VARIABLE first_offsite = (SELECT min(finished_day) FROM changed_offsite);
SET VARIABLE last_offsite = (SELECT max(finished_day) FROM changed_offsite);

INSERT INTO pull
SELECT 'inspection', part_no, row_id FROM ({inspections})
WHERE mode = 'ONSITE'
    AND finished_day >= getvariable('first_offsite')
    AND finished_day <= getvariable('last_offsite') + 90
    AND matter_h IN (SELECT matter_h FROM changed_offsite);

-- A root order: all its legs take their due time from it.
INSERT INTO pull
SELECT 'dispatch_order', part_no, row_id FROM ({orders})
WHERE root_h IN (SELECT {order_hash} FROM src_dispatch_order);
