-- Rows of a delivery against what is stored under the same key: the higher version wins, whatever came
-- first; an equal or lower version changes nothing.
CREATE TEMP TABLE known_{table} AS
SELECT l.part_no, l.row_id, l.version, s.{key}, s.key_hash, s.version AS delivered
FROM ({found}) AS l
JOIN src_{table} AS s ON l.{key} = s.{key};

DELETE FROM src_{table}
WHERE {key} IN (SELECT {key} FROM known_{table} WHERE version >= delivered);

INSERT INTO gone
SELECT '{table}', part_no, row_id FROM known_{table} WHERE version < delivered;
