-- Processes that work on this database. What one of them claimed is let go when it is gone.

CREATE TABLE node (
  number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  -- When another found it gone.
  gone_at INTEGER,
  -- How far its index has followed the change log, and a digest of what it holds.
  followed INTEGER,
  digest INTEGER
) STRICT;

-- The node whose claim this is.
ALTER TABLE notification ADD COLUMN holder INTEGER;
