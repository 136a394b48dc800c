-- A series that came regularly has stopped.
-- One finding for an announcement that carried several such series: they stop together.
WITH late AS (
    SELECT scope_expected.*, scope_run.now_at,
           (scope_run.now_at AT TIME ZONE 'Asia/Seoul')::date >= scope_expected.second_miss_on AS missed_twice,
           row_number() OVER releases AS place_in_release,
           count(*) OVER (PARTITION BY scope_expected.release_id, scope_expected.period_end) AS series_late
    FROM scope_run
    CROSS JOIN scope_expected
    WHERE (scope_run.now_at AT TIME ZONE 'Asia/Seoul')::date >= scope_expected.first_miss_on
      -- The outlet is being collected: it listed articles since the value was due.
      AND EXISTS (
          SELECT FROM outlet_night
          JOIN night_run ON night_run.run_id = outlet_night.run_id
          WHERE outlet_night.outlet_id = scope_expected.outlet_id
            AND outlet_night.listed > 0
            AND (night_run.now_at AT TIME ZONE 'Asia/Seoul')::date >= scope_expected.first_miss_on
            AND night_run.now_at <= scope_run.now_at)
    WINDOW releases AS (
        PARTITION BY scope_expected.release_id, scope_expected.period_end
        ORDER BY scope_expected.series_id, scope_expected.length)
)
SELECT concat_ws(':', last.series_id, late.length, last.period_end) AS fingerprint,
       CASE WHEN late.missed_twice THEN 'warning' ELSE 'info' END AS severity,
       last.series_id,
       last.place,
       last.metric,
       series_words(last.place, last.metric, last.phrase, last.period_start, last.period_end, last.scope, last.basis)
       || jsonb_build_object(
           'say', 'stopped',
           'others', CASE WHEN late.series_late > 1
               THEN jsonb_build_object('say', 'others', 'together', late.series_late, 'more', late.series_late - 1) END,
           'days', late.longest_gap,
           'points', late.points,
           'last_period', period_words(last.period_start, last.period_end),
           'last', amount_words(last.value, last.unit, last.counter),
           'due', day_words(late.expected_on)) AS told,
       ARRAY[last.value, last.value_before] AS compared,
       jsonb_build_array(
           figure_evidence(last.url, last.outlet_id, last.published, last.sentence, last.value),
           figure_evidence(before.url, before.outlet_id, before.published, before.sentence, before.value)) AS evidence,
       ARRAY[last.figure_id, before.figure_id] AS figure_ids
FROM late
JOIN scope_point AS last ON last.series_id = late.series_id AND last.figure_id = late.figure_id
JOIN scope_point AS before
  ON before.series_id = last.series_id AND before.length = last.length AND before.course_number = last.course_number - 1
 AND NOT before.confirmed_error
WHERE late.place_in_release = 1
