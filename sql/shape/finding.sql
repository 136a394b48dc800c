-- What the checks of this run found: the batch that the suites over the findings count.
SELECT check_id, fingerprint, severity, check_id || ' ' || severity AS declared_as, place, metric, message, message_en, compared::text AS compared
FROM check_finding
WHERE run_id = %(run_id)s
