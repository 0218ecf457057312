-- Keys that say two things under one version, among the rows in question.
CREATE TEMP TABLE doubtful_{table} AS
SELECT DISTINCT key_hash
FROM (SELECT key_hash, version, hash({said}) AS said FROM ({met}))
GROUP BY key_hash, version
HAVING min(said) <> max(said);
