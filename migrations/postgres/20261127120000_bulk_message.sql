-- A message that a coordinator writes once for many volunteers, and who wants no such news.

CREATE TABLE bulk_message (
  id UUID NOT NULL PRIMARY KEY,
  -- Where it went: an area and all within it; NULL = everywhere.
  area_id UUID REFERENCES area (id),
  -- Whom it went to, as codes.
  segment TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  recipients BIGINT NOT NULL,
  created_by UUID,
  created_at BIGINT NOT NULL
);
CREATE INDEX bulk_message_time ON bulk_message (created_at);

CREATE TABLE news_stop (
  volunteer_id UUID NOT NULL PRIMARY KEY REFERENCES volunteer (id),
  at BIGINT NOT NULL
);
