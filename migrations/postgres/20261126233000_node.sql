-- Processes that work on this database. What one of them claimed is let go when it is gone.

CREATE TABLE node (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  -- When another found it gone.
  gone_at BIGINT,
  -- How far its index has followed the change log, and a digest of what it holds.
  followed BIGINT,
  digest BIGINT
);

-- The node whose claim this is.
ALTER TABLE notification ADD COLUMN holder BIGINT;
