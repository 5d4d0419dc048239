-- The desk: calls that were taken and made, requests that resemble each other, shifts of operators.

CREATE TABLE phone_call (
  id BLOB NOT NULL PRIMARY KEY,
  direction TEXT NOT NULL,
  account_id BLOB,
  area_id BLOB,
  task_id BLOB,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  outcome TEXT,
  language TEXT NOT NULL,
  phone_hash BLOB,
  subject_id BLOB,
  sealed_contact BLOB NOT NULL
) STRICT;
CREATE INDEX phone_call_account ON phone_call (account_id, started_at);
CREATE INDEX phone_call_phone ON phone_call (phone_hash) WHERE phone_hash IS NOT NULL;
CREATE INDEX phone_call_task ON phone_call (task_id) WHERE task_id IS NOT NULL;
CREATE INDEX phone_call_age ON phone_call (started_at);

CREATE TABLE phone_call_request (
  call_id BLOB NOT NULL REFERENCES phone_call (id) ON DELETE CASCADE,
  request_id BLOB NOT NULL REFERENCES help_request (id),
  what TEXT NOT NULL,
  PRIMARY KEY (call_id, request_id)
) STRICT;
CREATE INDEX phone_call_request_request ON phone_call_request (request_id);

-- Where a request is for, as a keyed hash: the same door is known again under another number.
CREATE TABLE request_door (
  request_id BLOB NOT NULL PRIMARY KEY REFERENCES help_request (id),
  door_hash BLOB NOT NULL
) STRICT;
CREATE INDEX request_door_hash ON request_door (door_hash);

-- Two requests that may be one: why, and what a human said of it.
CREATE TABLE request_likeness (
  request_id BLOB NOT NULL REFERENCES help_request (id),
  other_id BLOB NOT NULL REFERENCES help_request (id),
  reason TEXT NOT NULL,
  said TEXT,
  said_by BLOB,
  said_at INTEGER,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (request_id, other_id)
) STRICT;
CREATE INDEX request_likeness_other ON request_likeness (other_id);

CREATE TABLE shift (
  id BLOB NOT NULL PRIMARY KEY,
  area_id BLOB REFERENCES area (id),
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  places INTEGER NOT NULL,
  created_by BLOB,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX shift_time ON shift (starts_at, id);

CREATE TABLE shift_place (
  shift_id BLOB NOT NULL REFERENCES shift (id) ON DELETE CASCADE,
  account_id BLOB NOT NULL,
  taken_at INTEGER NOT NULL,
  PRIMARY KEY (shift_id, account_id)
) STRICT;
CREATE INDEX shift_place_account ON shift_place (account_id);
