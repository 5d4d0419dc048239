-- A request that was asked twice, and the one that goes on for both.

CREATE TABLE request_merge (
  request_id BLOB NOT NULL PRIMARY KEY REFERENCES help_request (id),
  into_id BLOB NOT NULL REFERENCES help_request (id),
  merged_by BLOB,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX request_merge_into ON request_merge (into_id);
