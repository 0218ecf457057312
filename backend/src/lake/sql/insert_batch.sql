INSERT INTO batch (
    seq, id, feed, sha256, bytes, mapping, rows, accepted, stored, rejected, warned, received_us, file_bytes
) VALUES (
    :seq, :id, :feed, :sha256, :bytes, :mapping, :rows, :accepted, :stored, :rejected, :warned,
    :received_us, :file_bytes
);
