-- Flags whose series was looked at and that were not found again are resolved: the source mended
-- itself. A muted flag waits for the end of its mute.
WITH mended AS (
    UPDATE flag
    SET status = 'resolved', muted_until = NULL
    FROM (
        SELECT known.flag_id, known.status
        FROM flag AS known
        JOIN check_scope ON check_scope.series_id = known.series_id AND check_scope.run_id = %(run_id)s
        WHERE (known.status IN ('open', 'acknowledged')
               OR known.status = 'muted' AND known.muted_until < %(today)s)
          AND known.check_id = ANY (%(checks)s::text[])
          AND NOT EXISTS (
              SELECT FROM check_finding
              WHERE check_finding.run_id = %(run_id)s
                AND check_finding.check_id = known.check_id
                AND check_finding.fingerprint = known.fingerprint
          )
    ) AS before
    WHERE flag.flag_id = before.flag_id
    RETURNING flag.flag_id, before.status AS from_status
)
INSERT INTO flag_event (flag_id, happened_at, ordinal, from_status, to_status, actor, reason)
SELECT mended.flag_id, %(now)s,
       (SELECT max(flag_event.ordinal) + 1 FROM flag_event WHERE flag_event.flag_id = mended.flag_id),
       mended.from_status, 'resolved', 'check',
       CASE mended.from_status
           WHEN 'muted' THEN 'the mute ended and it is no longer found'
           ELSE 'looked for and no longer found'
       END
FROM mended
RETURNING flag_id
