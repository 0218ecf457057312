-- The ledger: one row per accepted batch, and what was rejected of it. `user_version` 3.
CREATE TABLE IF NOT EXISTS lake (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS batch (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    feed TEXT NOT NULL,
    -- Of the bytes as they were delivered, lower-case hex.
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    -- What turned foreign columns into the feed's; empty for none.
    mapping TEXT NOT NULL,
    rows INTEGER NOT NULL,
    accepted INTEGER NOT NULL,
    -- Rows in the Parquet file: accepted, less those that repeat another row of the delivery.
    stored INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    warned INTEGER NOT NULL,
    received_us INTEGER NOT NULL,
    -- Length of the Parquet file.
    file_bytes INTEGER NOT NULL,
    CHECK (rows = accepted + rejected AND stored <= accepted)
) STRICT;

-- A rejected row as it came, and its cells under the feed's columns (one CSV record).
CREATE TABLE IF NOT EXISTS reject_row (
    seq INTEGER NOT NULL,
    row INTEGER NOT NULL,
    line TEXT NOT NULL,
    cells TEXT NOT NULL,
    PRIMARY KEY (seq, row)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS reject (
    seq INTEGER NOT NULL,
    row INTEGER NOT NULL,
    nth INTEGER NOT NULL,
    col TEXT NOT NULL,
    code TEXT NOT NULL,
    value TEXT NOT NULL,
    hint TEXT NOT NULL,
    PRIMARY KEY (seq, row, nth)
) STRICT, WITHOUT ROWID;

-- Accepted rows of a batch by mark; a row may carry several. Since version 2.
CREATE TABLE IF NOT EXISTS mark (
    seq INTEGER NOT NULL,
    code TEXT NOT NULL,
    rows INTEGER NOT NULL,
    PRIMARY KEY (seq, code)
) STRICT, WITHOUT ROWID;

-- Accepted rows that only repeat another row of their delivery: they are not in its file. Since version 3.
CREATE TABLE IF NOT EXISTS repeated (
    seq INTEGER NOT NULL,
    row INTEGER NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (seq, row)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 3;
