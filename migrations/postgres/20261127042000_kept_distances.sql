-- Three distances from known centres say where a volunteer lives: the bucket alone is kept, as its
-- middle.

UPDATE alert SET distance_m = CASE WHEN distance_m < 1000 THEN 500 WHEN distance_m < 2000 THEN 1500
  WHEN distance_m < 5000 THEN 3500 WHEN distance_m <= 10000 THEN 7500 ELSE 15000 END
WHERE distance_m IS NOT NULL;
UPDATE alert SET exposure_ppm = (exposure_ppm + 5000) / 10000 * 10000;
UPDATE alert SET distance_m = NULL, chance_ppm = NULL, exposure_ppm = NULL
WHERE volunteer_id IN (SELECT id FROM volunteer WHERE status = 'withdrawn');
UPDATE event SET data = (data::jsonb - 'distance_m')::text WHERE kind = 'alert.queued';
