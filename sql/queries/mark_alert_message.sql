-- Record that a claimed message was taken by its channel, or why not.
UPDATE alert_message
SET failure = %(failure)s,
    sent_at = CASE WHEN %(failure)s::text IS NULL THEN clock_timestamp() END
WHERE message_id = %(message_id)s
