-- New rows that say something else than the first accepted row of their key and version: `of_seq` and `of_row`.
CREATE TEMP TABLE met_{table} AS
SELECT
    *,
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
    WHERE later.is_new
)
WHERE differing <> '';

DROP TABLE met_{table};
