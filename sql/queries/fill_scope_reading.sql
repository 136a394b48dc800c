-- The figures that stood in the series in scope at a moment (infinity: those that stand now), and
-- whether a person had confirmed by then that they are wrong; of companions those of the periods that are read along.
-- A part or a whole of what is in scope is only ever held against it within one announcement: companions of another
-- scope or place are read along where something in scope is announced too; those of the same, a target and its result,
-- wherever they are told.
WITH wrong AS MATERIALIZED (
    SELECT DISTINCT figure_id FROM confirmed_errors_as_of(%(as_of)s)
),
looked_at AS MATERIALIZED (
    SELECT series_id FROM check_scope WHERE run_id = %(run_id)s
),
measure_in_scope AS MATERIALIZED (
    SELECT DISTINCT series_key.place, series_key.metric, series_key.scope
    FROM looked_at
    JOIN series_key ON series_key.series_id = looked_at.series_id
),
companion AS MATERIALIZED (
    SELECT observation.figure_id, observation.release_id,
           (series_key.place, series_key.metric, series_key.scope)
               IN (SELECT place, metric, scope FROM measure_in_scope) AS is_of_its_scope
    FROM scope_companion
    JOIN series_key ON series_key.series_id = scope_companion.series_id
    JOIN observation
      ON observation.series_id = scope_companion.series_id AND observation.period_end = scope_companion.period_end
    WHERE observation.recorded_at <= %(as_of)s
),
release_in_scope AS MATERIALIZED (
    SELECT observation.release_id
    FROM looked_at
    JOIN observation ON observation.series_id = looked_at.series_id
    WHERE observation.recorded_at <= %(as_of)s
    UNION
    SELECT release_id FROM companion WHERE is_of_its_scope
),
read_along AS MATERIALIZED (
    SELECT figure_id
    FROM companion
    WHERE is_of_its_scope OR release_id IN (SELECT release_id FROM release_in_scope)
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
       reading.is_companion
FROM (
    SELECT reading.*, false AS is_companion
    FROM looked_at
    JOIN reading_in_text_as_of(%(as_of)s) AS reading ON reading.series_id = looked_at.series_id
    UNION ALL
    SELECT reading.*, true
    FROM read_along
    JOIN reading_in_text_as_of(%(as_of)s) AS reading ON reading.figure_id = read_along.figure_id
) AS reading
JOIN series_key ON series_key.series_id = reading.series_id
WHERE reading.relevance <> 'other'
