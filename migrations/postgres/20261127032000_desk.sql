-- The desk: calls that were taken and made, requests that resemble each other, shifts of operators.

CREATE TABLE phone_call (
  id UUID NOT NULL PRIMARY KEY,
  direction TEXT NOT NULL,
  account_id UUID,
  area_id UUID,
  task_id UUID,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  outcome TEXT,
  language TEXT NOT NULL,
  phone_hash BYTEA,
  subject_id UUID,
  sealed_contact BYTEA NOT NULL
);
CREATE INDEX phone_call_account ON phone_call (account_id, started_at);
CREATE INDEX phone_call_phone ON phone_call (phone_hash) WHERE phone_hash IS NOT NULL;
CREATE INDEX phone_call_task ON phone_call (task_id) WHERE task_id IS NOT NULL;
CREATE INDEX phone_call_age ON phone_call (started_at);

CREATE TABLE phone_call_request (
  call_id UUID NOT NULL REFERENCES phone_call (id) ON DELETE CASCADE,
  request_id UUID NOT NULL REFERENCES help_request (id),
  what TEXT NOT NULL,
  PRIMARY KEY (call_id, request_id)
);
CREATE INDEX phone_call_request_request ON phone_call_request (request_id);

-- Where a request is for, as a keyed hash: the same door is known again under another number.
CREATE TABLE request_door (
  request_id UUID NOT NULL PRIMARY KEY REFERENCES help_request (id),
  door_hash BYTEA NOT NULL
);
CREATE INDEX request_door_hash ON request_door (door_hash);

-- Two requests that may be one: why, and what a human said of it.
CREATE TABLE request_likeness (
  request_id UUID NOT NULL REFERENCES help_request (id),
  other_id UUID NOT NULL REFERENCES help_request (id),
  reason TEXT NOT NULL,
  said TEXT,
  said_by UUID,
  said_at BIGINT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (request_id, other_id)
);
CREATE INDEX request_likeness_other ON request_likeness (other_id);

CREATE TABLE shift (
  id UUID NOT NULL PRIMARY KEY,
  area_id UUID REFERENCES area (id),
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  places BIGINT NOT NULL,
  created_by UUID,
  created_at BIGINT NOT NULL
);
CREATE INDEX shift_time ON shift (starts_at, id);

CREATE TABLE shift_place (
  shift_id UUID NOT NULL REFERENCES shift (id) ON DELETE CASCADE,
  account_id UUID NOT NULL,
  taken_at BIGINT NOT NULL,
  PRIMARY KEY (shift_id, account_id)
);
CREATE INDEX shift_place_account ON shift_place (account_id);
