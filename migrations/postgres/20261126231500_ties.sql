-- What ties a request to others: asked in one go, asked again, asked of a helper who is known.

CREATE TABLE request_tie (
  request_id UUID NOT NULL PRIMARY KEY REFERENCES help_request (id),
  group_id UUID,
  follows_id UUID,
  wished_volunteer_id UUID,
  repeat_days BIGINT,
  repeats_left BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX request_tie_group ON request_tie (group_id) WHERE group_id IS NOT NULL;
CREATE INDEX request_tie_repeat ON request_tie (request_id) WHERE repeat_days IS NOT NULL;
