-- What is said of a visit beside its state: on the way, how long it took, how it was.

ALTER TABLE engagement ADD COLUMN on_the_way_at INTEGER;
ALTER TABLE engagement ADD COLUMN minutes_spent INTEGER;
-- `good` or `bad`, in one tap.
ALTER TABLE engagement ADD COLUMN feedback TEXT;
