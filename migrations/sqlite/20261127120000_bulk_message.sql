-- A message that a coordinator writes once for many volunteers, and who wants no such news.

CREATE TABLE bulk_message (
  id BLOB NOT NULL PRIMARY KEY,
  -- Where it went: an area and all within it; NULL = everywhere.
  area_id BLOB REFERENCES area (id),
  -- Whom it went to, as codes.
  segment TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  recipients INTEGER NOT NULL,
  created_by BLOB,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX bulk_message_time ON bulk_message (created_at);

CREATE TABLE news_stop (
  volunteer_id BLOB NOT NULL PRIMARY KEY REFERENCES volunteer (id),
  at INTEGER NOT NULL
) STRICT;
