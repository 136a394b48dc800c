INSERT INTO flag_event (flag_id, happened_at, ordinal, from_status, to_status, actor, reason, muted_until)
VALUES (%(flag_id)s, %(happened_at)s, %(ordinal)s, %(from_status)s, %(to_status)s, %(actor)s, %(reason)s,
        %(muted_until)s)
