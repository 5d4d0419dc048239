-- The rules and the fitted models that were in force, and what was expected of each alert.

CREATE TABLE policy_version (
  kind TEXT NOT NULL,
  number BIGINT NOT NULL,
  at BIGINT NOT NULL,
  alerts BIGINT NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (kind, number)
);

-- Parts per million; NULL for alerts that were sent before there was an expectation.
ALTER TABLE alert ADD COLUMN chance_ppm BIGINT;
ALTER TABLE alert ADD COLUMN exposure_ppm BIGINT;
ALTER TABLE alert ADD COLUMN withdrawn_at BIGINT;
