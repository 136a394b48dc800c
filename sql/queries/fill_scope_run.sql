-- One row: the run, its now (the moment looked back to, if it does), and until when records count.
INSERT INTO scope_run
SELECT run_id, least(now_at, %(as_of)s::timestamptz), %(as_of)s::timestamptz FROM night_run WHERE run_id = %(run_id)s
