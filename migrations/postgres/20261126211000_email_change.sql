-- Changes of address that are under way: what was said at either mailbox, and since when.

CREATE TABLE email_change (
  id UUID NOT NULL PRIMARY KEY,
  -- A volunteer or an account, whose key seals both addresses.
  owner_kind TEXT NOT NULL,
  owner_id UUID NOT NULL,
  sealed_emails BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  old_agreed_at BIGINT,
  new_agreed_at BIGINT,
  -- The team has spoken with the owner of a lost mailbox: from then on the old one need not agree.
  lost_from BIGINT,
  ended_at BIGINT,
  outcome TEXT
);
CREATE INDEX email_change_owner ON email_change (owner_id) WHERE ended_at IS NULL;
CREATE INDEX email_change_lost ON email_change (lost_from) WHERE ended_at IS NULL;
