-- A share does not fit the part and the whole that are told with it.
-- Shares in a list whose whole only stands before it (wording listed) are held to be shares of that whole where
-- others of the list fit it.
WITH related AS (
    SELECT share.*,
           part.value AS part_value, part.unit AS part_unit, part.counter AS part_counter, part.figure_id AS part_id,
           part.phrase AS part_phrase, part.sentence AS part_sentence,
           part.period_start AS part_start, part.period_end AS part_end,
           whole.value AS whole_value, whole.figure_id AS whole_id, whole.sentence AS whole_sentence,
           whole.counter AS whole_counter,
           100 * part.wide_low / whole.wide_high AS least, 100 * part.wide_high / whole.wide_low AS most,
           100 * part.value / whole.value AS exact
    FROM scope_relation AS share
    JOIN scope_relation AS part ON part.relation_id = share.relation_id AND part.part = 'part'
    JOIN scope_relation AS whole ON whole.relation_id = share.relation_id AND whole.part = 'whole'
    WHERE share.sort = 'share'
      AND share.part = 'share'
      AND whole.wide_low > 0
      AND whole.wide_high < 'Infinity'
      AND part.wide_low >= 0
      AND part.wide_high < 'Infinity'
),
judged AS (
    SELECT related.*,
           -- As fine as what is printed, unless only one digit more tells them apart.
           CASE WHEN round(exact, scale(trim_scale(value))) <> value THEN round(exact, scale(trim_scale(value)))
                ELSE round(exact, scale(trim_scale(value)) + 1) END AS derived,
           least > wide_high OR most < wide_low AS fails,
           bool_or(least <= wide_high AND most >= wide_low) OVER (PARTITION BY figure_id) AS fits_another,
           count(*) FILTER (WHERE least <= wide_high AND most >= wide_low) OVER list AS fitting,
           count(*) FILTER (WHERE least > wide_high OR most < wide_low) OVER list AS failing
    FROM related
    WINDOW list AS (
        -- Entries that stand below one another are one list.
        PARTITION BY version_id, whole_id, CASE WHEN stands_in = 'list_item' THEN '' ELSE sentence END)
),
offence AS (
    SELECT DISTINCT ON (release_id, value, part_value, whole_value)
           judged.*,
           concat_ws(':', series_id, coalesce(period_start::text, 'open'), coalesce(period_end::text, 'open')) AS fingerprint
    FROM judged
    WHERE fails
      -- One that fits by chance is no evidence: it must be printed finely, or have company.
      AND (wording <> 'listed'
           OR (NOT fits_another AND 2 * failing <= fitting + 1 AND (fitting > 1 OR value <> trunc(value))))
    ORDER BY release_id, value, part_value, whole_value, said_at, relation_id
),
told AS (
    SELECT DISTINCT ON (fingerprint) *
    FROM offence
    ORDER BY fingerprint, said_at, relation_id
)
SELECT fingerprint,
       CASE
           -- So far apart they are hardly of one whole.
           WHEN derived > 100 OR derived > 3 * value OR derived < value / 3 THEN 'info'
           ELSE 'warning'
       END AS severity,
       series_id,
       place,
       metric,
       series_words(place, metric, part_phrase, part_start, part_end, scope, basis)
       || jsonb_build_object(
           'say', 'share',
           'whole', amount_words(whole_value, part_unit, coalesce(whole_counter, part_counter)),
           'part', amount_words(part_value, part_unit, part_counter),
           'derived', amount_words(derived, '%', NULL),
           'printed', amount_words(value, unit, counter)) AS told,
       ARRAY[value, derived, part_value, whole_value] AS compared,
       jsonb_build_array(
           figure_evidence(url, outlet_id, published, sentence, value),
           figure_evidence(url, outlet_id, published, part_sentence, part_value),
           figure_evidence(url, outlet_id, published, whole_sentence, whole_value)) AS evidence,
       ARRAY[figure_id, part_id, whole_id] AS figure_ids
FROM told
