-- What may no longer be kept goes, class by class, and it can be seen that it went.

-- The person agreed that their details are kept longer, to be found again when they come back.
ALTER TABLE help_request ADD COLUMN kept_longer BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX help_request_kept ON help_request (ended_at) WHERE LENGTH(sealed_contact) > 0;

-- When a volunteer signed in last, and when they were asked whether they are still there.
ALTER TABLE volunteer ADD COLUMN seen_at BIGINT;
ALTER TABLE volunteer ADD COLUMN warned_at BIGINT;
CREATE INDEX volunteer_quiet ON volunteer (updated_at) WHERE status <> 'withdrawn';

CREATE INDEX notification_age ON notification (created_at);
CREATE INDEX event_actor ON event (at) WHERE actor_id IS NOT NULL;

CREATE TABLE retention (
  class TEXT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  gone BIGINT NOT NULL,
  gone_in_all BIGINT NOT NULL
);
