-- Record how a run ended.
UPDATE night_run
SET finished_at = clock_timestamp(), state = %(state)s, message = %(message)s
WHERE run_id = %(run_id)s
