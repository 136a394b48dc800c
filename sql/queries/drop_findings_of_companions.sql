-- A companion was read in part: what only its own figures would show waits for a run with the whole of it.
DELETE FROM check_finding
WHERE run_id = %(run_id)s
  AND NOT EXISTS (
      SELECT FROM check_scope
      WHERE check_scope.run_id = check_finding.run_id AND check_scope.series_id = check_finding.series_id
  )
  AND NOT EXISTS (
      SELECT FROM scope_reading
      WHERE scope_reading.figure_id = ANY (check_finding.figure_ids) AND NOT scope_reading.is_companion
  )
RETURNING check_id
