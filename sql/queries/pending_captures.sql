SELECT count(*) FROM capture WHERE parse_state = 'pending'
