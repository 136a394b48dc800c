-- Make flags of the findings of a run. Known flags keep their status; a resolved one opens again,
-- but one that a person resolved only if other values are compared now; a muted one when its last
-- day is over. Returns what was opened.
WITH found AS (
    SELECT flag_id_of(check_id, fingerprint) AS flag_id, check_finding.*
    FROM check_finding
    WHERE run_id = %(run_id)s
),
before AS (
    SELECT flag.flag_id, flag.status, ended.ordinal,
           CASE flag.status
               WHEN 'resolved' THEN ended.actor = 'check' OR flag.compared IS DISTINCT FROM found.compared
               WHEN 'muted' THEN coalesce(flag.muted_until < %(today)s, false)
               ELSE false
           END AS opens_again
    FROM flag
    JOIN found ON found.flag_id = flag.flag_id
    JOIN LATERAL (
        SELECT flag_event.ordinal, flag_event.actor
        FROM flag_event
        WHERE flag_event.flag_id = flag.flag_id
        ORDER BY flag_event.ordinal DESC
        LIMIT 1
    ) AS ended ON true
),
kept AS (
    INSERT INTO flag AS known
        (flag_id, check_id, fingerprint, severity, status, series_id, place, metric, message, message_en,
         compared, evidence, opened_at, last_found_at)
    SELECT found.flag_id, found.check_id, found.fingerprint, found.severity,
           CASE WHEN before.flag_id IS NULL OR before.opens_again THEN 'open' ELSE before.status END,
           found.series_id, found.place, found.metric, found.message, found.message_en, found.compared, found.evidence,
           %(now)s, %(now)s
    FROM found
    LEFT JOIN before ON before.flag_id = found.flag_id
    ON CONFLICT (check_id, fingerprint) DO UPDATE
    SET severity = excluded.severity,
        status = excluded.status,
        muted_until = CASE WHEN excluded.status = 'muted' THEN known.muted_until END,
        series_id = excluded.series_id,
        place = excluded.place,
        metric = excluded.metric,
        message = excluded.message,
        message_en = excluded.message_en,
        compared = excluded.compared,
        evidence = excluded.evidence,
        last_found_at = greatest(known.last_found_at, excluded.last_found_at)
)
INSERT INTO flag_event (flag_id, happened_at, ordinal, from_status, to_status, actor, reason)
SELECT found.flag_id, %(now)s, coalesce(before.ordinal, 0) + 1, before.status, 'open', 'check',
       CASE before.status
           WHEN 'muted' THEN 'the mute ended and it is still found'
           WHEN 'resolved' THEN 'found again'
           ELSE 'found'
       END
FROM found
LEFT JOIN before ON before.flag_id = found.flag_id
WHERE before.flag_id IS NULL OR before.opens_again
RETURNING flag_id
