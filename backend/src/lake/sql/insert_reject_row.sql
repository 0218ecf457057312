INSERT INTO reject_row (seq, row, line, cells) VALUES (:seq, :row, :line, :cells);
