-- A value is, to the last digit, that of the period before, though what belongs to it moved.
-- Only values of four digits or more say something by being equal. What moved is told by the same two
-- announcements: other figures of the place that both give and that all changed, or words of change
-- beside the value itself. A text that says that nothing changed is news.
WITH repeated AS (
    SELECT point.*, before.figure_id AS before_figure, before.release_id AS before_release
    FROM scope_point AS point
    JOIN scope_point AS before
      ON before.series_id = point.series_id
     AND before.length = point.length
     AND before.course_number = point.course_number - 1
     AND NOT before.confirmed_error
    WHERE point.value = before.value
      AND point.kind_class IN ('amount', 'cumulative')
      AND point.length NOT LIKE '%days'
      AND point.low = point.high
      AND before.low = before.high
      AND point.release_id <> before.release_id
      AND length(rtrim(trunc(abs(point.value))::text, '0')) >= 4
      AND point.sentence !~ '동결|그대로|유지|같은 (?:수준|규모)|동일|변동\s?없|제자리'
      -- The later one gives a new period, it does not repeat the old news.
      AND point.said_at > before.said_at + interval '20 days'
),
-- What else both announcements say of the place, for the same two periods.
other AS (
    SELECT repeated.figure_id,
           count(*) FILTER (WHERE now.low > earlier.high OR now.high < earlier.low) AS moved,
           count(*) FILTER (WHERE now.low <= earlier.high AND now.high >= earlier.low) AS stayed
    FROM repeated
    JOIN scope_voice AS now
      ON now.release_id = repeated.release_id
     AND now.place = repeated.place
     AND now.unit_class = repeated.unit_class
     AND now.kind_class = repeated.kind_class
     AND now.series_id <> repeated.series_id
     AND now.ends = repeated.ends
    JOIN scope_voice AS earlier
      ON earlier.series_id = now.series_id
     AND earlier.release_id = repeated.before_release
     AND earlier.role = now.role
    WHERE now.role = 'report'
    GROUP BY repeated.figure_id
)
SELECT concat_ws(':', repeated.series_id, repeated.length, repeated.period_end) AS fingerprint,
       CASE
           WHEN other.moved >= 2 AND other.stayed = 0 THEN 'warning'
           -- Five digits of people, vehicles or money do not come again by themselves; areas, lengths and what is
           -- fixed (정원, 한도) do.
           WHEN length(rtrim(trunc(abs(repeated.value))::text, '0')) >= 5
                AND repeated.unit IN ('person', 'household', 'vehicle', 'KRW', 'USD')
                AND repeated.phrase !~ '정원|수용|한도|규모|예산|단가|요금|기준|계획|사업비|용량' THEN 'warning'
           WHEN repeated.sentence ~ '(?:늘었|늘어난|증가했|증가한|줄었|줄어든|감소했|감소한)'
                AND NOT repeated.sentence ~ '(?:늘|줄|증가|감소)[가-힣]*지\s?않' THEN 'warning'
           ELSE 'info'
       END AS severity,
       repeated.series_id,
       repeated.place,
       repeated.metric,
       series_words(repeated.place, repeated.metric, repeated.phrase, repeated.period_start, repeated.period_end,
                    repeated.scope, repeated.basis)
       || jsonb_build_object(
           'say', 'stale',
           'before_period', period_words(before.period_start, before.period_end),
           'period', period_words(repeated.period_start, repeated.period_end),
           'value', amount_words(repeated.value, repeated.unit, repeated.counter),
           'others', CASE WHEN other.moved >= 2 THEN jsonb_build_object('say', 'others', 'figures', other.moved) END) AS told,
       ARRAY[repeated.value, before.value] AS compared,
       jsonb_build_array(
           figure_evidence(repeated.url, repeated.outlet_id, repeated.published, repeated.sentence, repeated.value),
           figure_evidence(before.url, before.outlet_id, before.published, before.sentence, before.value)) AS evidence,
       ARRAY[repeated.figure_id, before.figure_id] AS figure_ids
FROM repeated
JOIN scope_point AS before ON before.figure_id = repeated.before_figure
LEFT JOIN other ON other.figure_id = repeated.figure_id
