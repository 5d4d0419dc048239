-- Who may be trusted with what: how old volunteers say they are, at least, and who vetted them when.

ALTER TABLE volunteer ADD COLUMN vetted_at INTEGER;
-- An account or an API token.
ALTER TABLE volunteer ADD COLUMN vetted_by BLOB;
-- Until now the agreement said `18 or older`.
ALTER TABLE volunteer ADD COLUMN age_at_least INTEGER NOT NULL DEFAULT 18;
ALTER TABLE staged_volunteer ADD COLUMN vetted_at INTEGER;
ALTER TABLE staged_volunteer ADD COLUMN vetted_by BLOB;
ALTER TABLE staged_volunteer ADD COLUMN age_at_least INTEGER NOT NULL DEFAULT 18;

-- Whom a coordinator has let in before stays vetted for two years from then.
UPDATE volunteer SET vetted_at = activated_at, vetted_until = activated_at + 63072000000000
WHERE vetted_until IS NULL AND activated_at IS NOT NULL AND EXISTS (
  SELECT 1 FROM event e WHERE e.volunteer_id = volunteer.id AND e.kind = 'volunteer.status'
  AND e.data LIKE '%"from":"pending_review"%' AND e.data LIKE '%"to":"active"%'
);

CREATE INDEX task_volunteer ON task (volunteer_id, kind) WHERE volunteer_id IS NOT NULL;
