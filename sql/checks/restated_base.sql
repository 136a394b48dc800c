-- A level with its growth or change implies a value for the period compared with that differs from what an
-- earlier announcement published for it.
WITH implied AS MATERIALIZED (
    SELECT scope_movement.*,
           greatest(of_growth.low, level_low - change_high) AS base_from,
           least(of_growth.high, level_high - change_low) AS base_to,
           coalesce(level - change, level / (1 + growth / 100)) AS implied
    FROM scope_movement
    CROSS JOIN LATERAL (
        SELECT CASE WHEN growth_unit = '%' AND growth_low > -100 THEN level_low / (1 + growth_high / 100) END AS low,
               CASE WHEN growth_unit = '%' AND growth_low > -100 THEN level_high / (1 + growth_low / 100) END AS high
    ) AS of_growth
    WHERE level_id IS NOT NULL
      AND base_id IS NULL
      AND compared_end IS NOT NULL
      AND kind_class = 'amount'
      AND unit <> '%'
      AND (change_unit = unit OR (change_id IS NULL AND growth_unit = '%' AND growth_low > -100))
      AND level_low > 0 AND level_high < 'Infinity'
      AND coalesce(growth_high, 0) < 'Infinity'
      AND coalesce(change_low, 0) > '-Infinity' AND coalesce(change_high, 0) < 'Infinity'
),
published AS MATERIALIZED (
    SELECT scope_voice.*,
           CASE WHEN high - low < 'Infinity' THEN low - (high - low) / 2 ELSE low END AS wide_low,
           CASE WHEN high - low < 'Infinity' THEN high + (high - low) / 2 ELSE high END AS wide_high
    FROM scope_voice
    WHERE agrees
      AND NOT confirmed_error
      AND kind_class = 'amount'
),
pair AS (
    SELECT implied.*,
           published.value AS published_value, published.figure_id AS published_id, published.url AS published_url,
           published.outlet_id AS published_outlet, published.published AS published_time,
           published.sentence AS published_sentence, published.release_said_at AS published_said_at,
           published.period_rung AS published_rung,
           -- Called provisional: meant to be replaced.
           (SELECT tells_provisional(version.text)
            FROM article_version AS version WHERE version.version_id = published.version_id) AS provisional,
           -- Any earlier wording that agrees: the new base is known.
           bool_or(published.wide_low <= implied.base_to AND published.wide_high >= implied.base_from)
               OVER (PARTITION BY implied.relation_id) AS known,
           row_number() OVER (
               PARTITION BY implied.relation_id
               ORDER BY published.role = 'report' DESC, published.release_said_at, published.release_id) AS place_in_line
    FROM implied
    JOIN published
      ON published.series_id = implied.series_id
     AND published.ends = implied.compared_end
     AND published.starts = implied.compared_start
     AND published.release_id <> implied.release_id
     AND published.release_said_at < implied.said_at
    WHERE implied.base_from <= implied.base_to
      -- The text prints what it compares with elsewhere: that is for other checks.
      AND NOT EXISTS (
          SELECT FROM scope_reading AS printed
          WHERE printed.version_id = implied.version_id
            AND printed.series_id = implied.series_id
            AND printed.period_start IS NOT DISTINCT FROM implied.compared_start
            AND printed.period_end = implied.compared_end
            AND printed.low <= implied.base_to AND printed.high >= implied.base_from)
),
offence AS (
    SELECT pair.*,
           concat_ws(':', series_id, compared_start, compared_end) AS fingerprint,
           greatest(published_value, implied) / nullif(least(published_value, implied), 0) AS factor
    FROM pair
    WHERE place_in_line = 1
      AND NOT known
),
told AS (
    SELECT DISTINCT ON (fingerprint) *
    FROM offence
    ORDER BY fingerprint, said_at, relation_id
)
SELECT fingerprint,
       CASE
           -- A provisional number is replaced by one that hardly differs.
           WHEN provisional AND factor <= 1.02 THEN 'info'
           WHEN published_rung IN ('none', 'publication') OR period_rung IN ('none', 'publication') THEN 'info'
           -- Far apart they are hardly the same thing, least of all where only words tell that they are.
           WHEN factor IS NULL OR factor > CASE WHEN registered THEN 1.5 ELSE 1.2 END THEN 'info'
           ELSE 'warning'
       END AS severity,
       series_id,
       place,
       metric,
       series_words(place, metric, phrase, period_start, period_end, scope, basis)
       || jsonb_build_object(
           'say', 'rebased',
           'level', amount_words(level, unit, counter),
           'move', CASE WHEN change IS NOT NULL THEN amount_words(change, change_unit, change_counter)
                        ELSE amount_words(growth, growth_unit, NULL) END,
           'compared_period', period_words(compared_start, compared_end),
           'implied', amount_words(round_significant(implied, 5), unit, counter),
           'published_on', day_words((published_said_at AT TIME ZONE 'Asia/Seoul')::date),
           'published', amount_words(published_value, unit, counter)) AS told,
       CASE
           WHEN change IS NOT NULL THEN ARRAY[published_value, implied, change, level - published_value]
           ELSE ARRAY[published_value, round_significant(implied, 5), growth,
                      round((level / nullif(published_value, 0) - 1) * 100, scale(trim_scale(growth)) + 1)]
       END AS compared,
       jsonb_build_array(
           figure_evidence(url, outlet_id, published, level_sentence, level),
           figure_evidence(url, outlet_id, published, coalesce(change_sentence, growth_sentence), coalesce(change, growth)),
           figure_evidence(published_url, published_outlet, published_time, published_sentence, published_value)) AS evidence,
       array_remove(ARRAY[coalesce(change_id, growth_id), level_id, published_id], NULL) AS figure_ids
FROM told
