-- Changes of address that are under way: what was said at either mailbox, and since when.

CREATE TABLE email_change (
  id BLOB NOT NULL PRIMARY KEY,
  -- A volunteer or an account, whose key seals both addresses.
  owner_kind TEXT NOT NULL,
  owner_id BLOB NOT NULL,
  sealed_emails BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  old_agreed_at INTEGER,
  new_agreed_at INTEGER,
  -- The team has spoken with the owner of a lost mailbox: from then on the old one need not agree.
  lost_from INTEGER,
  ended_at INTEGER,
  outcome TEXT
) STRICT;
CREATE INDEX email_change_owner ON email_change (owner_id) WHERE ended_at IS NULL;
CREATE INDEX email_change_lost ON email_change (lost_from) WHERE ended_at IS NULL;
