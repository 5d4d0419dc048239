-- The first schema: everything the main job needs.
-- Times are microseconds since 1970-01-01 UTC; sets are codes joined by '|'.

CREATE TABLE meta (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE category (
  code TEXT NOT NULL PRIMARY KEY,
  sort INTEGER NOT NULL,
  min_age INTEGER NOT NULL DEFAULT 0,
  requires_vetting INTEGER NOT NULL DEFAULT FALSE,
  remote INTEGER NOT NULL DEFAULT FALSE,
  active INTEGER NOT NULL DEFAULT TRUE
) STRICT;

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
  id BLOB NOT NULL PRIMARY KEY,
  parent_id BLOB REFERENCES area (id),
  name TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE area_cell (
  cell INTEGER NOT NULL PRIMARY KEY,
  area_id BLOB NOT NULL REFERENCES area (id)
) STRICT;

CREATE TABLE volunteer (
  id BLOB NOT NULL PRIMARY KEY,
  subject_id BLOB NOT NULL UNIQUE,
  status TEXT NOT NULL,
  sealed_contact BLOB NOT NULL,
  sealed_anchors BLOB NOT NULL,
  email_hash BLOB NOT NULL,
  phone_hash BLOB,
  cell INTEGER NOT NULL,
  area_id BLOB REFERENCES area (id),
  country TEXT NOT NULL,
  postcode TEXT NOT NULL,
  label TEXT NOT NULL,
  radius_m INTEGER NOT NULL CHECK (radius_m >= 0),
  categories TEXT NOT NULL,
  skills TEXT NOT NULL,
  languages TEXT NOT NULL,
  language TEXT NOT NULL,
  availability TEXT NOT NULL,
  quiet_hours TEXT NOT NULL,
  timezone TEXT NOT NULL,
  capacity INTEGER NOT NULL CHECK (capacity >= 0),
  max_alerts_per_week INTEGER,
  paused_until INTEGER,
  mail_suspended INTEGER NOT NULL DEFAULT FALSE,
  vetted_until INTEGER,
  consent_version TEXT NOT NULL,
  consent_at INTEGER NOT NULL,
  consent_source TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  activated_at INTEGER,
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX volunteer_email ON volunteer (email_hash) WHERE status <> 'withdrawn';
CREATE INDEX volunteer_status ON volunteer (status, id);
CREATE INDEX volunteer_area ON volunteer (area_id, id);
CREATE INDEX volunteer_phone ON volunteer (phone_hash) WHERE phone_hash IS NOT NULL;

CREATE TABLE help_request (
  id BLOB NOT NULL PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL,
  category TEXT NOT NULL REFERENCES category (code),
  priority TEXT NOT NULL,
  vital_requested INTEGER NOT NULL DEFAULT FALSE,
  channel TEXT NOT NULL,
  language TEXT NOT NULL,
  languages TEXT NOT NULL,
  skills TEXT NOT NULL,
  volunteers_needed INTEGER NOT NULL CHECK (volunteers_needed > 0),
  remote INTEGER NOT NULL,
  cell INTEGER,
  country TEXT NOT NULL,
  postcode TEXT NOT NULL,
  label TEXT NOT NULL,
  uncertainty_m INTEGER NOT NULL,
  area_id BLOB REFERENCES area (id),
  not_before INTEGER,
  needed_by INTEGER NOT NULL,
  item_count INTEGER NOT NULL,
  subject_id BLOB NOT NULL,
  sealed_contact BLOB NOT NULL,
  sealed_details BLOB NOT NULL,
  email_hash BLOB,
  phone_hash BLOB,
  needs_attention INTEGER NOT NULL DEFAULT FALSE,
  attention TEXT,
  staff_only INTEGER NOT NULL DEFAULT FALSE,
  urgent INTEGER NOT NULL DEFAULT FALSE,
  places_filled INTEGER NOT NULL DEFAULT 0,
  wave INTEGER NOT NULL DEFAULT 0,
  next_plan_at INTEGER,
  created_by BLOB,
  created_at INTEGER NOT NULL,
  opened_at INTEGER,
  first_yes_at INTEGER,
  matched_at INTEGER,
  done_at INTEGER,
  ended_at INTEGER,
  outcome TEXT,
  ended_by TEXT,
  consent_version TEXT NOT NULL,
  consent_at INTEGER NOT NULL,
  consent_by TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  CHECK (remote OR cell IS NOT NULL)
) STRICT;
CREATE INDEX help_request_due ON help_request (next_plan_at) WHERE next_plan_at IS NOT NULL;
CREATE INDEX help_request_deadline ON help_request (needed_by)
  WHERE status IN ('unconfirmed', 'open', 'matched', 'in_progress');
CREATE INDEX help_request_status ON help_request (status, id);
CREATE INDEX help_request_area ON help_request (area_id, id);
CREATE INDEX help_request_opened ON help_request (opened_at);
CREATE INDEX help_request_email ON help_request (email_hash) WHERE email_hash IS NOT NULL;
CREATE INDEX help_request_phone ON help_request (phone_hash) WHERE phone_hash IS NOT NULL;

CREATE TABLE alert (
  id BLOB NOT NULL PRIMARY KEY,
  request_id BLOB NOT NULL REFERENCES help_request (id),
  volunteer_id BLOB NOT NULL REFERENCES volunteer (id),
  wave INTEGER NOT NULL,
  status TEXT NOT NULL,
  distance_m INTEGER,
  reasons TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  sent_at INTEGER,
  answer_by INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  answered_at INTEGER,
  decline_reason TEXT,
  UNIQUE (request_id, volunteer_id, wave)
) STRICT;
CREATE INDEX alert_volunteer ON alert (volunteer_id, created_at);
CREATE INDEX alert_outstanding ON alert (request_id) WHERE status IN ('queued', 'sent');

CREATE TABLE engagement (
  id BLOB NOT NULL PRIMARY KEY,
  request_id BLOB NOT NULL REFERENCES help_request (id),
  volunteer_id BLOB NOT NULL REFERENCES volunteer (id),
  alert_id BLOB REFERENCES alert (id),
  place INTEGER NOT NULL,
  status TEXT NOT NULL,
  promised TEXT NOT NULL,
  planned_at INTEGER,
  assigned_by BLOB,
  created_at INTEGER NOT NULL,
  contacted_at INTEGER,
  completed_at INTEGER,
  confirmed_at INTEGER,
  ended_at INTEGER,
  reason TEXT,
  confirmed_by TEXT,
  revealed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX engagement_place ON engagement (request_id, place)
  WHERE status IN ('active', 'contacted', 'completed', 'confirmed');
CREATE UNIQUE INDEX engagement_once ON engagement (request_id, volunteer_id)
  WHERE status IN ('active', 'contacted', 'completed', 'confirmed');
CREATE INDEX engagement_volunteer ON engagement (volunteer_id, created_at);
CREATE INDEX engagement_request ON engagement (request_id);
CREATE INDEX engagement_completed ON engagement (completed_at) WHERE status = 'completed';

CREATE TABLE notification (
  id BLOB NOT NULL PRIMARY KEY,
  dedupe_key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  rank INTEGER NOT NULL,
  volunteer_id BLOB,
  request_id BLOB,
  alert_id BLOB,
  engagement_id BLOB,
  account_id BLOB,
  data TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at INTEGER NOT NULL,
  not_after INTEGER,
  lease_until INTEGER,
  fence INTEGER NOT NULL DEFAULT 0,
  possible_duplicate INTEGER NOT NULL DEFAULT FALSE,
  created_at INTEGER NOT NULL,
  sent_at INTEGER,
  last_error TEXT
) STRICT;
CREATE INDEX notification_due ON notification (next_attempt_at, rank, id)
  WHERE state IN ('queued', 'sending');
CREATE INDEX notification_request ON notification (request_id) WHERE request_id IS NOT NULL;

CREATE TABLE task (
  id BLOB NOT NULL PRIMARY KEY,
  dedupe_key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  request_id BLOB,
  volunteer_id BLOB,
  engagement_id BLOB,
  area_id BLOB,
  due_at INTEGER NOT NULL,
  assignee_id BLOB,
  level INTEGER NOT NULL DEFAULT 0,
  tries INTEGER NOT NULL DEFAULT 0,
  outcome TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  done_at INTEGER
) STRICT;
CREATE INDEX task_due ON task (due_at, id) WHERE state <> 'done';
CREATE INDEX task_request ON task (request_id) WHERE request_id IS NOT NULL;

CREATE TABLE event (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  request_id BLOB,
  volunteer_id BLOB,
  alert_id BLOB,
  engagement_id BLOB,
  task_id BLOB,
  actor_kind TEXT NOT NULL,
  actor_id BLOB,
  data TEXT NOT NULL
) STRICT;
CREATE INDEX event_request ON event (request_id, seq) WHERE request_id IS NOT NULL;
CREATE INDEX event_volunteer ON event (volunteer_id, kind, at) WHERE volunteer_id IS NOT NULL;

CREATE TABLE reveal (
  id BLOB NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id BLOB,
  request_id BLOB,
  volunteer_id BLOB,
  engagement_id BLOB,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX reveal_actor ON reveal (actor_id, at);
CREATE INDEX reveal_request ON reveal (request_id, at);

CREATE TABLE block (
  person_hash BLOB NOT NULL,
  volunteer_id BLOB NOT NULL REFERENCES volunteer (id),
  at INTEGER NOT NULL,
  PRIMARY KEY (person_hash, volunteer_id)
) STRICT;

CREATE TABLE account (
  id BLOB NOT NULL PRIMARY KEY,
  subject_id BLOB NOT NULL UNIQUE,
  role TEXT NOT NULL,
  area_id BLOB REFERENCES area (id),
  state TEXT NOT NULL,
  email_hash BLOB NOT NULL UNIQUE,
  sealed_contact BLOB NOT NULL,
  password_hash TEXT,
  language TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
  token_hash BLOB NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  target BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX session_target ON session (target);
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE api_token (
  token_hash BLOB NOT NULL PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  role TEXT NOT NULL,
  area_id BLOB REFERENCES area (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER
) STRICT;

CREATE TABLE link (
  token_hash BLOB NOT NULL PRIMARY KEY,
  purpose TEXT NOT NULL,
  target BLOB NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  used_at INTEGER,
  revoked_at INTEGER
) STRICT;
CREATE INDEX link_target ON link (target, purpose);
CREATE INDEX link_expiry ON link (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE idempotency (
  actor TEXT NOT NULL,
  key TEXT NOT NULL,
  body_hash BLOB NOT NULL,
  kind TEXT NOT NULL,
  target BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (actor, key)
) STRICT;
CREATE INDEX idempotency_age ON idempotency (created_at);

CREATE TABLE change (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  target BLOB NOT NULL,
  at INTEGER NOT NULL
) STRICT;

-- Rows of a file that is being imported, until they are published together.
CREATE TABLE staged_volunteer (
  batch BLOB NOT NULL,
  file_row INTEGER NOT NULL,
  staged_at INTEGER NOT NULL,
  id BLOB NOT NULL,
  subject_id BLOB NOT NULL,
  status TEXT NOT NULL,
  sealed_contact BLOB NOT NULL,
  sealed_anchors BLOB NOT NULL,
  email_hash BLOB NOT NULL,
  phone_hash BLOB,
  cell INTEGER NOT NULL,
  area_id BLOB,
  country TEXT NOT NULL,
  postcode TEXT NOT NULL,
  label TEXT NOT NULL,
  radius_m INTEGER NOT NULL,
  categories TEXT NOT NULL,
  skills TEXT NOT NULL,
  languages TEXT NOT NULL,
  language TEXT NOT NULL,
  availability TEXT NOT NULL,
  quiet_hours TEXT NOT NULL,
  timezone TEXT NOT NULL,
  capacity INTEGER NOT NULL,
  max_alerts_per_week INTEGER,
  paused_until INTEGER,
  mail_suspended INTEGER NOT NULL,
  vetted_until INTEGER,
  consent_version TEXT NOT NULL,
  consent_at INTEGER NOT NULL,
  consent_source TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  activated_at INTEGER,
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL,
  confirm_hash BLOB,
  unsubscribe_hash BLOB NOT NULL,
  invite_id BLOB,
  invite_key TEXT,
  invite_at INTEGER,
  invite_until INTEGER,
  PRIMARY KEY (batch, file_row)
) STRICT;

CREATE TABLE staged_request (
  batch BLOB NOT NULL,
  file_row INTEGER NOT NULL,
  staged_at INTEGER NOT NULL,
  id BLOB NOT NULL,
  reference TEXT NOT NULL,
  status TEXT NOT NULL,
  category TEXT NOT NULL,
  priority TEXT NOT NULL,
  vital_requested INTEGER NOT NULL,
  channel TEXT NOT NULL,
  language TEXT NOT NULL,
  languages TEXT NOT NULL,
  skills TEXT NOT NULL,
  volunteers_needed INTEGER NOT NULL,
  remote INTEGER NOT NULL,
  cell INTEGER,
  country TEXT NOT NULL,
  postcode TEXT NOT NULL,
  label TEXT NOT NULL,
  uncertainty_m INTEGER NOT NULL,
  area_id BLOB,
  not_before INTEGER,
  needed_by INTEGER NOT NULL,
  item_count INTEGER NOT NULL,
  subject_id BLOB NOT NULL,
  sealed_contact BLOB NOT NULL,
  sealed_details BLOB NOT NULL,
  email_hash BLOB,
  phone_hash BLOB,
  needs_attention INTEGER NOT NULL,
  attention TEXT,
  staff_only INTEGER NOT NULL,
  urgent INTEGER NOT NULL,
  places_filled INTEGER NOT NULL,
  wave INTEGER NOT NULL,
  next_plan_at INTEGER,
  created_by BLOB,
  created_at INTEGER NOT NULL,
  opened_at INTEGER,
  first_yes_at INTEGER,
  matched_at INTEGER,
  done_at INTEGER,
  ended_at INTEGER,
  outcome TEXT,
  ended_by TEXT,
  consent_version TEXT NOT NULL,
  consent_at INTEGER NOT NULL,
  consent_by TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL,
  manage_hash BLOB NOT NULL,
  posted TEXT NOT NULL,
  duplicate TEXT,
  receipt_id BLOB,
  receipt_key TEXT,
  receipt_at INTEGER,
  receipt_until INTEGER,
  PRIMARY KEY (batch, file_row)
) STRICT;
