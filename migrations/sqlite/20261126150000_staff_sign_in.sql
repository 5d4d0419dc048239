-- Staff sign in with a second factor; sessions tell where they are and rest when unused; tokens may
-- only read; guessing is slowed down.

ALTER TABLE account ADD COLUMN sealed_totp BLOB;
-- The last time step whose code was used: each code works once.
ALTER TABLE account ADD COLUMN totp_step INTEGER NOT NULL DEFAULT 0;

-- Each works once in place of a code.
CREATE TABLE recovery_code (
  account_id BLOB NOT NULL REFERENCES account (id),
  code_hash BLOB NOT NULL,
  used_at INTEGER,
  PRIMARY KEY (account_id, code_hash)
) STRICT;

ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN last_used_at INTEGER NOT NULL DEFAULT 0;

ALTER TABLE api_token ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE api_token ADD COLUMN read_only INTEGER NOT NULL DEFAULT FALSE;

-- Leaky buckets: when each will be empty again. The key is a keyed hash.
CREATE TABLE throttle (
  key BLOB NOT NULL PRIMARY KEY,
  empty_at INTEGER NOT NULL
) STRICT;
CREATE INDEX throttle_empty ON throttle (empty_at);
