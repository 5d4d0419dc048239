-- Volunteers choose single mails or one a day that lists what is near.

ALTER TABLE volunteer ADD COLUMN mail_mode TEXT NOT NULL DEFAULT 'single';
-- When the next digest is due; NULL until the sweeper has set it.
ALTER TABLE volunteer ADD COLUMN digest_at BIGINT;
ALTER TABLE staged_volunteer ADD COLUMN mail_mode TEXT NOT NULL DEFAULT 'single';
CREATE INDEX volunteer_digest ON volunteer (digest_at) WHERE mail_mode = 'digest';
