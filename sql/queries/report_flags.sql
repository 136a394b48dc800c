-- Flags of a report that are not resolved, the gravest first, then the latest, with their evidence as a person reads it:
-- amounts in words, the number as printed, the outlet's name. An amount without a figure behind it (derived, or read
-- otherwise by now) is a plain number. Resolved ones are in report_past_flags. apart is how far those values of the
-- evidence lie from each other that its check compared, where all are of one unit: a part is not compared with its whole.
SELECT flag.flag_id, flag.check_id AS "check", flag.severity, flag.status, flag.place, key.place_id,
       flag.metric, flag.message, flag.message_en, flag.opened_at, flag.muted_until,
       coalesce(measure.label_ko, '') AS label_ko, coalesce(measure.label_en, '') AS label_en,
       coalesce(told.evidence, '[]') AS evidence,
       CASE WHEN told.units = 1 AND told.most <> told.least
           -- What lies between two percentages is percentage points.
           THEN amount_words(told.most - told.least, CASE told.unit WHEN '%%' THEN '%%p' ELSE told.unit END, told.counter)
       END AS apart,
       CASE WHEN told.units = 1 AND told.most <> told.least AND told.least > 0 AND told.most < 2 * told.least
                 AND told.unit NOT IN ('%%', '%%p', 'rank')
           THEN trim_scale(round(100 * (told.most - told.least) / told.first, 1)) END AS apart_percent,
       CASE WHEN told.units = 1 AND told.least > 0 AND told.most >= 2 * told.least
           THEN trim_scale(round(told.most / told.least, 1)) END AS apart_times
FROM flag
JOIN series_key AS key ON key.series_id = flag.series_id
LEFT JOIN measure ON measure.metric = flag.metric
CROSS JOIN LATERAL (
    SELECT count(DISTINCT (figure.unit, figure.counter)) + count(*) FILTER (WHERE figure.unit IS NULL) AS units,
           min(figure.unit) AS unit, min(figure.counter) AS counter,
           min(figure.value) FILTER (WHERE figure.value = ANY(flag.compared)) AS least,
           max(figure.value) FILTER (WHERE figure.value = ANY(flag.compared)) AS most,
           (array_agg(figure.value ORDER BY piece.number) FILTER (WHERE figure.value = ANY(flag.compared)))[1] AS first,
           jsonb_agg(jsonb_build_object(
               'url', piece.record ->> 'url',
               'outlet', coalesce(outlet.name, piece.record ->> 'outlet'),
               'published_at', piece.record ->> 'published_at',
               'quote', left(piece.record ->> 'quote', 300),
               'value', piece.record ->> 'value',
               'printed', figure.quote,
               'amount', amount_words(figure.value, figure.unit, figure.counter),
               'series_id', figure.series_id,
               'period_start', figure.period_start,
               'period_end', figure.period_end
           ) ORDER BY piece.number) AS evidence
    FROM jsonb_array_elements(flag.evidence) WITH ORDINALITY AS piece (record, number)
    LEFT JOIN outlet ON outlet.outlet_id = piece.record ->> 'outlet'
    LEFT JOIN LATERAL (
        SELECT figure.quote, figure.value, figure.unit, figure.counter, observation.series_id,
               observation.period_start, observation.period_end
        FROM article
        JOIN article_version AS version ON version.article_id = article.article_id
        JOIN figure ON figure.version_id = version.version_id
        LEFT JOIN observation ON observation.figure_id = figure.figure_id
        WHERE article.outlet_id = piece.record ->> 'outlet'
          AND article.url = piece.record ->> 'url'
          AND piece.record ->> 'quote' IN (figure.sentence, figure.quote)
          AND figure.value = (piece.record ->> 'value')::numeric
        ORDER BY observation.series_id = flag.series_id DESC NULLS LAST, version.recorded_at DESC, figure.start_char
        LIMIT 1
    ) AS figure ON true
) AS told
WHERE flag.status <> 'resolved'
  AND (%(place)s::text IS NULL OR flag.place = %(place)s
       OR flag.series_id IN (SELECT series_id FROM series_key
                             WHERE place_id LIKE (SELECT min(place_id) FROM series_key WHERE place = %(place)s) || '/%%'))
ORDER BY array_position(ARRAY['critical', 'warning', 'info'], flag.severity),
         flag.opened_at DESC, flag.check_id, flag.flag_id
