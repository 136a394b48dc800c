-- Keep what one check finds; its own query is put in below. The sentences are worded when all checks are done.
-- Two offenders of one fingerprint are one finding: the graver one stands for both.
INSERT INTO check_finding
    (run_id, check_id, fingerprint, severity, series_id, place, metric, message, told, compared, evidence, figure_ids)
SELECT DISTINCT ON (found.fingerprint)
       %(run_id)s, %(check_id)s, found.fingerprint, found.severity, found.series_id, found.place, found.metric,
       '', found.told, found.compared, found.evidence, found.figure_ids
FROM (
{check}
) AS found
ORDER BY found.fingerprint, array_position(ARRAY['critical', 'warning', 'info'], found.severity), found.figure_ids
