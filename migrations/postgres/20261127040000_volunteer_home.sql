-- How many active volunteers live in which cell is counted for the map without reading their rows.
CREATE INDEX volunteer_home ON volunteer (cell, area_id) WHERE status = 'active';
