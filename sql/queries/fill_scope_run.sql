-- One row: the run and its now.
INSERT INTO scope_run
SELECT run_id, now_at FROM night_run WHERE run_id = %(run_id)s
