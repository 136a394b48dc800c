-- Make flags of the findings of a run. Known flags keep their status; a resolved one opens again,
-- but one that a person resolved only if other values are compared now. Returns what was opened.
WITH found AS (
    SELECT left(encode(sha256(convert_to(check_id || E'\n' || fingerprint, 'UTF8')), 'hex'), 32)::uuid AS flag_id,
           check_finding.*
    FROM check_finding
    WHERE run_id = %(run_id)s
),
before AS (
    SELECT flag.flag_id, flag.status, ended.ordinal,
           flag.status = 'resolved'
           AND (ended.actor = 'check' OR flag.compared IS DISTINCT FROM found.compared) AS opens_again
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
        (flag_id, check_id, fingerprint, severity, status, series_id, place, metric, message, compared,
         evidence, opened_at, last_found_at)
    SELECT found.flag_id, found.check_id, found.fingerprint, found.severity,
           CASE WHEN before.flag_id IS NULL OR before.opens_again THEN 'open' ELSE before.status END,
           found.series_id, found.place, found.metric, found.message, found.compared, found.evidence,
           %(now)s, %(now)s
    FROM found
    LEFT JOIN before ON before.flag_id = found.flag_id
    ON CONFLICT (check_id, fingerprint) DO UPDATE
    SET severity = excluded.severity,
        status = excluded.status,
        series_id = excluded.series_id,
        place = excluded.place,
        metric = excluded.metric,
        message = excluded.message,
        compared = excluded.compared,
        evidence = excluded.evidence,
        last_found_at = greatest(known.last_found_at, excluded.last_found_at)
)
INSERT INTO flag_event (flag_id, happened_at, ordinal, from_status, to_status, actor, reason)
SELECT found.flag_id, %(now)s, coalesce(before.ordinal, 0) + 1, before.status, 'open', 'check',
       CASE WHEN before.flag_id IS NULL THEN 'found' ELSE 'found again' END
FROM found
LEFT JOIN before ON before.flag_id = found.flag_id
WHERE before.flag_id IS NULL OR before.opens_again
RETURNING flag_id
