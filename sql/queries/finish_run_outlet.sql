-- The crawl of an outlet of a run is over.
UPDATE run_outlet
SET finished_at = clock_timestamp()
WHERE run_id = %(run_id)s AND outlet_id = %(outlet_id)s
