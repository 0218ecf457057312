-- Delivered rows below the highest version of their key, delivered or stored.
INSERT INTO passed
SELECT '{table}', delivered.key_hash, delivered.version, delivered.batch_seq, delivered.row_no
FROM read_parquet({files}) AS delivered
LEFT JOIN (
    SELECT key_hash, max(version) AS version FROM ({known}) GROUP BY key_hash
) AS known ON known.key_hash = delivered.key_hash
WHERE
    known.key_hash IS NOT NULL
    OR delivered.key_hash IN (SELECT key_hash FROM repeated_{table})
QUALIFY delivered.version < greatest(
    max(delivered.version) OVER (PARTITION BY delivered.key_hash),
    coalesce(known.version, delivered.version)
);
