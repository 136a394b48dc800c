-- Series that a check wanted to see again by now come into scope, alone.
WITH again AS (
    DELETE FROM check_again
    USING night_run
    WHERE night_run.run_id = %(run_id)s
      AND check_again.look_at <= night_run.now_at
    RETURNING check_again.series_id
)
INSERT INTO check_scope (run_id, series_id)
SELECT DISTINCT %(run_id)s::uuid, again.series_id
FROM again
JOIN series_key ON series_key.series_id = again.series_id
ON CONFLICT DO NOTHING
