-- The last ten resolved flags of each of some measures of places, the gravest first, then the latest, as a page of a
-- report names them: without their evidence, which is not shown of what is resolved. report_pages has what changes in them
-- as one number.
SELECT chosen.flag_id, chosen.check_id AS "check", chosen.severity, chosen.status, chosen.place, key.place_id,
       chosen.metric, chosen.message, chosen.message_en, chosen.opened_at, chosen.muted_until,
       coalesce(measure.label_ko, '') AS label_ko, coalesce(measure.label_en, '') AS label_en,
       '[]'::jsonb AS evidence, NULL AS apart, NULL AS apart_percent, NULL AS apart_times
FROM (
    SELECT flag_id, row_number() OVER (PARTITION BY place, metric ORDER BY opened_at DESC, flag_id) AS place_in_line
    FROM flag
    WHERE status = 'resolved'
      AND (place, metric) IN (SELECT * FROM unnest(%(places)s::text[], %(metrics)s::text[]))
) AS past
JOIN flag AS chosen ON chosen.flag_id = past.flag_id
JOIN series_key AS key ON key.series_id = chosen.series_id
LEFT JOIN measure ON measure.metric = chosen.metric
WHERE past.place_in_line <= 10
ORDER BY array_position(ARRAY['critical', 'warning', 'info'], chosen.severity),
         chosen.opened_at DESC, chosen.check_id, chosen.flag_id
