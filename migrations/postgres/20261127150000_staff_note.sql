-- What staff note of a request or a volunteer, and when somebody should come back to it.

CREATE TABLE staff_note (
  id UUID NOT NULL PRIMARY KEY,
  request_id UUID REFERENCES help_request (id),
  volunteer_id UUID REFERENCES volunteer (id),
  -- Sealed with the key of whom it is about.
  sealed_text BYTEA NOT NULL,
  written_by UUID,
  written_at BIGINT NOT NULL,
  -- The first moment of the day; NULL = nothing is to be done.
  follow_up_at BIGINT,
  -- Set once there is a task for it.
  followed_at BIGINT
);
CREATE INDEX staff_note_request ON staff_note (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX staff_note_volunteer ON staff_note (volunteer_id) WHERE volunteer_id IS NOT NULL;
CREATE INDEX staff_note_follow_up ON staff_note (follow_up_at)
  WHERE follow_up_at IS NOT NULL AND followed_at IS NULL;
