-- Flags, the gravest first, then the latest; each filter applies where it is not null.
SELECT flag.flag_id,
       flag.check_id AS "check",
       flag.severity,
       flag.status,
       flag.place,
       flag.metric,
       flag.message,
       flag.message_en,
       ARRAY(SELECT trim_scale(number)::text
             FROM unnest(flag.compared) WITH ORDINALITY AS numbers (number, place_in_list)
             ORDER BY place_in_list) AS "values",
       flag.evidence,
       flag.opened_at,
       flag.last_found_at,
       CASE WHEN flag.status = 'resolved' THEN
           (SELECT max(flag_event.happened_at) FROM flag_event
            WHERE flag_event.flag_id = flag.flag_id AND flag_event.to_status = 'resolved')
       END AS resolved_at,
       flag.muted_until
FROM flag
WHERE (%(flag_id)s::uuid IS NULL OR flag.flag_id = %(flag_id)s)
  AND (%(status)s::text IS NULL OR flag.status = %(status)s)
  AND (%(place)s::text IS NULL OR flag.place = %(place)s)
  AND (%(metric)s::text IS NULL OR flag.metric = %(metric)s)
  AND (%(check)s::text IS NULL OR flag.check_id = %(check)s)
  AND (%(severity)s::text IS NULL OR flag.severity = %(severity)s)
  AND (%(run_id)s::uuid IS NULL OR EXISTS (
      SELECT FROM check_finding
      WHERE check_finding.run_id = %(run_id)s
        AND check_finding.check_id = flag.check_id
        AND current_fingerprint(check_finding.fingerprint) = flag.fingerprint))
  AND (%(night)s::date IS NULL OR EXISTS (
      SELECT FROM night_run
      JOIN check_finding ON check_finding.run_id = night_run.run_id
      WHERE night_run.news_day = %(night)s
        -- A run that looked back found what stood another time.
        AND night_run.as_of IS NULL
        AND check_finding.check_id = flag.check_id
        AND current_fingerprint(check_finding.fingerprint) = flag.fingerprint))
  AND (%(since)s::timestamptz IS NULL OR EXISTS (
      SELECT FROM flag_event
      WHERE flag_event.flag_id = flag.flag_id AND flag_event.happened_at >= %(since)s))
ORDER BY array_position(ARRAY['critical', 'warning', 'info'], flag.severity),
         flag.opened_at DESC, flag.check_id, flag.fingerprint
