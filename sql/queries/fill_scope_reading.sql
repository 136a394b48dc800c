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
SELECT reading.series_id, reading.figure_id, reading.version_id, reading.release_id, reading.article_id,
       reading.period_start, reading.period_end, reading.value, reading.value_high, reading.low, reading.high,
       reading.kind, reading.role, reading.period_rung, reading.start_char, reading.unit, reading.counter, reading.phrase,
       reading.quote, reading.sentence, reading.stands_in, reading.url, reading.outlet_id, reading.said_at,
       reading.published,
       series_key.place, series_key.metric, series_key.registered, series_key.scope, series_key.basis,
       series_key.kind_class, series_key.unit_class, series_key.speaker,
       (reading.said_at AT TIME ZONE 'Asia/Seoul')::date AS said_on,
       reading.end_char, reading.qualifiers, reading.title, reading.relevance,
       reading.figure_id IN (SELECT figure_id FROM wrong) AS confirmed_error,
       wanted.is_companion
FROM wanted
JOIN series_key ON series_key.series_id = wanted.series_id
JOIN reading_in_text_as_of(%(as_of)s) AS reading
  ON reading.series_id = wanted.series_id
 AND (wanted.period_end IS NULL OR reading.period_end = wanted.period_end)
 AND reading.relevance <> 'other'
