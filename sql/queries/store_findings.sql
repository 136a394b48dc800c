-- Keep what one check finds; its own query is put in below. The sentences are worded when all checks are done.
INSERT INTO check_finding
    (run_id, check_id, fingerprint, severity, series_id, place, metric, message, told, compared, evidence, figure_ids)
SELECT %(run_id)s, %(check_id)s, found.fingerprint, found.severity, found.series_id, found.place, found.metric,
       '', found.told, found.compared, found.evidence, found.figure_ids
FROM (
{check}
) AS found
