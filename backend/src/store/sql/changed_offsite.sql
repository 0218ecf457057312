-- Off-site checks that came or went.
CREATE TEMP TABLE changed_offsite AS
SELECT {matter_hash} AS matter_h, {finish_day} AS finished_day FROM src_inspection
WHERE mode = 'OFFSITE' AND finish_at IS NOT NULL
UNION
SELECT matter_h, finished_day FROM ({gone_inspections}) WHERE mode = 'OFFSITE' AND finished_day IS NOT NULL;

-- As variables the bounds are known before a scan, which then skips the days outside.
SET VARIABLE first_offsite = (SELECT min(finished_day) FROM changed_offsite);
SET VARIABLE last_offsite = (SELECT max(finished_day) FROM changed_offsite);
