INSERT INTO mark (seq, code, rows) VALUES (:seq, :code, :rows);
