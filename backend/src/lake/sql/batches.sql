-- Every accepted batch, in the order of acceptance.
SELECT
    seq, id, feed, sha256, bytes, mapping, rows, accepted, stored, rejected, warned, received_us, file_bytes
FROM batch
ORDER BY seq;
