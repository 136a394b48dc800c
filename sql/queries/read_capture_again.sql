UPDATE capture SET parse_state = 'pending' WHERE capture_id = %(capture_id)s
