-- The last nightly run that took the given moment as now.
SELECT run_id
FROM night_run
WHERE kind = 'nightly' AND now_at = %(now_at)s
ORDER BY started_at DESC
LIMIT 1
