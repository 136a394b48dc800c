-- Copies of one announcement print different values at the same place.
-- Two figures are at the same place where their sentences are the same but for the numbers and they stand at
-- the same point of it, or where each is the only one of its article that the other lacks for that series,
-- period and role, or that has these words right before and behind it (a desk that rewrites the end of a sentence
-- may lead the reader to another series), and neither number stands anywhere in the other article. Most copies are believed; of two that
-- stand one against one, that which fits its own headline, its own sums and growth, and the series before.
WITH copy AS MATERIALIZED (
    SELECT scope_reading.*, coalesce(period_start, '-infinity') AS starts, coalesce(period_end, 'infinity') AS ends,
           copied.articles AS copies
    FROM scope_reading
    JOIN (
        SELECT release_id, count(DISTINCT article_id) AS articles
        FROM scope_reading
        GROUP BY release_id
        HAVING count(DISTINCT article_id) > 1
    ) AS copied USING (release_id)
),
printed AS MATERIALIZED (
    SELECT DISTINCT release_id, unit, value, low, high FROM copy
),
-- How many copies print a number that agrees with it, wherever it stands.
supported AS MATERIALIZED (
    SELECT printed.release_id, printed.unit, printed.value, printed.low, printed.high,
           count(DISTINCT copy.article_id) AS support
    FROM printed
    JOIN copy
      ON copy.release_id = printed.release_id
     AND copy.unit = printed.unit
     AND copy.low <= printed.high
     AND copy.high >= printed.low
    GROUP BY printed.release_id, printed.unit, printed.value, printed.low, printed.high
),
-- The places of a text: a sentence with its numbers masked, and how far into it.
place AS MATERIALIZED (
    SELECT copy.*, supported.support,
           masked_sentence(copy.sentence) AS masked,
           masked_sentence(text_before(copy.sentence, copy.quote)) AS masked_before
    FROM copy
    JOIN supported USING (release_id, unit, value, low, high)
),
-- What not every copy prints: cut, added, or printed otherwise.
odd AS MATERIALIZED (
    SELECT * FROM place WHERE support < copies
),
-- Places at which copies print different numbers. A place that stands twice in a text is none.
uneven AS MATERIALIZED (
    SELECT release_id, unit, masked, masked_before
    FROM place
    WHERE length(regexp_replace(masked, '[^가-힣]', '', 'g')) >= 8
    GROUP BY release_id, unit, masked, masked_before
    HAVING count(DISTINCT value) > 1
       AND count(DISTINCT (article_id, value)) = count(DISTINCT article_id)
       AND count(DISTINCT article_id) > 1
),
alone AS (
    SELECT odd.article_id, odd.series_id, odd.starts, odd.ends, odd.role
    FROM odd
    GROUP BY odd.article_id, odd.series_id, odd.starts, odd.ends, odd.role
    HAVING count(DISTINCT odd.value) = 1
),
-- An unregistered measure may be a list: there its figures are no longer each other's counterparts.
listed AS (
    SELECT article_id, series_id, starts, ends, role
    FROM copy
    WHERE NOT registered
    GROUP BY article_id, series_id, starts, ends, role
    HAVING count(DISTINCT value) > 1
),
single AS MATERIALIZED (
    SELECT odd.*
    FROM odd
    JOIN alone USING (article_id, series_id, starts, ends, role)
    LEFT JOIN listed USING (article_id, series_id, starts, ends, role)
    WHERE listed.article_id IS NULL
),
-- The words that touch a number: three letters on one side and nine on the other.
around_it AS (
    SELECT odd.figure_id, odd.release_id, odd.article_id, odd.unit, odd.role, odd.kind_class, odd.starts, odd.ends, odd.value,
           words.around
    FROM odd
    CROSS JOIN LATERAL (SELECT substr(odd.masked, length(odd.masked_before) + 2) AS behind) AS rest
    CROSS JOIN LATERAL (
        VALUES (right(odd.masked_before, 3) || '#' || left(rest.behind, 9)),
               (right(odd.masked_before, 9) || '#' || left(rest.behind, 3))
    ) AS words (around)
    WHERE starts_with(odd.masked, odd.masked_before)
      AND length(regexp_replace(words.around, '[^가-힣]', '', 'g')) >= 9
),
touched AS MATERIALIZED (
    SELECT around_it.*
    FROM around_it
    JOIN (
        SELECT article_id, unit, around
        FROM around_it
        GROUP BY article_id, unit, around
        HAVING count(DISTINCT value) = 1
    ) AS unlike USING (article_id, unit, around)
),
aligned AS (
    SELECT one.figure_id AS one_id, other.figure_id AS other_id, true AS same_words
    FROM uneven
    JOIN place AS one USING (release_id, unit, masked, masked_before)
    JOIN place AS other USING (release_id, unit, masked, masked_before)
    WHERE other.article_id <> one.article_id
    UNION
    SELECT one.figure_id, other.figure_id, false
    FROM single AS one
    JOIN single AS other
      ON other.release_id = one.release_id
     AND other.series_id = one.series_id
     AND other.ends = one.ends
     AND other.starts = one.starts
     AND other.role = one.role
     AND other.unit = one.unit
     AND other.article_id <> one.article_id
    UNION
    SELECT one.figure_id, other.figure_id, false
    FROM touched AS one
    JOIN touched AS other
      ON other.release_id = one.release_id
     AND other.around = one.around
     AND other.unit = one.unit
     AND other.role = one.role
     AND other.kind_class = one.kind_class
     AND other.starts = one.starts
     AND other.ends = one.ends
     AND other.article_id <> one.article_id
),
differing AS MATERIALIZED (
    SELECT one.figure_id AS one_id, other.figure_id AS other_id, one.version_id AS one_version,
           other.version_id AS other_version, one.unit, one.value AS one_value, other.value AS other_value,
           one.low AS one_low, one.high AS one_high, other.low AS other_low, other.high AS other_high,
           one.series_id AS one_series, one.starts AS one_starts, one.ends AS one_ends,
           one.release_id, one.masked, one.masked_before, one.article_id AS one_article, other.article_id AS other_article,
           one.support AS one_support_anywhere, other.support AS other_support_anywhere,
           bool_or(aligned.same_words) AS same_words
    FROM aligned
    JOIN place AS one ON one.figure_id = aligned.one_id
    JOIN place AS other ON other.figure_id = aligned.other_id
    WHERE values_differ(one.value, one.low, one.high, other.value, other.low, other.high)
      AND abs(one.value) <> abs(other.value)
      -- The other one rounds or cuts off; of one digit alone nothing can be said.
      AND NOT (only_rounds(one.value, other.value) AND last_place(other.value) * 10 <= abs(other.value))
      AND NOT (only_rounds(other.value, one.value) AND last_place(one.value) * 10 <= abs(one.value))
    GROUP BY one.figure_id, other.figure_id, one.version_id, other.version_id, one.unit, one.value, other.value,
             one.low, one.high, other.low, other.high, one.series_id, one.starts, one.ends, one.release_id,
             one.masked, one.masked_before, one.article_id, other.article_id, one.support, other.support
),
-- How many copies print a number at its place.
printed_here AS MATERIALIZED (
    SELECT own.figure_id, count(DISTINCT copied.article_id) AS articles
    FROM uneven
    JOIN place AS own USING (release_id, unit, masked, masked_before)
    JOIN place AS copied USING (release_id, unit, masked, masked_before)
    WHERE NOT values_differ(copied.value, copied.low, copied.high, own.value, own.low, own.high)
    GROUP BY own.figure_id
),
-- All figures of both texts count here, also those of series that are not in scope.
apart AS MATERIALIZED (
    SELECT differing.*,
           CASE WHEN same_words THEN one_place.articles ELSE one_support_anywhere END AS one_support,
           CASE WHEN same_words THEN other_place.articles ELSE other_support_anywhere END AS other_support
    FROM differing
    LEFT JOIN printed_here AS one_place ON one_place.figure_id = differing.one_id
    LEFT JOIN printed_here AS other_place ON other_place.figure_id = differing.other_id
    WHERE same_words
       OR ((SELECT count(*) FROM figure
            WHERE figure.version_id = differing.other_version AND figure.unit = differing.unit
              AND NOT values_differ(figure.value, coalesce(figure.low, '-Infinity'), coalesce(figure.high, 'Infinity'),
                                    differing.one_value, differing.one_low, differing.one_high)) = 0
           AND (SELECT count(*) FROM figure
            WHERE figure.version_id = differing.one_version AND figure.unit = differing.unit
              AND NOT values_differ(figure.value, coalesce(figure.low, '-Infinity'), coalesce(figure.high, 'Infinity'),
                                    differing.other_value, differing.other_low, differing.other_high)) = 0)
),
-- What speaks for a number inside its own text; weighed only where as many copies stand on either side.
claim AS (
    SELECT DISTINCT one_id AS figure_id, one_version AS version_id, unit, one_value AS value, one_low AS low,
           one_high AS high, one_series AS series_id, one_starts AS starts, one_ends AS ends
    FROM apart
    WHERE one_support = other_support
),
text_figure AS MATERIALIZED (
    SELECT found.*,
           row_number() OVER line AS number,
           sum(found.value) OVER line AS running
    FROM (SELECT DISTINCT version_id FROM claim) AS text
    CROSS JOIN LATERAL (
        SELECT figure.figure_id, figure.version_id, figure.unit, figure.value, figure.low, figure.high,
               figure.kind, figure.start_char, figure.stands_in IN ('title', 'subtitle') AS heads,
               figure.high - figure.low AS width
        FROM figure
        WHERE figure.version_id = text.version_id AND figure.value IS NOT NULL
          AND figure.low IS NOT NULL AND figure.high IS NOT NULL
        OFFSET 0
    ) AS found
    WINDOW line AS (PARTITION BY found.version_id, found.unit, found.heads ORDER BY found.start_char)
),
fit AS MATERIALIZED (
    SELECT claim.figure_id,
           -- The headline of its own article prints it, or it heads it.
           EXISTS (
               SELECT FROM text_figure AS head
               WHERE head.version_id = claim.version_id AND head.unit = claim.unit AND head.heads
                 AND head.low <= claim.high AND head.high >= claim.low) AS in_headline,
           -- Figures that follow one another sum to it, or it is one of those that sum to another figure.
           EXISTS (
               SELECT FROM text_figure AS first
               JOIN text_figure AS last
                 ON last.version_id = first.version_id AND last.unit = first.unit AND last.heads = first.heads
                AND last.number BETWEEN first.number + 1 AND first.number + 8
               JOIN text_figure AS total
                 ON total.version_id = first.version_id AND total.unit = first.unit
                AND abs(last.running - first.running + first.value - total.value)
                    <= (total.width + last.width * (last.number - first.number + 1)) / 2
               JOIN text_figure AS own ON own.figure_id = claim.figure_id
               WHERE first.version_id = claim.version_id AND first.unit = claim.unit
                 AND total.value <> 0
                 AND (total.figure_id = own.figure_id
                      OR (own.number BETWEEN first.number AND last.number AND own.heads = first.heads
                          AND total.value <> own.value))
                 AND NOT (total.number BETWEEN first.number AND last.number AND total.heads = first.heads)
           ) AS in_sum,
           -- It is another figure of the text, grown or changed as the text says.
           EXISTS (
               SELECT FROM text_figure AS base
               JOIN text_figure AS growth
                 ON growth.version_id = base.version_id AND growth.unit = '%' AND growth.kind = 'growth'
               WHERE base.version_id = claim.version_id AND base.unit = claim.unit AND base.value > 0
                 AND NOT (base.low <= claim.high AND base.high >= claim.low)
                 AND claim.high >= base.low * (1 + growth.low / 100)
                 AND claim.low <= base.high * (1 + growth.high / 100)) AS in_growth,
           (SELECT point.value
            FROM scope_point AS point
            WHERE point.series_id = claim.series_id AND point.ends < claim.ends AND point.value <> 0
              AND NOT point.confirmed_error
            ORDER BY point.ends DESC
            LIMIT 1) AS value_before
    FROM claim
),
sided AS (
    SELECT apart.*,
           own.in_headline AS one_headline, own.in_sum AS one_sum, own.in_growth AS one_growth,
           theirs.in_headline AS other_headline, theirs.in_sum AS other_sum, theirs.in_growth AS other_growth,
           CASE
               WHEN coalesce(own.value_before, theirs.value_before) IS NULL THEN 0
               WHEN abs(apart.one_value / coalesce(own.value_before, theirs.value_before)) BETWEEN 0.5 AND 2
                    AND abs(apart.other_value / coalesce(own.value_before, theirs.value_before)) NOT BETWEEN 0.2 AND 5 THEN 1
               WHEN abs(apart.other_value / coalesce(own.value_before, theirs.value_before)) BETWEEN 0.5 AND 2
                    AND abs(apart.one_value / coalesce(own.value_before, theirs.value_before)) NOT BETWEEN 0.2 AND 5 THEN -1
               ELSE 0
           END AS history
    FROM apart
    LEFT JOIN fit AS own ON own.figure_id = apart.one_id AND apart.one_support = apart.other_support
    LEFT JOIN fit AS theirs ON theirs.figure_id = apart.other_id AND apart.one_support = apart.other_support
),
scored AS (
    SELECT sided.*,
           CASE WHEN one_support = other_support
               THEN one_headline::int + one_sum::int + one_growth::int - other_headline::int - other_sum::int
                    - other_growth::int + history
               ELSE sign(one_support - other_support)::int
           END AS balance
    FROM sided
),
-- The one on the weaker side is the suspect; where nothing favours either, the later one stands first.
suspect AS (
    SELECT scored.*, weak.said_at, weak.article_id, weak.start_char, weak.registered,
           weak.stands_in IN ('title', 'subtitle') AS heads
    FROM scored
    JOIN place AS weak ON weak.figure_id = scored.one_id
    JOIN place AS strong ON strong.figure_id = scored.other_id
    WHERE scored.balance < 0
       OR (scored.balance = 0 AND (weak.said_at, weak.article_id) > (strong.said_at, strong.article_id))
),
told AS (
    SELECT DISTINCT ON (release_id, unit, one_value) suspect.*
    FROM suspect
    ORDER BY release_id, unit, one_value, other_support DESC, balance, same_words DESC, registered DESC, heads,
             said_at, article_id, start_char, other_id
),
once AS (
    SELECT DISTINCT ON (place.article_id, place.series_id, place.starts, place.ends) told.*
    FROM told
    JOIN place ON place.figure_id = told.one_id
    ORDER BY place.article_id, place.series_id, place.starts, place.ends, told.start_char
),
-- Whoever prints the suspect number.
outlets AS (
    SELECT suspect.release_id, suspect.unit, suspect.one_value, jsonb_agg(DISTINCT jsonb_build_object('name', outlet.name)) AS names
    FROM suspect
    JOIN place ON place.figure_id = suspect.one_id
    JOIN outlet ON outlet.outlet_id = place.outlet_id
    GROUP BY suspect.release_id, suspect.unit, suspect.one_value
),
-- The same two numbers elsewhere in these texts: what another check says of them is told already.
around AS (
    SELECT once.one_id, array_agg(copy.figure_id ORDER BY copy.figure_id) AS figure_ids
    FROM once
    JOIN copy ON copy.release_id = once.release_id AND copy.unit = once.unit
    WHERE copy.value IN (once.one_value, once.other_value)
      AND copy.figure_id NOT IN (once.one_id, once.other_id)
    GROUP BY once.one_id
)
SELECT concat_ws(':', weak.series_id, weak.starts, weak.ends, weak.article_id) AS fingerprint,
       CASE
           WHEN once.other_support >= 3 AND once.one_support = 1
                AND abs(weak.value - strong.value) >= 0.2 * greatest(abs(weak.value), abs(strong.value)) THEN 'critical'
           ELSE 'warning'
       END AS severity,
       weak.series_id,
       weak.place,
       weak.metric,
       series_words(weak.place, weak.metric, weak.phrase, weak.period_start, weak.period_end, weak.scope, weak.basis,
                    weak.kind_class)
       || jsonb_build_object(
           'say', CASE WHEN once.one_support < once.other_support THEN 'alone' ELSE 'apart' END,
           'outlets', outlets.names,
           'value', amount_words(weak.value, weak.unit, weak.counter),
           'copies', once.other_support,
           'other_outlet', jsonb_build_object('name', strong_outlet.name),
           'other', amount_words(strong.value, strong.unit, strong.counter),
           'verdict', CASE WHEN once.balance < 0 THEN jsonb_build_object(
               'say', 'fits',
               'reasons', (
                   SELECT jsonb_agg(jsonb_build_object('say', 'with_' || reason.name) ORDER BY reason.place)
                   FROM (VALUES (1, 'headline', once.other_headline AND NOT once.one_headline),
                                (2, 'sum', once.other_sum AND NOT once.one_sum),
                                (3, 'growth', once.other_growth AND NOT once.one_growth),
                                (4, 'history', once.history < 0)) AS reason (place, name, holds)
                   WHERE reason.holds),
               'value', amount_words(strong.value, strong.unit, strong.counter)) END) AS told,
       ARRAY[weak.value, strong.value] AS compared,
       jsonb_build_array(
           figure_evidence(weak.url, weak.outlet_id, weak.published, weak.sentence, weak.value),
           figure_evidence(strong.url, strong.outlet_id, strong.published, strong.sentence, strong.value)) AS evidence,
       ARRAY[weak.figure_id, strong.figure_id] || coalesce(around.figure_ids, '{}') AS figure_ids
FROM once
JOIN place AS weak ON weak.figure_id = once.one_id
JOIN place AS strong ON strong.figure_id = once.other_id
JOIN outlet AS strong_outlet ON strong_outlet.outlet_id = strong.outlet_id
JOIN outlets
  ON outlets.release_id = once.release_id AND outlets.unit = once.unit AND outlets.one_value = once.one_value
LEFT JOIN around ON around.one_id = once.one_id
