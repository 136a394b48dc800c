-- Growth, change, level and base of one text do not fit, beyond what their printed digits leave open.
-- The growth is held against level and base; the change against their difference; growth and change
-- against each other, over the level or over the base. A rate that moved by so many points is no case for
-- this check; nor is a multiple said beside a growth in per cent.
WITH bounded AS MATERIALIZED (
    SELECT scope_movement.*,
           unit = '%' AS of_rate,
           -- What the base must have been if the change is right, where none is printed.
           coalesce(base, level - change) AS stated_base,
           coalesce(base_low, level_low - change_high) AS stated_base_low,
           coalesce(base_high, level_high - change_low) AS stated_base_high,
           coalesce(level, base + change) AS stated_level,
           coalesce(level_low, base_low + change_low) AS stated_level_low,
           coalesce(level_high, base_high + change_high) AS stated_level_high
    FROM scope_movement
    -- Open ends (이상, 이하) leave nothing to hold against.
    WHERE coalesce(level_low, 0) > '-Infinity' AND coalesce(level_high, 0) < 'Infinity'
      AND coalesce(base_low, 0) > '-Infinity' AND coalesce(base_high, 0) < 'Infinity'
      AND coalesce(change_low, 0) > '-Infinity' AND coalesce(change_high, 0) < 'Infinity'
      AND (change_unit IS NULL OR change_unit = unit OR (unit = '%' AND change_unit = '%p'))
),
held AS (
    SELECT bounded.*,
           CASE WHEN level IS NOT NULL AND base IS NOT NULL AND change IS NOT NULL
                THEN level_low - base_high > change_high OR level_high - base_low < change_low
           END AS change_fails,
           CASE
               WHEN growth IS NULL OR stated_base_low <= 0 OR stated_level_low < 0
                    OR (base IS NULL AND (change IS NULL OR of_rate))
                    OR (level IS NULL AND change IS NULL) THEN NULL
               WHEN growth_unit = 'times'
                   -- 3배 늘었다 may mean to the threefold or by it.
                   THEN (stated_level_low / stated_base_high > growth_high
                         OR stated_level_high / stated_base_low < growth_low)
                        AND (stated_level_low / stated_base_high - 1 > growth_high
                             OR stated_level_high / stated_base_low - 1 < growth_low)
               ELSE (stated_level_low / stated_base_high - 1) * 100 > growth_high
                    OR (stated_level_high / stated_base_low - 1) * 100 < growth_low
           END AS growth_fails,
           CASE WHEN change IS NOT NULL AND growth_unit = '%' AND base_low > 0
                THEN change_low / base_high * 100 > growth_high + 0.5 OR change_high / base_low * 100 < growth_low - 0.5
           END AS moves_disagree,
           -- A rate whose points are called per cent is told by percent_or_point.
           of_rate AND level IS NOT NULL AND base IS NOT NULL AND growth_unit = '%'
               AND level_low - base_high <= growth_high AND level_high - base_low >= growth_low AS in_points
    FROM bounded
),
-- What fits another figure of that measure in the text was said of that one: of two values for a year (잠정,
-- 확정) the text takes the change from the later.
other_base AS (
    SELECT DISTINCT held.relation_id
    FROM held
    JOIN scope_reading AS other
      ON other.version_id = held.version_id AND other.unit = held.unit
     AND other.place = held.place
    WHERE other.figure_id NOT IN (held.level_id, held.base_id)
      AND other.period_end IS DISTINCT FROM held.period_end
      AND held.level IS NOT NULL
      AND (other.value BETWEEN held.level_low - held.change_high AND held.level_high - held.change_low
           OR (held.change IS NULL AND other.metric = held.metric AND held.growth_unit = '%' AND held.growth_high > -100 AND held.growth_low > -100
               AND other.value BETWEEN held.level_low / (1 + held.growth_high / 100)
                                   AND held.level_high / (1 + held.growth_low / 100)))
),
offence AS (
    SELECT held.*,
           CASE
               WHEN change_fails AND growth_fails AND NOT moves_disagree THEN 'level'
               WHEN change_fails THEN 'change'
               ELSE 'growth'
           END AS wrong
    FROM held
    WHERE (change_fails OR (growth_fails AND NOT coalesce(in_points, false)))
      AND relation_id NOT IN (SELECT relation_id FROM other_base)
),
worded AS (
    SELECT offence.*,
           CASE wrong
               WHEN 'level' THEN level
               WHEN 'change' THEN change
               ELSE growth
           END AS printed,
           CASE wrong
               WHEN 'level' THEN base + change
               WHEN 'change' THEN level - base
               -- As fine as what is printed, unless only one digit more tells them apart.
               ELSE CASE WHEN round(exact.rate, scale(trim_scale(growth))) <> growth
                         THEN round(exact.rate, scale(trim_scale(growth)))
                         ELSE round(exact.rate, scale(trim_scale(growth)) + 1) END
           END AS derived,
           concat_ws(':', series_id, coalesce(period_start::text, 'open'), coalesce(period_end::text, 'open'),
                     coalesce(compared_end::text, 'then')) AS fingerprint
    FROM offence
    CROSS JOIN LATERAL (
        SELECT CASE WHEN growth_unit = 'times' THEN stated_level / stated_base
                    ELSE (stated_level / stated_base - 1) * 100 END AS rate
    ) AS exact
),
once AS (
    SELECT DISTINCT ON (release_id, printed, derived) *
    FROM worded
    ORDER BY release_id, printed, derived, said_at, relation_id
),
told AS (
    SELECT DISTINCT ON (fingerprint) *
    FROM once
    ORDER BY fingerprint, said_at, relation_id
)
SELECT fingerprint,
       CASE
           -- Far apart, level and base may be of two things; a wrong sign alone is no such case.
           WHEN wrong = 'growth' AND base IS NOT NULL AND growth_unit = 'times' THEN 'info'
           WHEN wrong = 'growth' AND growth_unit = '%' AND registered
                AND printed * derived < 0 AND abs(derived) >= 2 THEN 'critical'
           ELSE 'warning'
       END AS severity,
       series_id,
       place,
       metric,
       series_words(place, metric, phrase, period_start, period_end, scope, basis)
       || jsonb_build_object(
           'say', wrong,
           'base', amount_words(CASE wrong WHEN 'growth' THEN stated_base ELSE base END, unit, counter),
           'level', amount_words(CASE wrong WHEN 'growth' THEN stated_level ELSE level END, unit, counter),
           'change', amount_words(change, change_unit, change_counter),
           'derived', CASE wrong
               WHEN 'level' THEN amount_words(derived, unit, counter)
               WHEN 'change' THEN amount_words(derived, change_unit, change_counter)
               ELSE amount_words(derived, growth_unit, NULL)
           END,
           'printed', CASE wrong
               WHEN 'level' THEN amount_words(level, unit, counter)
               WHEN 'change' THEN amount_words(change, change_unit, change_counter)
               ELSE amount_words(growth, growth_unit, NULL)
           END) AS told,
       ARRAY[printed, derived,
             CASE WHEN wrong = 'level' THEN change ELSE stated_level END,
             CASE WHEN wrong = 'level' THEN base ELSE stated_base END] AS compared,
       (SELECT jsonb_agg(figure_evidence(url, outlet_id, published, piece.sentence, piece.value) ORDER BY piece.place)
        FROM (VALUES (1, level_sentence, level), (2, base_sentence, base), (3, change_sentence, change),
                     (4, growth_sentence, growth)) AS piece (place, sentence, value)
        WHERE piece.value IS NOT NULL) AS evidence,
       array_remove(
           CASE wrong
               WHEN 'level' THEN ARRAY[level_id, base_id, change_id, growth_id]
               WHEN 'change' THEN ARRAY[change_id, level_id, base_id, growth_id]
               -- Without a base, or with levels that are far apart, the level itself may be wrong.
               ELSE CASE WHEN base_id IS NULL OR abs(derived) > 50 + 5 * abs(printed) THEN ARRAY[level_id, growth_id, change_id, base_id]
                         ELSE ARRAY[growth_id, level_id, base_id, change_id] END
           END, NULL) AS figure_ids
FROM told
