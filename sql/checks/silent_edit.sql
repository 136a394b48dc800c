-- A page shows another figure than an earlier version of it did.
-- Two figures are one where their sentences are the same but for the numbers, and they stand at the same
-- place of it; or where each version says just one thing for that series and period, and the other's number
-- stands nowhere in it. Numbers that agree within their digits or only round one another are no edit.
WITH standing AS MATERIALIZED (
    SELECT *
    FROM scope_reading
    WHERE article_id IN (
        SELECT shown.article_id
        FROM (SELECT DISTINCT article_id FROM scope_reading) AS shown
        WHERE (SELECT count(*) FROM article_version WHERE article_version.article_id = shown.article_id) > 1
    )
),
-- The figures of all other versions of these pages, each step by key: there are few pages and many figures.
earlier AS MATERIALIZED (
    SELECT version.version_id, version.recorded_at, version.article_id, figure.*, observation.*,
           page.version_id AS standing_version
    FROM (SELECT DISTINCT article_id, version_id FROM standing) AS page
    CROSS JOIN LATERAL (
        SELECT article_version.version_id, article_version.recorded_at, article_version.article_id
        FROM article_version
        WHERE article_version.article_id = page.article_id
          AND article_version.recorded_at <= (SELECT as_of FROM scope_run)
          AND article_version.version_id <> page.version_id
        OFFSET 0
    ) AS version
    CROSS JOIN LATERAL (
        SELECT printed.figure_id, printed.start_char, printed.quote, printed.value,
               coalesce(printed.low, '-Infinity') AS low, coalesce(printed.high, 'Infinity') AS high, printed.unit,
               printed.counter, printed.kind, printed.role, printed.sentence,
               CASE WHEN printed.stands_in IN ('title', 'subtitle') THEN printed.stands_in ELSE 'body' END AS part
        FROM figure AS printed
        WHERE printed.version_id = version.version_id
        OFFSET 0
    ) AS figure
    CROSS JOIN LATERAL (
        SELECT claimed.series_id, claimed.period_start, claimed.period_end
        FROM observation AS claimed
        WHERE claimed.figure_id = figure.figure_id
        OFFSET 0
    ) AS observation
),
-- alone: a sentence that stands twice with two values has no one place.
now_masked AS MATERIALIZED (
    SELECT masked_now.*, min(value) OVER place = max(value) OVER place AS alone
    FROM (
        SELECT standing.*, CASE WHEN stands_in IN ('title', 'subtitle') THEN stands_in ELSE 'body' END AS part,
               masked_sentence(sentence) AS masked, masked_sentence(text_before(sentence, quote)) AS masked_before
        FROM standing
    ) AS masked_now
    WINDOW place AS (PARTITION BY version_id, masked, masked_before, part, unit)
),
earlier_masked AS MATERIALIZED (
    SELECT masked_then.*, min(value) OVER place = max(value) OVER place AS alone
    FROM (
        SELECT earlier.*, masked_sentence(sentence) AS masked, masked_sentence(text_before(sentence, quote)) AS masked_before
        FROM earlier
    ) AS masked_then
    WINDOW place AS (PARTITION BY standing_version, version_id, masked, masked_before, part, unit)
),
pair AS (
    SELECT now_masked.figure_id AS now_id, earlier_masked.figure_id AS earlier_id, true AS same_words
    FROM now_masked
    JOIN earlier_masked
      ON earlier_masked.standing_version = now_masked.version_id
     AND earlier_masked.masked = now_masked.masked
     AND earlier_masked.masked_before = now_masked.masked_before
     AND earlier_masked.part = now_masked.part
     AND earlier_masked.unit = now_masked.unit
    WHERE now_masked.alone
      AND earlier_masked.alone
    UNION ALL
    SELECT now_masked.figure_id, earlier_masked.figure_id, false
    FROM now_masked
    JOIN earlier_masked
      ON earlier_masked.standing_version = now_masked.version_id
     AND earlier_masked.series_id = now_masked.series_id
     AND earlier_masked.period_end IS NOT DISTINCT FROM now_masked.period_end
     AND earlier_masked.period_start IS NOT DISTINCT FROM now_masked.period_start
     AND earlier_masked.role = now_masked.role
     AND earlier_masked.unit = now_masked.unit
),
differing AS (
    SELECT pair.same_words, now_masked.version_id, now_masked.unit,
           now_masked.figure_id AS now_id, earlier_masked.figure_id AS earlier_id,
           earlier_masked.version_id AS earlier_version, earlier_masked.recorded_at AS earlier_at,
           earlier_masked.value AS earlier_value, earlier_masked.low AS earlier_low,
           earlier_masked.high AS earlier_high, earlier_masked.quote AS earlier_quote,
           earlier_masked.sentence AS earlier_sentence, earlier_masked.series_id AS earlier_series,
           earlier_masked.counter AS earlier_counter,
           now_masked.series_id, now_masked.role, now_masked.period_start, now_masked.period_end,
           now_masked.value, now_masked.low, now_masked.high,
           -- Hours and days that changed with the number are another count and no silent edit of this one.
           (SELECT string_agg(stated[1], ' ') FROM regexp_matches(now_masked.sentence, '[0-9]+\s?(?:일|시|분)(?![가-힣])', 'g') AS stated)
               IS NOT DISTINCT FROM
           (SELECT string_agg(stated[1], ' ') FROM regexp_matches(earlier_masked.sentence, '[0-9]+\s?(?:일|시|분)(?![가-힣])', 'g') AS stated)
               AS same_moment
    FROM pair
    JOIN now_masked ON now_masked.figure_id = pair.now_id
    JOIN earlier_masked ON earlier_masked.figure_id = pair.earlier_id
    WHERE values_differ(now_masked.value, now_masked.low, now_masked.high,
                        earlier_masked.value, earlier_masked.low, earlier_masked.high)
      AND NOT (only_rounds(now_masked.value, earlier_masked.value)
               AND last_place(earlier_masked.value) * 10 <= abs(earlier_masked.value))
      AND NOT (only_rounds(earlier_masked.value, now_masked.value)
               AND last_place(now_masked.value) * 10 <= abs(now_masked.value))
      -- The number is the same and the words around it turned: nothing to compare.
      AND abs(now_masked.value) <> abs(earlier_masked.value)
),
edit AS (
    SELECT differing.*
    FROM differing
    WHERE same_words
    UNION ALL
    SELECT differing.*
    FROM differing
    WHERE NOT same_words
      AND NOT EXISTS (
          SELECT FROM now_masked AS other
          WHERE other.version_id = differing.version_id AND other.series_id = differing.series_id AND other.role = differing.role
            AND other.period_end IS NOT DISTINCT FROM differing.period_end
            AND other.period_start IS NOT DISTINCT FROM differing.period_start
            AND values_differ(other.value, other.low, other.high, differing.value, differing.low, differing.high))
      AND NOT EXISTS (
          SELECT FROM earlier_masked AS other
          WHERE other.version_id = differing.earlier_version AND other.series_id = differing.series_id AND other.role = differing.role
            AND other.period_end IS NOT DISTINCT FROM differing.period_end
            AND other.period_start IS NOT DISTINCT FROM differing.period_start
            AND values_differ(other.value, other.low, other.high, differing.earlier_value, differing.earlier_low,
                            differing.earlier_high))
      AND (SELECT count(*) FROM figure AS printed
           WHERE printed.version_id = differing.version_id AND printed.unit = differing.unit
             AND NOT values_differ(printed.value, coalesce(printed.low, '-Infinity'), coalesce(printed.high, 'Infinity'),
                                   differing.earlier_value, differing.earlier_low, differing.earlier_high)) = 0
      AND (SELECT count(*) FROM figure AS printed
           WHERE printed.version_id = differing.earlier_version AND printed.unit = differing.unit
             AND NOT values_differ(printed.value, coalesce(printed.low, '-Infinity'), coalesce(printed.high, 'Infinity'),
                                   differing.value, differing.low, differing.high)) = 0
),
-- One finding for a number however often it is printed on the page, against the version before that showed
-- another one.
told AS (
    SELECT DISTINCT ON (standing.article_id, standing.unit, standing.value)
           edit.*, standing.article_id
    FROM edit
    JOIN standing ON standing.figure_id = edit.now_id
    ORDER BY standing.article_id, standing.unit, standing.value, edit.earlier_at DESC,
             standing.registered DESC, standing.stands_in IN ('title', 'subtitle'), edit.same_words DESC,
             standing.start_char, edit.earlier_id
),
once AS (
    SELECT DISTINCT ON (standing.article_id, standing.series_id, standing.period_start, standing.period_end)
           told.*
    FROM told
    JOIN standing ON standing.figure_id = told.now_id
    ORDER BY standing.article_id, standing.series_id, standing.period_start, standing.period_end, standing.start_char
)
SELECT concat_ws(':', standing.article_id, standing.series_id, coalesce(standing.period_start::text, 'open'),
                 coalesce(standing.period_end::text, 'open')) AS fingerprint,
       CASE WHEN notice.stands OR NOT once.same_moment THEN 'info' ELSE 'warning' END AS severity,
       standing.series_id,
       standing.place,
       standing.metric,
       series_words(standing.place, standing.metric, standing.phrase, standing.period_start, standing.period_end,
                    standing.scope, standing.basis, standing.kind_class)
       || jsonb_build_object(
           'say', CASE WHEN notice.stands THEN 'noticed' ELSE 'silent' END,
           'outlet', jsonb_build_object('name', outlet.name),
           'before', amount_words(once.earlier_value, standing.unit, once.earlier_counter),
           'now', amount_words(standing.value, standing.unit, standing.counter)) AS told,
       ARRAY[standing.value, once.earlier_value] AS compared,
       jsonb_build_array(
           figure_evidence(standing.url, standing.outlet_id, standing.published, once.earlier_sentence, once.earlier_value),
           figure_evidence(standing.url, standing.outlet_id, standing.published, standing.sentence, standing.value)) AS evidence,
       ARRAY[standing.figure_id, once.earlier_id] AS figure_ids
FROM once
JOIN standing ON standing.figure_id = once.now_id
JOIN outlet ON outlet.outlet_id = standing.outlet_id
CROSS JOIN LATERAL (
    SELECT tells_correction(later.text)
           AND NOT tells_correction(before.text) AS stands
    FROM article_version AS later, article_version AS before
    WHERE later.version_id = once.version_id AND before.version_id = once.earlier_version
    LIMIT 1
) AS notice
