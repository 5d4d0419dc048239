-- A request that was asked twice, and the one that goes on for both.

CREATE TABLE request_merge (
  request_id UUID NOT NULL PRIMARY KEY REFERENCES help_request (id),
  into_id UUID NOT NULL REFERENCES help_request (id),
  merged_by UUID,
  at BIGINT NOT NULL
);
CREATE INDEX request_merge_into ON request_merge (into_id);
