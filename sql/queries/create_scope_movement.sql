-- The movements that texts in scope tell: a level with its base, its change and its growth, one row each.
-- Signs are those of the text. The columns of the relation are those of its level, or of its base where the
-- text prints no level beside it; ratios of levels are in per cent, growth_low and growth_high too.
CREATE TEMPORARY TABLE scope_movement ON COMMIT DROP AS
WITH one AS MATERIALIZED (
    -- Of several moves of a sort (24% and 1.2 times) the one in per cent.
    SELECT DISTINCT ON (relation_id, part) *
    FROM scope_relation
    WHERE sort = 'change'
    ORDER BY relation_id, part, unit = '%' DESC, start_char
),
holder AS (
    SELECT DISTINCT ON (relation_id) *
    FROM one
    WHERE part IN ('level', 'base')
    ORDER BY relation_id, part DESC
)
SELECT holder.relation_id, holder.release_id, holder.version_id, holder.article_id, holder.url, holder.outlet_id,
       holder.said_at, holder.said_on, holder.published, holder.compared_start, holder.compared_end,
       holder.series_id, holder.place, holder.metric, holder.registered, holder.scope, holder.basis,
       holder.kind_class, holder.unit, holder.counter, holder.phrase, holder.period_start, holder.period_end,
       holder.period_rung,
       level.figure_id AS level_id, level.value AS level, level.wide_low AS level_low, level.wide_high AS level_high,
       level.sentence AS level_sentence,
       base.figure_id AS base_id, base.value AS base, base.wide_low AS base_low, base.wide_high AS base_high,
       base.sentence AS base_sentence,
       change.figure_id AS change_id, change.value AS change, change.wide_low AS change_low,
       change.wide_high AS change_high, change.unit AS change_unit, change.counter AS change_counter,
       change.sentence AS change_sentence,
       growth.figure_id AS growth_id, growth.value AS growth, growth.unit AS growth_unit,
       -- 두 배, 3배: whole multiples are said loosely.
       CASE WHEN growth.unit = 'times' AND growth.value = trunc(growth.value) THEN growth.value - 0.5
            ELSE growth.wide_low END AS growth_low,
       CASE WHEN growth.unit = 'times' AND growth.value = trunc(growth.value) THEN growth.value + 0.5
            ELSE growth.wide_high END AS growth_high,
       growth.sentence AS growth_sentence, growth.series_id AS growth_series_id
FROM holder
LEFT JOIN one AS level ON level.relation_id = holder.relation_id AND level.part = 'level'
LEFT JOIN one AS base ON base.relation_id = holder.relation_id AND base.part = 'base'
LEFT JOIN one AS change ON change.relation_id = holder.relation_id AND change.part = 'change'
LEFT JOIN one AS growth ON growth.relation_id = holder.relation_id AND growth.part = 'growth'
