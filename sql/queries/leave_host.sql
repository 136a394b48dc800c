-- A host asks to be left alone until a moment.
INSERT INTO host (host, last_seen_at, pause_seconds, wait_until, wait_detail)
VALUES (%(host)s, clock_timestamp(), 0, %(until)s, %(detail)s)
ON CONFLICT (host) DO UPDATE
SET wait_until = excluded.wait_until,
    wait_detail = excluded.wait_detail
