-- What was noted of the series in scope is worked out anew.
DELETE FROM check_again
USING check_scope
WHERE check_scope.run_id = %(run_id)s
  AND check_again.series_id = check_scope.series_id
