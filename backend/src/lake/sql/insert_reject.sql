INSERT INTO reject (seq, row, nth, col, code, value, hint)
VALUES (:seq, :row, :nth, :col, :code, :value, :hint);
