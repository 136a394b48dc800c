-- Open flags that a channel was not told of since the checks last opened them, the gravest first, then
-- the latest. What a person opened again is nobody's news. A warning that was told and became critical
-- is told again, never the other way round.
SELECT flag.flag_id, flag.severity, opening.ordinal AS opening, opening.times::integer
FROM flag
CROSS JOIN LATERAL (
    SELECT flag_event.ordinal, flag_event.actor, flag_event.happened_at,
           count(*) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS times
    FROM flag_event
    WHERE flag_event.flag_id = flag.flag_id AND flag_event.to_status = 'open'
    ORDER BY flag_event.ordinal DESC
    LIMIT 1
) AS opening
WHERE flag.status = 'open'
  AND flag.severity = ANY (%(severities)s::text[])
  AND opening.actor = 'check'
  AND NOT EXISTS (
      SELECT FROM alert_subject
      JOIN alert_message USING (message_id)
      WHERE alert_message.channel = %(channel)s
        AND alert_message.sent_at IS NOT NULL
        AND alert_subject.kind = 'flag'
        AND (alert_subject.says = 'critical' OR flag.severity <> 'critical')
        AND (
            (alert_subject.name = flag.flag_id::text AND alert_subject.episode = opening.ordinal::text)
            -- Told under another id, before it followed its series: its events were counted anew.
            OR (
                alert_subject.name IN (
                    SELECT flag_redirect.flag_id::text FROM flag_redirect
                    WHERE flag_redirect.to_flag_id = flag.flag_id
                )
                AND alert_message.now_at >= opening.happened_at
            )
        )
  )
ORDER BY array_position(ARRAY['critical', 'warning', 'info'], flag.severity),
         flag.opened_at DESC, flag.check_id, flag.fingerprint
