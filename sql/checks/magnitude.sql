-- A value outside what its measure can plausibly be, or what its unit allows.
-- The range is that of the registry; shares over 100 per cent and falls by more than 100 per cent are
-- impossible for any measure.
WITH suspect AS (
    SELECT DISTINCT ON (reading.series_id, reading.release_id, reading.value)
           reading.*,
           CASE
               WHEN reading.kind = 'share' AND reading.unit = '%' AND reading.low > 100 THEN 100
               WHEN reading.kind = 'growth' AND reading.unit = '%' AND reading.high < -100 THEN -100
               WHEN reading.high < measure.plausible_low THEN measure.plausible_low
               WHEN reading.low > measure.plausible_high THEN measure.plausible_high
           END AS bound
    FROM scope_reading AS reading
    LEFT JOIN measure
           ON measure.metric = reading.metric
          AND reading.kind IN ('level', 'flow', 'cumulative')
          AND reading.registered
          AND reading.value > 0
          -- The range is that of the whole, so a part may be smaller than it.
          AND (reading.scope = '' OR reading.low > measure.plausible_high)
    WHERE reading.role IN ('report', 'base')
    ORDER BY reading.series_id, reading.release_id, reading.value, reading.said_at, reading.figure_id
)
SELECT concat_ws(':', series_id, release_id, coalesce(period_end::text, 'open'), kind) AS fingerprint,
       CASE
           WHEN kind IN ('share', 'growth') THEN 'warning'
           WHEN value > 10 * bound OR value * 10 < bound THEN 'warning'
           ELSE 'info'
       END AS severity,
       series_id,
       place,
       metric,
       series_words(place, metric, phrase, period_start, period_end, scope, basis)
       || jsonb_build_object(
           'say', CASE
               WHEN kind IN ('share', 'growth') THEN kind
               WHEN value < bound THEN 'small'
               ELSE 'large'
           END,
           'value', amount_words(value, unit, counter),
           'bound', amount_words(bound, unit, counter)) AS told,
       ARRAY[value, bound] AS compared,
       jsonb_build_array(figure_evidence(url, outlet_id, published, sentence, value)) AS evidence,
       ARRAY[figure_id] AS figure_ids
FROM suspect
WHERE bound IS NOT NULL
