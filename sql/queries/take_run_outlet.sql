-- Note who has an outlet of a run, once its lock is held; no row where it was over meanwhile.
UPDATE run_outlet
SET machine = %(machine)s, began_at = clock_timestamp()
WHERE run_id = %(run_id)s AND outlet_id = %(outlet_id)s AND finished_at IS NULL
RETURNING outlet_id
