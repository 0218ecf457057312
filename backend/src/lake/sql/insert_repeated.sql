INSERT INTO repeated (seq, row, key) VALUES (:seq, :row, :key);
