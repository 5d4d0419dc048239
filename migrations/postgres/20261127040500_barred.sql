-- Whoever left while suspended, or while a coordinator had yet to decide about them, does not come
-- back under the same address or number as if nothing had been.

CREATE TABLE barred (
  -- Keyed hash of an e-mail address or a phone number.
  person_hash BYTEA NOT NULL,
  volunteer_id UUID NOT NULL REFERENCES volunteer (id),
  at BIGINT NOT NULL,
  until BIGINT NOT NULL,
  PRIMARY KEY (person_hash, volunteer_id)
);
CREATE INDEX barred_until ON barred (until);
CREATE INDEX barred_volunteer ON barred (volunteer_id);

-- Since when a volunteer waits for a coordinator's word after two releases.
ALTER TABLE volunteer ADD COLUMN held_at BIGINT;
UPDATE volunteer SET held_at = updated_at WHERE status = 'paused' AND EXISTS (
  SELECT 1 FROM task t WHERE t.volunteer_id = volunteer.id
  AND t.kind = 'release_review' AND t.state <> 'done'
);

-- Until now the hash stayed in the row of whoever left suspended.
INSERT INTO barred (person_hash, volunteer_id, at, until)
  SELECT v.email_hash, v.id, v.updated_at, v.updated_at + 63072000000000 FROM volunteer v
  WHERE v.status = 'withdrawn' AND EXISTS (
    SELECT 1 FROM event e WHERE e.volunteer_id = v.id AND e.kind = 'volunteer.status'
    AND e.data LIKE '%"from":"suspended"%' AND e.data LIKE '%"to":"withdrawn"%'
  );
UPDATE volunteer SET email_hash = uuid_send(id) WHERE status = 'withdrawn'
  AND id IN (SELECT volunteer_id FROM barred);
