-- A page shows another figure than an earlier version of it did.
-- Two figures are one where their sentences are the same but for the numbers, and they stand at the same
-- place of it; or where each version says just one thing for that series and period, and the other's number
-- stands nowhere in it. Numbers that agree within their digits or only round one another are no edit.
-- A page that shows one number and the other by turns is one finding, whichever stands now: it is named by the
-- number that the page showed first.
WITH standing AS MATERIALIZED (
    SELECT *
    FROM scope_reading
    WHERE article_id IN (
        SELECT shown.article_id
        FROM (SELECT DISTINCT article_id FROM scope_reading WHERE NOT is_companion) AS shown
        WHERE (SELECT count(*) FROM article_version WHERE article_version.article_id = shown.article_id) > 1
    )
),
-- The figures of all other versions of these pages, each step by key: there are few pages and many figures.
earlier AS MATERIALIZED (
    SELECT version.version_id, version.seen_at, version.article_id, figure.*, observation.*,
           page.version_id AS standing_version
    FROM (SELECT DISTINCT article_id, version_id FROM standing) AS page
    CROSS JOIN LATERAL (
        SELECT article_version.version_id, article_version.article_id,
               version_seen_at(article_version.version_id, article_version.recorded_at,
                               (SELECT as_of FROM scope_run)) AS seen_at
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
        -- The series under which the checks read it, as in scope_reading.
        SELECT coalesce(near.near_series_id, claimed.series_id) AS series_id, claimed.period_start, claimed.period_end
        FROM observation AS claimed
        LEFT JOIN series_near AS near ON near.series_id = claimed.series_id AND near.likeness = 'same_words'
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
           earlier_masked.version_id AS earlier_version, earlier_masked.seen_at AS earlier_at,
           earlier_masked.value AS earlier_value, earlier_masked.low AS earlier_low,
           earlier_masked.high AS earlier_high, earlier_masked.quote AS earlier_quote,
           earlier_masked.sentence AS earlier_sentence, earlier_masked.series_id AS earlier_series,
           earlier_masked.counter AS earlier_counter,
           earlier_masked.period_start AS earlier_start, earlier_masked.period_end AS earlier_end,
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
-- One finding for a number however often it is printed on the page, against the version last seen that showed
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
-- Which other versions of the page show which of the two numbers at the place of one of them.
shown AS (
    SELECT told.now_id, other.version_id, bool_or(other.value = told.value) AS number_now,
           bool_or(other.value = told.earlier_value) AS number_before
    FROM told
    JOIN now_masked AS here ON here.figure_id = told.now_id
    JOIN earlier_masked AS there ON there.figure_id = told.earlier_id AND there.standing_version = told.version_id
    JOIN earlier_masked AS other ON other.standing_version = told.version_id AND other.unit = told.unit
    WHERE other.value IN (told.value, told.earlier_value)
      AND ((other.series_id, coalesce(other.period_start, '-infinity'), coalesce(other.period_end, '-infinity')) IN (
               (here.series_id, coalesce(here.period_start, '-infinity'), coalesce(here.period_end, '-infinity')),
               (there.series_id, coalesce(there.period_start, '-infinity'), coalesce(there.period_end, '-infinity')))
           OR (other.masked, other.masked_before, other.part) IN (
               (here.masked, here.masked_before, here.part), (there.masked, there.masked_before, there.part)))
    GROUP BY told.now_id, other.version_id
),
-- The moments at which the page was seen to show the number that stands now, or the other one.
sighting AS (
    SELECT told.now_id, seen.seen_at, version.shows_now,
           lag(version.shows_now) OVER (PARTITION BY told.now_id ORDER BY seen.seen_at, version.version_id)
               AS showed_now
    FROM told
    CROSS JOIN LATERAL (
        SELECT told.version_id, true AS shows_now
        UNION ALL
        SELECT shown.version_id, shown.number_now
        FROM shown
        WHERE shown.now_id = told.now_id AND shown.version_id <> told.earlier_version
          AND shown.number_now <> shown.number_before
        UNION ALL
        SELECT told.earlier_version, false
    ) AS version
    CROSS JOIN LATERAL (
        SELECT version_sighting.seen_at
        FROM version_sighting
        WHERE version_sighting.version_id = version.version_id
          AND version_sighting.seen_at <= (SELECT as_of FROM scope_run)
        OFFSET 0
    ) AS seen
),
swing AS (
    SELECT now_id, count(*) FILTER (WHERE shows_now <> showed_now) AS times,
           -- The number that stands now is the one that the page showed first, and came back.
           coalesce(bool_or(shows_now) FILTER (WHERE showed_now IS NULL), false) AS came_back
    FROM sighting
    GROUP BY now_id
),
named AS (
    SELECT told.*, swing.times, swing.came_back,
           CASE WHEN swing.came_back THEN told.series_id ELSE told.earlier_series END AS named_series,
           CASE WHEN swing.came_back THEN told.period_start ELSE told.earlier_start END AS named_start,
           CASE WHEN swing.came_back THEN told.period_end ELSE told.earlier_end END AS named_end
    FROM told
    JOIN swing ON swing.now_id = told.now_id
),
once AS (
    SELECT DISTINCT ON (named.article_id, named.named_series, named.named_start, named.named_end) named.*
    FROM named
    JOIN standing ON standing.figure_id = named.now_id
    ORDER BY named.article_id, named.named_series, named.named_start, named.named_end, standing.start_char
)
SELECT concat_ws(':', once.article_id, once.named_series, coalesce(once.named_start::text, 'open'),
                 coalesce(once.named_end::text, 'open')) AS fingerprint,
       CASE WHEN notice.stands OR NOT once.same_moment THEN 'info' ELSE 'warning' END AS severity,
       once.named_series AS series_id,
       key.place,
       key.metric,
       series_words(standing.place, standing.metric, standing.phrase, standing.period_start, standing.period_end,
                    standing.scope, standing.basis, standing.kind_class)
       || jsonb_build_object(
           'say', CASE WHEN once.times > 1 THEN 'swings' WHEN notice.stands THEN 'noticed' ELSE 'silent' END,
           'outlet', jsonb_build_object('name', outlet.name),
           'times', once.times,
           'notice', CASE WHEN notice.stands THEN jsonb_build_object('say', 'one_notices') END,
           'before', amount_words(once.earlier_value, standing.unit, once.earlier_counter),
           'now', amount_words(standing.value, standing.unit, standing.counter)) AS told,
       -- In one order whichever stands, so that a decision about the two holds for both.
       CASE WHEN once.came_back THEN ARRAY[once.earlier_value, standing.value]
            ELSE ARRAY[standing.value, once.earlier_value] END AS compared,
       jsonb_build_array(
           figure_evidence(standing.url, standing.outlet_id, standing.published, once.earlier_sentence, once.earlier_value),
           figure_evidence(standing.url, standing.outlet_id, standing.published, standing.sentence, standing.value)) AS evidence,
       ARRAY[standing.figure_id, once.earlier_id] AS figure_ids
FROM once
JOIN standing ON standing.figure_id = once.now_id
JOIN outlet ON outlet.outlet_id = standing.outlet_id
CROSS JOIN LATERAL (
    SELECT place, metric FROM series_key WHERE series_key.series_id = once.named_series LIMIT 1
) AS key
CROSS JOIN LATERAL (
    SELECT CASE
               -- Once the outlet told it, a page that still shows the other version by turns hides nothing.
               WHEN once.times > 1 THEN tells_correction(later.text) <> tells_correction(before.text)
               ELSE tells_correction(later.text) AND NOT tells_correction(before.text)
           END AS stands
    FROM article_version AS later, article_version AS before
    WHERE later.version_id = once.version_id AND before.version_id = once.earlier_version
    LIMIT 1
) AS notice
