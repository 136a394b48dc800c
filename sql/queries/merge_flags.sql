-- Let one flag say what the one among several says whose status stands.
UPDATE flag
SET status = stands.status,
    muted_until = stands.muted_until,
    severity = stands.severity,
    message = stands.message,
    message_en = stands.message_en,
    compared = stands.compared,
    evidence = stands.evidence,
    opened_at = %(opened_at)s,
    last_found_at = %(last_found_at)s
FROM flag AS stands
WHERE flag.flag_id = %(flag_id)s
  AND stands.flag_id = %(stands)s
