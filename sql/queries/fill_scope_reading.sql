-- The figures that stood in the series in scope at a moment (infinity: those that stand now), and
-- whether a person had confirmed by then that they are wrong; of companions those of the periods that are read along.
WITH wrong AS MATERIALIZED (
    SELECT DISTINCT figure_id FROM confirmed_errors_as_of(%(as_of)s)
),
wanted AS MATERIALIZED (
    SELECT series_id, NULL::date AS period_end, false AS is_companion FROM check_scope WHERE run_id = %(run_id)s
    UNION ALL
    SELECT series_id, period_end, true FROM scope_companion
)
INSERT INTO scope_reading
SELECT reading.*, series_key.place, series_key.metric, series_key.registered, series_key.scope, series_key.basis,
       series_key.kind_class, series_key.unit_class, series_key.speaker,
       (reading.said_at AT TIME ZONE 'Asia/Seoul')::date AS said_on,
       figure.end_char, figure.qualifiers, article_version.title, article_version.relevance,
       reading.figure_id IN (SELECT figure_id FROM wrong) AS confirmed_error,
       wanted.is_companion
FROM wanted
JOIN series_key ON series_key.series_id = wanted.series_id
JOIN current_reading_as_of(%(as_of)s) AS reading
  ON reading.series_id = wanted.series_id
 AND (wanted.period_end IS NULL OR reading.period_end = wanted.period_end)
JOIN figure ON figure.figure_id = reading.figure_id
JOIN article_version ON article_version.version_id = reading.version_id
                    AND article_version.relevance <> 'other'
