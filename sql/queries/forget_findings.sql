-- A run that is repeated with the same id starts its findings anew.
DELETE FROM check_finding WHERE run_id = %(run_id)s
