-- The kinds of mail that a volunteer does not want.

CREATE TABLE mail_stop (
  volunteer_id UUID NOT NULL REFERENCES volunteer (id),
  kind TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (volunteer_id, kind)
);
