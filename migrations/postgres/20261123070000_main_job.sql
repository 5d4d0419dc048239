-- The first schema: everything the main job needs.
-- Times are microseconds since 1970-01-01 UTC; sets are codes joined by '|'.

CREATE TABLE meta (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE category (
  code TEXT NOT NULL PRIMARY KEY,
  sort BIGINT NOT NULL,
  min_age BIGINT NOT NULL DEFAULT 0,
  requires_vetting BOOLEAN NOT NULL DEFAULT FALSE,
  remote BOOLEAN NOT NULL DEFAULT FALSE,
  active BOOLEAN NOT NULL DEFAULT TRUE
);

INSERT INTO category (code, sort, min_age, requires_vetting, remote) VALUES
  ('groceries', 1, 16, FALSE, FALSE),
  ('pharmacy', 2, 18, FALSE, FALSE),
  ('meals', 3, 16, FALSE, FALSE),
  ('transport', 4, 18, FALSE, FALSE),
  ('pets', 5, 16, FALSE, FALSE),
  ('errands', 6, 16, FALSE, FALSE),
  ('listening', 7, 18, FALSE, TRUE),
  ('admin_help', 8, 18, FALSE, FALSE),
  ('care_home', 9, 18, FALSE, FALSE),
  ('logistics', 10, 16, FALSE, FALSE),
  ('childcare', 11, 18, TRUE, FALSE),
  ('other', 12, 16, FALSE, FALSE);

CREATE TABLE area (
  id UUID NOT NULL PRIMARY KEY,
  parent_id UUID REFERENCES area (id),
  name TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL
);

CREATE TABLE area_cell (
  cell BIGINT NOT NULL PRIMARY KEY,
  area_id UUID NOT NULL REFERENCES area (id)
);

CREATE TABLE volunteer (
  id UUID NOT NULL PRIMARY KEY,
  subject_id UUID NOT NULL UNIQUE,
  status TEXT NOT NULL,
  sealed_contact BYTEA NOT NULL,
  sealed_anchors BYTEA NOT NULL,
  email_hash BYTEA NOT NULL,
  phone_hash BYTEA,
  cell BIGINT NOT NULL,
  area_id UUID REFERENCES area (id),
  country TEXT NOT NULL,
  postcode TEXT NOT NULL,
  label TEXT NOT NULL,
  radius_m BIGINT NOT NULL CHECK (radius_m >= 0),
  categories TEXT NOT NULL,
  skills TEXT NOT NULL,
  languages TEXT NOT NULL,
  language TEXT NOT NULL,
  availability TEXT NOT NULL,
  quiet_hours TEXT NOT NULL,
  timezone TEXT NOT NULL,
  capacity BIGINT NOT NULL CHECK (capacity >= 0),
  max_alerts_per_week BIGINT,
  paused_until BIGINT,
  mail_suspended BOOLEAN NOT NULL DEFAULT FALSE,
  vetted_until BIGINT,
  consent_version TEXT NOT NULL,
  consent_at BIGINT NOT NULL,
  consent_source TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  activated_at BIGINT,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX volunteer_email ON volunteer (email_hash) WHERE status <> 'withdrawn';
CREATE INDEX volunteer_status ON volunteer (status, id);
CREATE INDEX volunteer_area ON volunteer (area_id, id);
CREATE INDEX volunteer_phone ON volunteer (phone_hash) WHERE phone_hash IS NOT NULL;

CREATE TABLE help_request (
  id UUID NOT NULL PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL,
  category TEXT NOT NULL REFERENCES category (code),
  priority TEXT NOT NULL,
  vital_requested BOOLEAN NOT NULL DEFAULT FALSE,
  channel TEXT NOT NULL,
  language TEXT NOT NULL,
  languages TEXT NOT NULL,
  skills TEXT NOT NULL,
  volunteers_needed BIGINT NOT NULL CHECK (volunteers_needed > 0),
  remote BOOLEAN NOT NULL,
  cell BIGINT,
  country TEXT NOT NULL,
  postcode TEXT NOT NULL,
  label TEXT NOT NULL,
  uncertainty_m BIGINT NOT NULL,
  area_id UUID REFERENCES area (id),
  not_before BIGINT,
  needed_by BIGINT NOT NULL,
  item_count BIGINT NOT NULL,
  subject_id UUID NOT NULL,
  sealed_contact BYTEA NOT NULL,
  sealed_details BYTEA NOT NULL,
  email_hash BYTEA,
  phone_hash BYTEA,
  needs_attention BOOLEAN NOT NULL DEFAULT FALSE,
  attention TEXT,
  staff_only BOOLEAN NOT NULL DEFAULT FALSE,
  urgent BOOLEAN NOT NULL DEFAULT FALSE,
  places_filled BIGINT NOT NULL DEFAULT 0,
  wave BIGINT NOT NULL DEFAULT 0,
  next_plan_at BIGINT,
  created_by UUID,
  created_at BIGINT NOT NULL,
  opened_at BIGINT,
  first_yes_at BIGINT,
  matched_at BIGINT,
  done_at BIGINT,
  ended_at BIGINT,
  outcome TEXT,
  ended_by TEXT,
  consent_version TEXT NOT NULL,
  consent_at BIGINT NOT NULL,
  consent_by TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  CHECK (remote OR cell IS NOT NULL)
);
CREATE INDEX help_request_due ON help_request (next_plan_at) WHERE next_plan_at IS NOT NULL;
CREATE INDEX help_request_deadline ON help_request (needed_by)
  WHERE status IN ('unconfirmed', 'open', 'matched', 'in_progress');
CREATE INDEX help_request_status ON help_request (status, id);
CREATE INDEX help_request_area ON help_request (area_id, id);
CREATE INDEX help_request_opened ON help_request (opened_at);
CREATE INDEX help_request_email ON help_request (email_hash) WHERE email_hash IS NOT NULL;
CREATE INDEX help_request_phone ON help_request (phone_hash) WHERE phone_hash IS NOT NULL;

CREATE TABLE alert (
  id UUID NOT NULL PRIMARY KEY,
  request_id UUID NOT NULL REFERENCES help_request (id),
  volunteer_id UUID NOT NULL REFERENCES volunteer (id),
  wave BIGINT NOT NULL,
  status TEXT NOT NULL,
  distance_m BIGINT,
  reasons TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  sent_at BIGINT,
  answer_by BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  answered_at BIGINT,
  decline_reason TEXT,
  UNIQUE (request_id, volunteer_id, wave)
);
CREATE INDEX alert_volunteer ON alert (volunteer_id, created_at);
CREATE INDEX alert_outstanding ON alert (request_id) WHERE status IN ('queued', 'sent');

CREATE TABLE engagement (
  id UUID NOT NULL PRIMARY KEY,
  request_id UUID NOT NULL REFERENCES help_request (id),
  volunteer_id UUID NOT NULL REFERENCES volunteer (id),
  alert_id UUID REFERENCES alert (id),
  place BIGINT NOT NULL,
  status TEXT NOT NULL,
  promised TEXT NOT NULL,
  planned_at BIGINT,
  assigned_by UUID,
  created_at BIGINT NOT NULL,
  contacted_at BIGINT,
  completed_at BIGINT,
  confirmed_at BIGINT,
  ended_at BIGINT,
  reason TEXT,
  confirmed_by TEXT,
  revealed_at BIGINT
);
CREATE UNIQUE INDEX engagement_place ON engagement (request_id, place)
  WHERE status IN ('active', 'contacted', 'completed', 'confirmed');
CREATE UNIQUE INDEX engagement_once ON engagement (request_id, volunteer_id)
  WHERE status IN ('active', 'contacted', 'completed', 'confirmed');
CREATE INDEX engagement_volunteer ON engagement (volunteer_id, created_at);
CREATE INDEX engagement_request ON engagement (request_id);
CREATE INDEX engagement_completed ON engagement (completed_at) WHERE status = 'completed';

CREATE TABLE notification (
  id UUID NOT NULL PRIMARY KEY,
  dedupe_key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  rank BIGINT NOT NULL,
  volunteer_id UUID,
  request_id UUID,
  alert_id UUID,
  engagement_id UUID,
  account_id UUID,
  data TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL DEFAULT 0,
  next_attempt_at BIGINT NOT NULL,
  not_after BIGINT,
  lease_until BIGINT,
  fence BIGINT NOT NULL DEFAULT 0,
  possible_duplicate BOOLEAN NOT NULL DEFAULT FALSE,
  created_at BIGINT NOT NULL,
  sent_at BIGINT,
  last_error TEXT
);
CREATE INDEX notification_due ON notification (next_attempt_at, rank, id)
  WHERE state IN ('queued', 'sending');
CREATE INDEX notification_request ON notification (request_id) WHERE request_id IS NOT NULL;

CREATE TABLE task (
  id UUID NOT NULL PRIMARY KEY,
  dedupe_key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  request_id UUID,
  volunteer_id UUID,
  engagement_id UUID,
  area_id UUID,
  due_at BIGINT NOT NULL,
  assignee_id UUID,
  level BIGINT NOT NULL DEFAULT 0,
  tries BIGINT NOT NULL DEFAULT 0,
  outcome TEXT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  done_at BIGINT
);
CREATE INDEX task_due ON task (due_at, id) WHERE state <> 'done';
CREATE INDEX task_request ON task (request_id) WHERE request_id IS NOT NULL;

CREATE TABLE event (
  seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  request_id UUID,
  volunteer_id UUID,
  alert_id UUID,
  engagement_id UUID,
  task_id UUID,
  actor_kind TEXT NOT NULL,
  actor_id UUID,
  data TEXT NOT NULL
);
CREATE INDEX event_request ON event (request_id, seq) WHERE request_id IS NOT NULL;
CREATE INDEX event_volunteer ON event (volunteer_id, kind, at) WHERE volunteer_id IS NOT NULL;

CREATE TABLE reveal (
  id UUID NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id UUID,
  request_id UUID,
  volunteer_id UUID,
  engagement_id UUID,
  reason TEXT NOT NULL
);
CREATE INDEX reveal_actor ON reveal (actor_id, at);
CREATE INDEX reveal_request ON reveal (request_id, at);

CREATE TABLE block (
  person_hash BYTEA NOT NULL,
  volunteer_id UUID NOT NULL REFERENCES volunteer (id),
  at BIGINT NOT NULL,
  PRIMARY KEY (person_hash, volunteer_id)
);

CREATE TABLE account (
  id UUID NOT NULL PRIMARY KEY,
  subject_id UUID NOT NULL UNIQUE,
  role TEXT NOT NULL,
  area_id UUID REFERENCES area (id),
  state TEXT NOT NULL,
  email_hash BYTEA NOT NULL UNIQUE,
  sealed_contact BYTEA NOT NULL,
  password_hash TEXT,
  language TEXT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  created_at BIGINT NOT NULL
);

CREATE TABLE session (
  token_hash BYTEA NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  target UUID NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX session_target ON session (target);
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE api_token (
  token_hash BYTEA NOT NULL PRIMARY KEY,
  id UUID NOT NULL UNIQUE,
  role TEXT NOT NULL,
  area_id UUID REFERENCES area (id),
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  revoked_at BIGINT
);

CREATE TABLE link (
  token_hash BYTEA NOT NULL PRIMARY KEY,
  purpose TEXT NOT NULL,
  target UUID NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  used_at BIGINT,
  revoked_at BIGINT
);
CREATE INDEX link_target ON link (target, purpose);
CREATE INDEX link_expiry ON link (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE idempotency (
  actor TEXT NOT NULL,
  key TEXT NOT NULL,
  body_hash BYTEA NOT NULL,
  kind TEXT NOT NULL,
  target UUID NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_age ON idempotency (created_at);

CREATE TABLE change (
  seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind TEXT NOT NULL,
  target UUID NOT NULL,
  at BIGINT NOT NULL
);

-- Rows of a file that is being imported, until they are published together.
CREATE TABLE staged_volunteer (
  batch UUID NOT NULL,
  file_row BIGINT NOT NULL,
  staged_at BIGINT NOT NULL,
  id UUID NOT NULL,
  subject_id UUID NOT NULL,
  status TEXT NOT NULL,
  sealed_contact BYTEA NOT NULL,
  sealed_anchors BYTEA NOT NULL,
  email_hash BYTEA NOT NULL,
  phone_hash BYTEA,
  cell BIGINT NOT NULL,
  area_id UUID,
  country TEXT NOT NULL,
  postcode TEXT NOT NULL,
  label TEXT NOT NULL,
  radius_m BIGINT NOT NULL,
  categories TEXT NOT NULL,
  skills TEXT NOT NULL,
  languages TEXT NOT NULL,
  language TEXT NOT NULL,
  availability TEXT NOT NULL,
  quiet_hours TEXT NOT NULL,
  timezone TEXT NOT NULL,
  capacity BIGINT NOT NULL,
  max_alerts_per_week BIGINT,
  paused_until BIGINT,
  mail_suspended BOOLEAN NOT NULL,
  vetted_until BIGINT,
  consent_version TEXT NOT NULL,
  consent_at BIGINT NOT NULL,
  consent_source TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  activated_at BIGINT,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  confirm_hash BYTEA,
  unsubscribe_hash BYTEA NOT NULL,
  invite_id UUID,
  invite_key TEXT,
  invite_at BIGINT,
  invite_until BIGINT,
  PRIMARY KEY (batch, file_row)
);

CREATE TABLE staged_request (
  batch UUID NOT NULL,
  file_row BIGINT NOT NULL,
  staged_at BIGINT NOT NULL,
  id UUID NOT NULL,
  reference TEXT NOT NULL,
  status TEXT NOT NULL,
  category TEXT NOT NULL,
  priority TEXT NOT NULL,
  vital_requested BOOLEAN NOT NULL,
  channel TEXT NOT NULL,
  language TEXT NOT NULL,
  languages TEXT NOT NULL,
  skills TEXT NOT NULL,
  volunteers_needed BIGINT NOT NULL,
  remote BOOLEAN NOT NULL,
  cell BIGINT,
  country TEXT NOT NULL,
  postcode TEXT NOT NULL,
  label TEXT NOT NULL,
  uncertainty_m BIGINT NOT NULL,
  area_id UUID,
  not_before BIGINT,
  needed_by BIGINT NOT NULL,
  item_count BIGINT NOT NULL,
  subject_id UUID NOT NULL,
  sealed_contact BYTEA NOT NULL,
  sealed_details BYTEA NOT NULL,
  email_hash BYTEA,
  phone_hash BYTEA,
  needs_attention BOOLEAN NOT NULL,
  attention TEXT,
  staff_only BOOLEAN NOT NULL,
  urgent BOOLEAN NOT NULL,
  places_filled BIGINT NOT NULL,
  wave BIGINT NOT NULL,
  next_plan_at BIGINT,
  created_by UUID,
  created_at BIGINT NOT NULL,
  opened_at BIGINT,
  first_yes_at BIGINT,
  matched_at BIGINT,
  done_at BIGINT,
  ended_at BIGINT,
  outcome TEXT,
  ended_by TEXT,
  consent_version TEXT NOT NULL,
  consent_at BIGINT NOT NULL,
  consent_by TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  manage_hash BYTEA NOT NULL,
  posted TEXT NOT NULL,
  duplicate TEXT,
  receipt_id UUID,
  receipt_key TEXT,
  receipt_at BIGINT,
  receipt_until BIGINT,
  PRIMARY KEY (batch, file_row)
);
