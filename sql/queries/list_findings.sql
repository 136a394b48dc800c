-- What the checks of a run found, the gravest first.
SELECT flag_id_of(check_id, fingerprint) AS flag_id,
       check_id AS "check",
       severity,
       place,
       metric,
       message,
       message_en,
       ARRAY(SELECT trim_scale(number)::text
             FROM unnest(compared) WITH ORDINALITY AS numbers (number, place_in_list)
             ORDER BY place_in_list) AS "values",
       evidence
FROM check_finding
WHERE run_id = %(run_id)s
ORDER BY array_position(ARRAY['critical', 'warning', 'info'], severity), check_id, fingerprint
