-- What happened to flags, in the order of time; each filter applies where it is not null.
SELECT flag_event.flag_id, flag_event.ordinal, flag_event.happened_at, flag_event.from_status, flag_event.to_status,
       flag_event.actor, flag_event.reason, flag_event.muted_until, flag.place, flag.metric, flag.check_id AS "check"
FROM flag_event
JOIN flag ON flag.flag_id = flag_event.flag_id
WHERE (%(flag_id)s::uuid IS NULL OR flag_event.flag_id = %(flag_id)s)
  AND (%(since)s::timestamptz IS NULL OR flag_event.happened_at >= %(since)s)
ORDER BY flag_event.happened_at, flag_event.flag_id, flag_event.ordinal
