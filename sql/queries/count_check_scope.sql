SELECT count(*) FROM check_scope WHERE run_id = %(run_id)s
