-- The kinds of mail that a volunteer does not want.

CREATE TABLE mail_stop (
  volunteer_id BLOB NOT NULL REFERENCES volunteer (id),
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (volunteer_id, kind)
) STRICT;
