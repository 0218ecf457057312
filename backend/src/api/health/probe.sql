-- Whether the facts of the generation can be read: at most one row of each feed.
SELECT
    (SELECT count(*) FROM (SELECT 1 FROM entity LIMIT 1))
    + (SELECT count(*) FROM (SELECT 1 FROM inspection LIMIT 1))
    + (SELECT count(*) FROM (SELECT 1 FROM complaint LIMIT 1));
