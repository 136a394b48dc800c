-- How many outlets of a run are over, and how many there are.
SELECT count(finished_at), count(*) FROM run_outlet WHERE run_id = %(run_id)s
