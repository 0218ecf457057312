-- Rows that carry the version in force when they were accepted and say something else than its first row:
-- `in_force` is the highest version before a row, `of_seq` and `of_row` are the first row of its version.
CREATE TEMP TABLE met_{table} AS
SELECT
    *,
    max(version) OVER (
        PARTITION BY {key} ORDER BY batch_seq, row_no
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS in_force,
    first_value(batch_seq) OVER same AS of_seq,
    first_value(row_no) OVER same AS of_row
FROM ({met})
WINDOW same AS (PARTITION BY {key}, version ORDER BY batch_seq, row_no);

INSERT INTO contradiction
SELECT *
FROM (
    SELECT
        later.batch_seq,
        later.row_no,
        later.{key} AS key,
        later.version,
        later.of_seq,
        later.of_row,
        concat_ws(', ', {differing}) AS differing,
        concat_ws(chr(31), {cells}) AS cells
    FROM met_{table} AS later
    JOIN met_{table} AS earlier ON earlier.batch_seq = later.of_seq AND earlier.row_no = later.of_row
    WHERE later.version = later.in_force
)
WHERE differing <> '';

DROP TABLE met_{table};
