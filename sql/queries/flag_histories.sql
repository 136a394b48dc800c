-- The events of several flags, flag by flag in their order.
SELECT flag_id, happened_at, ordinal, from_status, to_status, actor, reason, muted_until
FROM flag_event
WHERE flag_id = ANY (%(flag_ids)s)
ORDER BY flag_id, ordinal
