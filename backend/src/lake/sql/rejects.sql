-- The faults of :limit rejected rows of a batch, after skipping :offset rejected rows.
WITH page AS (
    SELECT seq, row, line, cells
    FROM reject_row
    WHERE seq = :seq
    ORDER BY row
    LIMIT :limit OFFSET :offset
)
SELECT page.row, reject.col, reject.code, reject.value, reject.hint, page.line, page.cells
FROM page
INNER JOIN reject ON page.seq = reject.seq AND page.row = reject.row
ORDER BY page.row, reject.nth;
