-- Dense numbers for orgs and places. A retired region code takes the number of its successor, so that
-- old and new records make one series (domain §2.3, hard case 12).
CREATE TABLE part.org AS
SELECT (row_number() OVER (ORDER BY org_code) - 1)::INTEGER AS org_no, {org_columns}
FROM src_org
WHERE update_flag <> '3';

CREATE TEMP TABLE region_now AS
SELECT {region_columns}
FROM src_region
WHERE update_flag <> '3';

CREATE TEMP TABLE successor AS
WITH RECURSIVE chain (code, last) AS (
    SELECT code, code FROM region_now
    UNION
    SELECT c.code, r.replaced_by
    FROM chain AS c
    JOIN region_now AS r ON r.code = c.last
    WHERE r.replaced_by IS NOT NULL AND r.replaced_by <> r.code
)
SELECT c.code, c.last
FROM chain AS c
JOIN region_now AS r ON r.code = c.last
WHERE r.replaced_by IS NULL OR r.replaced_by = r.code;

CREATE TABLE part.region AS
SELECT (row_number() OVER (ORDER BY code) - 1)::INTEGER AS place_no, {region_columns}
FROM region_now;

-- A place and the district it lies in: the nearest of itself and its parents that is a district.
CREATE TEMP TABLE within AS
WITH RECURSIVE up (code, reached, level, depth) AS (
    SELECT code, code, level, 0 FROM region_now
    UNION ALL
    SELECT u.code, r.code, r.level, u.depth + 1
    FROM up AS u
    JOIN region_now AS below ON below.code = u.reached
    JOIN region_now AS r ON r.code = below.parent_code
    WHERE u.level <> 'district' AND u.depth < 6
)
SELECT code, reached AS district FROM up WHERE level = 'district';

CREATE TABLE part.place AS
SELECT
    s.code,
    r.place_no,
    d.place_no AS district_no
FROM successor AS s
JOIN part.region AS r ON r.code = s.last
LEFT JOIN within AS w ON w.code = s.last
LEFT JOIN part.region AS d ON d.code = w.district;
