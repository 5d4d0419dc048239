-- Who did what to personal data and rights: a chain over what the event log and the ledger say.
-- A link holds a salted hash of its event or reveal, so that both can be erased and it still holds.

CREATE TABLE audit (
  node TEXT NOT NULL,
  -- Days since 1970-01-01 UTC; numbers start at 1 each day.
  day INTEGER NOT NULL,
  number INTEGER NOT NULL,
  at INTEGER NOT NULL,
  event_seq INTEGER,
  reveal_id BLOB,
  -- Gone once what it was about was erased.
  salt BLOB,
  payload_hash BLOB NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (node, day, number)
) STRICT;
CREATE UNIQUE INDEX audit_event ON audit (event_seq) WHERE event_seq IS NOT NULL;
CREATE UNIQUE INDEX audit_reveal ON audit (reveal_id) WHERE reveal_id IS NOT NULL;

-- `reason` is a code; what staff wrote is sealed under the key of whose data it is about.
ALTER TABLE reveal ADD COLUMN sealed_reason BLOB;
CREATE INDEX reveal_volunteer ON reveal (volunteer_id, at) WHERE volunteer_id IS NOT NULL;
CREATE INDEX reveal_at ON reveal (at);
