-- What a channel was told last of each subject of operations.
SELECT DISTINCT ON (alert_subject.kind, alert_subject.name)
       alert_subject.kind, alert_subject.name, alert_subject.says, alert_subject.episode
FROM alert_subject
JOIN alert_message USING (message_id)
WHERE alert_message.channel = %(channel)s
  AND alert_message.sent_at IS NOT NULL
  AND alert_subject.kind <> 'flag'
ORDER BY alert_subject.kind, alert_subject.name, alert_message.message_id DESC
