-- What each announcement says for each period of some series, the latest period first, and in it what was said last:
-- the rows of charts and tables of a report. What was said last for a period stands; what was said before it is kept
-- beside it. A correction is what a person found to be right.
SELECT told.series_id, told.figure_id, told.period_start, told.period_end,
       period_words(told.period_start, told.period_end) AS period,
       told.value, told.low, told.high,
       amount_words(told.value, told.unit, told.counter) AS amount,
       amount_words(told.value_high, told.unit, told.counter) AS amount_high,
       -- By how much the printed digits leave it open, where they do so alike to both sides; else from where to where.
       CASE WHEN alike.stands
           THEN amount_words(round_significant(told.high - told.value, 2),
                             -- What lies between two percentages is percentage points.
                             CASE told.unit WHEN '%%' THEN '%%p' ELSE told.unit END, told.counter) END AS amount_apart,
       CASE WHEN NOT alike.stands AND told.low < told.value AND told.low > '-Infinity'
           THEN amount_words(trim_scale(told.low), told.unit, told.counter) END AS amount_low_end,
       CASE WHEN NOT alike.stands AND told.high > told.value AND told.high < 'Infinity'
           THEN amount_words(trim_scale(told.high), told.unit, told.counter) END AS amount_high_end,
       told.unit, told.counter, told.kind, told.role,
       (told.said_at AT TIME ZONE 'Asia/Seoul')::date AS said_on,
       told.release_said_at, told.quote, told.sentence, told.outlet_id, outlet.name AS outlet, told.url,
       correction.value AS corrected,
       amount_words(correction.value, told.unit, told.counter) AS corrected_amount
FROM release_values('infinity', 'known') AS told
JOIN outlet ON outlet.outlet_id = told.outlet_id
CROSS JOIN LATERAL (
    SELECT told.high < 'Infinity' AND told.low > '-Infinity' AND told.high > told.value
           AND abs(told.high + told.low - 2 * told.value) <= (told.high - told.low) / 100 AS stands
) AS alike
LEFT JOIN corrections_as_of('infinity') AS correction
       ON correction.series_id = told.series_id
      AND correction.period_end IS NOT DISTINCT FROM told.period_end
      AND correction.period_start IS NOT DISTINCT FROM told.period_start
WHERE told.series_id = ANY(%(series_ids)s)
ORDER BY told.series_id, told.period_end DESC NULLS LAST, told.period_start DESC NULLS LAST,
         told.release_said_at DESC, told.release_id DESC
