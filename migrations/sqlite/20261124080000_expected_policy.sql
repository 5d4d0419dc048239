-- The rules and the fitted models that were in force, and what was expected of each alert.

CREATE TABLE policy_version (
  kind TEXT NOT NULL,
  number INTEGER NOT NULL,
  at INTEGER NOT NULL,
  alerts INTEGER NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (kind, number)
) STRICT;

-- Parts per million; NULL for alerts that were sent before there was an expectation.
ALTER TABLE alert ADD COLUMN chance_ppm INTEGER;
ALTER TABLE alert ADD COLUMN exposure_ppm INTEGER;
ALTER TABLE alert ADD COLUMN withdrawn_at INTEGER;
