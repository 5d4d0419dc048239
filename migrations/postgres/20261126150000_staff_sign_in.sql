-- Staff sign in with a second factor; sessions tell where they are and rest when unused; tokens may
-- only read; guessing is slowed down.

ALTER TABLE account ADD COLUMN sealed_totp BYTEA;
-- The last time step whose code was used: each code works once.
ALTER TABLE account ADD COLUMN totp_step BIGINT NOT NULL DEFAULT 0;

-- Each works once in place of a code.
CREATE TABLE recovery_code (
  account_id UUID NOT NULL REFERENCES account (id),
  code_hash BYTEA NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (account_id, code_hash)
);

ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN last_used_at BIGINT NOT NULL DEFAULT 0;

ALTER TABLE api_token ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE api_token ADD COLUMN read_only BOOLEAN NOT NULL DEFAULT FALSE;

-- Leaky buckets: when each will be empty again. The key is a keyed hash.
CREATE TABLE throttle (
  key BYTEA NOT NULL PRIMARY KEY,
  empty_at BIGINT NOT NULL
);
CREATE INDEX throttle_empty ON throttle (empty_at);
