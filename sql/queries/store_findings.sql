-- Keep what one check finds; its own query is put in below.
INSERT INTO check_finding
    (run_id, check_id, fingerprint, severity, series_id, place, metric, message, compared, evidence, figure_ids)
SELECT %(run_id)s, %(check_id)s, found.fingerprint, found.severity, found.series_id, found.place, found.metric,
       found.message, found.compared, found.evidence, found.figure_ids
FROM (
{check}
) AS found
