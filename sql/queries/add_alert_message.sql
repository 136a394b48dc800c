-- Claim a message to a channel, with what it is about.
WITH claimed AS (
    INSERT INTO alert_message (channel, topic, title, now_at)
    VALUES (%(channel)s, %(topic)s, %(title)s, %(now)s)
    RETURNING message_id
),
about AS (
    INSERT INTO alert_subject (message_id, kind, name, says, episode)
    SELECT claimed.message_id, subject.kind, subject.name, subject.says, subject.episode
    FROM claimed, jsonb_to_recordset(%(subjects)s) AS subject (kind text, name text, says text, episode text)
)
SELECT message_id FROM claimed
