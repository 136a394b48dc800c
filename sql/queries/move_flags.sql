-- Give flags that are held another status, each with its event.
WITH moved AS (
    UPDATE flag
    SET status = %(to_status)s, muted_until = %(until)s
    FROM (SELECT flag_id, status FROM flag WHERE flag_id = ANY (%(flag_ids)s::uuid[])) AS before
    WHERE flag.flag_id = before.flag_id
    RETURNING flag.flag_id, before.status AS from_status
)
INSERT INTO flag_event (flag_id, happened_at, ordinal, from_status, to_status, actor, reason, muted_until)
SELECT moved.flag_id, %(now)s,
       (SELECT max(flag_event.ordinal) + 1 FROM flag_event WHERE flag_event.flag_id = moved.flag_id),
       moved.from_status, %(to_status)s, %(actor)s, %(reason)s, %(until)s
FROM moved
