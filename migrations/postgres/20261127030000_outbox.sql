-- The outbox is read in the order it is sent in, and asked when something falls due, without a look at
-- everything that waits.

DROP INDEX notification_due;
CREATE INDEX notification_due ON notification (next_attempt_at)
  WHERE state IN ('queued', 'sending');
CREATE INDEX notification_turn ON notification (rank, next_attempt_at, id)
  WHERE state IN ('queued', 'sending');
CREATE INDEX notification_leased ON notification (lease_until) WHERE lease_until IS NOT NULL;
