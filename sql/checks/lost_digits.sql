-- A printed number is another one of the same series and period without one of its digits.
-- The other one may be what another announcement or copy reports, what a later one cites as its base, or what
-- the growth of a level makes of the base that was published: then the level lacks a digit, or that base does.
WITH moved AS MATERIALIZED (
    SELECT movement.relation_id, level.figure_id AS level_figure, level.value AS level_value,
           base.figure_id AS base_figure, base.value AS base_value, movement.growth, movement.growth_id,
           base.low * (1 + movement.growth_low / 100) AS level_from, base.high * (1 + movement.growth_high / 100) AS level_to,
           movement.level_low / (1 + movement.growth_high / 100) AS base_from,
           movement.level_high / (1 + movement.growth_low / 100) AS base_to
    FROM scope_movement AS movement
    JOIN scope_reading AS level ON level.figure_id = movement.level_id
    JOIN scope_voice AS base
      ON base.series_id = movement.series_id
     AND base.starts = movement.compared_start
     AND base.ends = movement.compared_end
     AND base.unit = movement.unit
    WHERE movement.growth_unit = '%'
      AND movement.growth_low > -90
      AND movement.growth_high < 300
      AND movement.base IS NULL
      AND movement.kind_class IN ('amount', 'cumulative')
      AND movement.unit NOT IN ('%', '%p', 'times', 'rank')
      AND base.agrees
      AND NOT base.confirmed_error
      AND NOT level.confirmed_error
      AND base.period_rung NOT IN ('none', 'publication')
      AND level.period_rung NOT IN ('none', 'publication')
      AND base.release_id <> movement.release_id
      AND base.value > 0 AND base.low > 0 AND base.high < 'Infinity'
      AND level.value > 0 AND movement.level_low > 0 AND movement.level_high < 'Infinity'
      -- Of ten digits at each place one or the other fits a wide interval by chance.
      AND movement.growth_high - movement.growth_low <= 0.5
      AND (movement.level_high < base.low * (1 + movement.growth_low / 100)
           OR movement.level_low > base.high * (1 + movement.growth_high / 100))
),
short AS (
    SELECT relation_id, level_figure AS short_id, base_figure AS witness_id, growth, growth_id,
           level_value AS value, level_from AS least, level_to AS most, false AS of_base
    FROM moved
    UNION ALL
    SELECT relation_id, base_figure, level_figure, growth, growth_id, base_value, base_from, base_to, true
    FROM moved
),
put_in AS (
    SELECT DISTINCT ON (short.short_id) short.*, whole.value AS whole
    FROM short
    CROSS JOIN LATERAL digits_put_in(short.value) AS whole (value)
    WHERE whole.value BETWEEN short.least AND short.most
      AND length(rtrim(trunc(short.value)::text, '0')) >= 3
    ORDER BY short.short_id, abs(whole.value - (short.least + short.most) / 2), short.relation_id
),
-- Of level and base one has lost a digit: the level, whose growth stands beside it, unless only the base fits so.
by_growth AS (
    SELECT put_in.*
    FROM put_in
    WHERE NOT (put_in.of_base AND EXISTS (
        SELECT FROM put_in AS level WHERE level.relation_id = put_in.relation_id AND NOT level.of_base))
)
SELECT concat_ws(':', short.series_id, coalesce(short.period_start::text, 'open'), coalesce(short.period_end::text, 'open'))
           AS fingerprint,
       'warning' AS severity,
       short.series_id,
       short.place,
       short.metric,
       series_words(short.place, short.metric, short.phrase, short.period_start, short.period_end, short.scope, short.basis)
       || jsonb_build_object(
           'say', 'lost',
           'value', amount_words(short.value, short.unit, short.counter),
           'whole', amount_words(whole.value, whole.unit, whole.counter),
           'times', whole.times) AS told,
       ARRAY[short.value, whole.value] AS compared,
       jsonb_build_array(
           figure_evidence(short.url, short.outlet_id, short.published, short.sentence, short.value),
           figure_evidence(whole.url, whole.outlet_id, whole.published, whole.sentence, whole.value)) AS evidence,
       ARRAY[short.figure_id, whole.figure_id] AS figure_ids
FROM scope_said AS short
JOIN scope_said AS whole
  ON whole.series_id = short.series_id
 AND whole.starts = short.starts
 AND whole.ends = short.ends
WHERE whole.low > short.high
  AND length(rtrim(trunc(whole.value)::text, '0')) >= 4
  -- The whole has a digit more, or both begin with the same group of four: most pairs end here.
  AND CASE
          WHEN length(trunc(whole.value)::text) = length(trunc(short.value)::text) + 1
               OR (length(trunc(whole.value)::text) = length(trunc(short.value)::text)
                   AND left(trunc(whole.value)::text, (length(trunc(whole.value)::text) - 1) % 4 + 1)
                       = left(trunc(short.value)::text, (length(trunc(whole.value)::text) - 1) % 4 + 1))
          THEN lacks_one_digit(short.value, whole.value)
      END
  -- What a text corrects is mended, and its correction is no slip.
  AND NOT coalesce((
      SELECT bool_or(tells_correction(version.text))
      FROM article_version AS version
      WHERE version.version_id IN (short.version_id, whole.version_id)
  ), false)
UNION ALL
SELECT concat_ws(':', short.series_id, coalesce(short.period_start::text, 'open'), coalesce(short.period_end::text, 'open'),
                 'growth') AS fingerprint,
       'warning' AS severity,
       short.series_id,
       short.place,
       short.metric,
       series_words(short.place, short.metric, short.phrase, short.period_start, short.period_end, short.scope, short.basis)
       || jsonb_build_object(
           'say', CASE WHEN by_growth.of_base THEN 'base_lost' ELSE 'level_lost' END,
           'value', amount_words(short.value, short.unit, short.counter),
           'whole', amount_words(by_growth.whole, short.unit, short.counter),
           'growth', amount_words(by_growth.growth, '%', NULL),
           'other', amount_words(witness.value, witness.unit, witness.counter)) AS told,
       ARRAY[short.value, by_growth.whole, witness.value] AS compared,
       jsonb_build_array(
           figure_evidence(short.url, short.outlet_id, short.published, short.sentence, short.value),
           figure_evidence(witness.url, witness.outlet_id, witness.published, witness.sentence, witness.value)) AS evidence,
       ARRAY[short.figure_id, by_growth.growth_id, witness.figure_id] AS figure_ids
FROM (
    SELECT DISTINCT ON (reading.series_id, reading.period_start, reading.period_end)
           by_growth.*
    FROM by_growth
    JOIN scope_reading AS reading ON reading.figure_id = by_growth.short_id
    ORDER BY reading.series_id, reading.period_start, reading.period_end, reading.said_at, by_growth.short_id
) AS by_growth
JOIN scope_reading AS short ON short.figure_id = by_growth.short_id
JOIN scope_reading AS witness ON witness.figure_id = by_growth.witness_id
-- What a text corrects is mended, and its correction is no slip.
WHERE NOT coalesce((
    SELECT bool_or(tells_correction(version.text))
    FROM article_version AS version
    WHERE version.version_id IN (short.version_id, witness.version_id)
), false)
