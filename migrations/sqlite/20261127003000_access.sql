-- Who came in, who was turned away and who was refused what is read newest first; the rest of the
-- log is far longer.
CREATE INDEX event_access ON event (seq) WHERE kind IN ('account.signed_in', 'account.turned_away',
  'volunteer.signed_in', 'volunteer.turned_away', 'access.refused');
