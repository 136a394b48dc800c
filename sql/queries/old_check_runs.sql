-- Runs of the checks before a moment, but for the last ones, with their rows in check_scope and check_finding.
SELECT run.run_id, scope.rows, finding.rows
FROM (
    SELECT night_run.run_id, night_run.now_at,
           row_number() OVER (ORDER BY night_run.now_at DESC, night_run.run_id) AS place
    FROM night_run
    WHERE EXISTS (SELECT FROM check_scope WHERE check_scope.run_id = night_run.run_id)
       OR EXISTS (SELECT FROM check_finding WHERE check_finding.run_id = night_run.run_id)
) AS run
CROSS JOIN LATERAL (SELECT count(*) AS rows FROM check_scope WHERE check_scope.run_id = run.run_id) AS scope
CROSS JOIN LATERAL (SELECT count(*) AS rows FROM check_finding WHERE check_finding.run_id = run.run_id) AS finding
WHERE run.place > %(keep_last)s
  AND run.now_at < %(before)s
ORDER BY run.now_at, run.run_id
