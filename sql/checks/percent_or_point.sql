-- A difference of two rates is called per cent where it is percentage points.
-- Either the text prints both rates and their difference is the number that it calls per cent; or an
-- announcement prints the same number for the same measure once as per cent and once as points.
-- A level that stands in another sentence than its base and growth is taken from there, if it is the only one.
WITH level AS (
    SELECT scope_movement.relation_id, min(level.value) AS level, min(level.low) AS level_low, max(level.high) AS level_high,
           (array_agg(level.sentence ORDER BY level.start_char))[1] AS level_sentence,
           (array_agg(level.figure_id ORDER BY level.start_char))[1] AS level_id
    FROM scope_movement
    JOIN scope_reading AS growth ON growth.figure_id = scope_movement.growth_id
    JOIN scope_reading AS level
      ON level.series_id = scope_movement.series_id
     AND level.version_id = scope_movement.version_id
     AND level.period_end = growth.period_end
     AND level.role = 'report'
    WHERE scope_movement.level_id IS NULL
      AND scope_movement.unit = '%'
      AND level.period_end > scope_movement.period_end
    GROUP BY scope_movement.relation_id
    HAVING min(level.high) >= max(level.low)
),
movement AS (
    SELECT scope_movement.relation_id, scope_movement.release_id, scope_movement.said_at, scope_movement.url,
           scope_movement.outlet_id, scope_movement.published, scope_movement.series_id, scope_movement.place,
           scope_movement.metric, coalesce(reading.phrase, scope_movement.phrase) AS phrase, scope_movement.scope, scope_movement.basis, scope_movement.unit,
           scope_movement.counter, scope_movement.base, scope_movement.base_low, scope_movement.base_high,
           scope_movement.base_sentence, scope_movement.base_id, scope_movement.growth, scope_movement.growth_low,
           scope_movement.growth_high, scope_movement.growth_unit, scope_movement.growth_sentence, scope_movement.growth_id,
           coalesce(reading.period_start, scope_movement.period_start) AS period_start,
           coalesce(reading.period_end, scope_movement.period_end) AS period_end,
           coalesce(level.level, scope_movement.level) AS level,
           coalesce(level.level_low, scope_movement.level_low) AS level_low,
           coalesce(level.level_high, scope_movement.level_high) AS level_high,
           coalesce(level.level_sentence, scope_movement.level_sentence) AS level_sentence,
           coalesce(level.level_id, scope_movement.level_id) AS level_id
    FROM scope_movement
    LEFT JOIN level USING (relation_id)
    LEFT JOIN scope_reading AS reading ON reading.figure_id = level.level_id
),
of_rates AS (
    SELECT concat_ws(':', series_id, coalesce(period_start::text, 'open'), coalesce(period_end::text, 'open')) AS fingerprint,
           1 AS grade, release_id, said_at, series_id, place, metric, phrase, period_start, period_end, scope, basis,
           growth AS printed, url, outlet_id, published, growth_sentence AS sentence,
           jsonb_build_object(
               'say', 'rates',
               'base', amount_words(base, unit, counter), 'level', amount_words(level, unit, counter),
               'points', amount_words(level - base, '%p', NULL), 'printed', amount_words(growth, '%', NULL),
               'ratio', amount_words(round((level / base - 1) * 100, scale(trim_scale(growth)) + 1), '%', NULL)) AS told,
           ARRAY[growth, round((level / base - 1) * 100, scale(trim_scale(growth)) + 1), base, level] AS compared,
           jsonb_build_array(
               figure_evidence(url, outlet_id, published, growth_sentence, growth),
               figure_evidence(url, outlet_id, published, level_sentence, level),
               figure_evidence(url, outlet_id, published, base_sentence, base)) AS evidence,
           ARRAY[growth_id, level_id, base_id] AS figure_ids
    FROM movement
    WHERE unit = '%'
      AND growth_unit = '%'
      AND base_low > 0 AND base_high < 'Infinity' AND level_low > 0 AND level_high < 'Infinity'
      AND level_low - base_high <= growth_high AND level_high - base_low >= growth_low
      AND ((level_low / base_high - 1) * 100 > growth_high OR (level_high / base_low - 1) * 100 < growth_low)
),
of_words AS (
    SELECT concat_ws(':', percent.series_id, coalesce(percent.period_start::text, 'open'),
                     coalesce(percent.period_end::text, 'open')) AS fingerprint,
           2 AS grade, percent.release_id, percent.said_at, percent.series_id, percent.place, percent.metric,
           percent.phrase, percent.period_start, percent.period_end, percent.scope, percent.basis,
           percent.value AS printed, percent.url, percent.outlet_id, percent.published, percent.sentence,
           jsonb_build_object(
               'say', 'both',
               'printed', amount_words(percent.value, '%', NULL), 'points', amount_words(point.value, '%p', NULL)) AS told,
           ARRAY[percent.value, point.value] AS compared,
           jsonb_build_array(
               figure_evidence(percent.url, percent.outlet_id, percent.published, percent.sentence, percent.value),
               figure_evidence(point.url, point.outlet_id, point.published, point.sentence, point.value)) AS evidence,
           ARRAY[percent.figure_id, point.figure_id] AS figure_ids
    FROM scope_reading AS percent
    JOIN scope_reading AS point
      ON point.release_id = percent.release_id
     AND point.place = percent.place
     AND point.speaker = percent.speaker
     AND point.metric = percent.metric
     AND point.period_end = percent.period_end
     AND point.value = percent.value
    WHERE percent.kind = 'growth' AND percent.unit = '%' AND percent.role = 'report'
      AND point.kind = 'change' AND point.unit = '%p' AND point.role = 'report'
      AND (percent.scope = point.scope OR percent.scope = '' OR point.scope = '')
),
found AS (
    SELECT * FROM of_rates
    UNION ALL
    SELECT * FROM of_words
),
once AS (
    SELECT DISTINCT ON (release_id, place, metric, printed) *
    FROM found
    ORDER BY release_id, place, metric, printed, grade, said_at, figure_ids
),
told_once AS (
    SELECT DISTINCT ON (fingerprint) *
    FROM once
    ORDER BY fingerprint, grade, said_at, figure_ids
)
SELECT fingerprint,
       'warning' AS severity,
       series_id,
       place,
       metric,
       series_words(place, metric, phrase, period_start, period_end, scope, basis) || told AS told,
       compared,
       evidence,
       figure_ids
FROM told_once
