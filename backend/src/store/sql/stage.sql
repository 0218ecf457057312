-- What the batches deliver: the highest version of each key, of equal versions the first accepted.
-- Only keys that occur twice go through the window; at most deliveries there are few.
CREATE TEMP TABLE repeated_{table} AS
SELECT key_hash
FROM read_parquet({files})
GROUP BY key_hash
HAVING count(*) > 1;

CREATE TEMP {kind} {prefix}_{table} AS
SELECT {carried}
FROM read_parquet({files}) AS delivered
WHERE key_hash NOT IN (SELECT key_hash FROM repeated_{table})
UNION ALL
SELECT {carried}
FROM read_parquet({files}) AS delivered
WHERE key_hash IN (SELECT key_hash FROM repeated_{table})
QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY version DESC, batch_seq, row_no) = 1;
