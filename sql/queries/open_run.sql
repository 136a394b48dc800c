-- Record that a run began; a rerun with the same id begins anew.
INSERT INTO night_run (run_id, kind, news_day, now_at, as_of)
VALUES (%(run_id)s, %(kind)s, %(news_day)s, %(now_at)s, %(as_of)s)
ON CONFLICT (run_id) DO UPDATE
SET started_at = clock_timestamp(), finished_at = NULL, state = 'running', message = ''
