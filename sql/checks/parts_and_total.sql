-- The parts of a total do not sum up to it.
-- Within a text by the relations that its words establish; between the texts of one announcement by the
-- scopes of a measure that complement one another. A sum tolerates one unit of the last printed digit of
-- each part and of the total, of amounts in 억 and 만 the last that is not zero in any of them (381억 6,000만
-- is as fine as 381.6억); a list that does not claim to be complete can only exceed its total.
WITH member AS MATERIALIZED (
    SELECT relation_id::text AS relation_id, part, wording, complete, release_id, said_at, series_id, figure_id,
           start_char, value, wide_low, wide_high, unit, counter, phrase, quote, sentence, url, outlet_id,
           published, period_start, period_end, place, metric, registered, scope, basis, kind_class
    FROM scope_relation
    WHERE sort = 'total'
),
complement AS (
    SELECT measure.metric, list.number, scope.scope, count(*) OVER (PARTITION BY measure.metric, list.number) AS scopes
    FROM measure
    CROSS JOIN LATERAL unnest(measure.complementary) WITH ORDINALITY AS list (scopes, number)
    CROSS JOIN LATERAL unnest(string_to_array(list.scopes, ' ')) AS scope (scope)
),
voiced AS MATERIALIZED (
    SELECT scope_voice.*,
           CASE WHEN high - low < 'Infinity' THEN low - (high - low) / 2 ELSE low END AS wide_low,
           CASE WHEN high - low < 'Infinity' THEN high + (high - low) / 2 ELSE high END AS wide_high
    FROM scope_voice
    WHERE agrees AND role = 'report' AND kind_class = 'amount'
      AND metric IN (SELECT metric FROM complement)
),
-- What one article leaves out another copy of the announcement prints.
across AS MATERIALIZED (
    SELECT concat_ws(':', total.series_id, total.release_id, total.starts, total.ends, complement.number) AS relation_id,
           total.figure_id AS total_figure_id, part.figure_id, complement.scopes,
           count(*) OVER (PARTITION BY total.series_id, total.release_id, total.starts, total.ends, complement.number) AS found
    FROM voiced AS total
    JOIN complement ON complement.metric = total.metric
    JOIN voiced AS part
      ON part.release_id = total.release_id AND part.place = total.place AND part.metric = total.metric
     AND part.scope = complement.scope AND part.basis = total.basis AND part.speaker = total.speaker
     AND part.unit_class = total.unit_class AND part.starts = total.starts AND part.ends = total.ends
     AND part.unit = total.unit
    WHERE total.scope = ''
),
listed AS MATERIALIZED (
    SELECT * FROM member
    UNION ALL
    SELECT DISTINCT ON (across.relation_id, voiced.figure_id)
           across.relation_id, CASE WHEN voiced.figure_id = across.total_figure_id THEN 'total' ELSE 'part' END,
           'release', true, voiced.release_id, voiced.said_at, voiced.series_id, voiced.figure_id,
           voiced.start_char, voiced.value, voiced.wide_low, voiced.wide_high, voiced.unit, voiced.counter,
           voiced.phrase, voiced.quote, voiced.sentence, voiced.url, voiced.outlet_id, voiced.published,
           voiced.period_start, voiced.period_end, voiced.place, voiced.metric, voiced.registered, voiced.scope,
           voiced.basis, voiced.kind_class
    FROM across
    JOIN voiced ON voiced.figure_id IN (across.total_figure_id, across.figure_id)
    WHERE across.found = across.scopes
),
summed AS (
    SELECT relation_id,
           count(*) AS parts, sum(value) AS value, sum(wide_low) AS wide_low, sum(wide_high) AS wide_high,
           min(value) AS smallest, count(DISTINCT metric) AS metrics, min(metric) AS metric,
           min(last_place(value)) AS finest, bool_and(quote ~ '[조억만]') AS in_groups,
           bool_or(sentence ~ '(?:기타|나머지|그 외|그 밖)') AS with_the_rest,
           md5(string_agg(DISTINCT series_id::text, ',' ORDER BY series_id::text)) AS names
    FROM listed
    WHERE part = 'part'
    GROUP BY relation_id
),
offence AS MATERIALIZED (
    SELECT total.*, summed.parts, summed.value AS sum_value, summed.smallest, summed.names,
           summed.value > total.value AS exceeds,
           summed.metrics = 1 AND summed.metric = total.metric AS of_one_measure,
           -- The words or the digits themselves say that this is the sum.
           (summed.with_the_rest AND summed.value * 2 > total.value AND summed.value < total.value * 2)
               OR digits_slipped(total.value, summed.value) AS is_the_sum,
           total.value - summed.value AS missing
    FROM listed AS total
    JOIN summed USING (relation_id)
    CROSS JOIN LATERAL (
        SELECT CASE WHEN summed.in_groups AND total.quote ~ '[조억만]'
                    THEN least(summed.finest, last_place(total.value)) * summed.parts ELSE 0 END AS value
    ) AS tolerated
    WHERE total.part = 'total'
      AND abs(total.value - summed.value) > tolerated.value
      -- What no word calls the parts of a total is so only if it nearly is.
      AND (total.wording <> 'beside'
           OR (summed.value > total.value AND summed.value < 1.3 * total.value)
           OR (total.complete AND summed.value < total.value AND 2 * (total.value - summed.value) < summed.smallest)
           OR digits_slipped(total.value, summed.value))
      AND (summed.wide_low > total.wide_high
           OR (summed.wide_high < total.wide_low
               AND (total.complete
                    -- A few examples may well be almost all there is.
                    OR (total.wording = 'list' AND summed.parts > 1
                        AND total.value - summed.value < summed.smallest))))
),
-- The part that fits if one digit is put in, taken out or the unit is another: it is the suspect.
slip AS (
    SELECT DISTINCT ON (offence.relation_id)
           offence.relation_id, part.figure_id, part.value, part.value + offence.missing AS implied, part.phrase, part.quote
    FROM offence
    JOIN listed AS part ON part.relation_id = offence.relation_id AND part.part = 'part'
    CROSS JOIN LATERAL (
        SELECT regexp_replace(part.quote, '\D', '', 'g') AS printed,
               regexp_replace(korean_amount(part.value + offence.missing, part.unit, part.counter), '\D', '', 'g') AS implied
    ) AS digits
    WHERE part.value + offence.missing > 0
      AND EXISTS (
          SELECT FROM generate_series(1, greatest(length(digits.printed), length(digits.implied))) AS place
          WHERE overlay(digits.implied PLACING '' FROM place FOR 1) = digits.printed
             OR overlay(digits.printed PLACING '' FROM place FOR 1) = digits.implied)
      AND length(least(digits.printed, digits.implied)) >= 3
    ORDER BY offence.relation_id, abs(part.value) DESC, part.start_char
),
judged AS (
    SELECT offence.*, slip.figure_id AS slip_id, slip.value AS slip_value, slip.implied AS slip_implied,
           slip.phrase AS slip_phrase, slip.quote AS slip_quote,
           concat_ws(':', offence.series_id, coalesce(offence.period_start::text, 'open'),
                     coalesce(offence.period_end::text, 'open'), left(offence.names, 8)) AS fingerprint,
           CASE
               WHEN offence.wording = 'beside' THEN 'warning'
               -- A list that does not claim to be complete may just not be.
               WHEN NOT offence.complete AND NOT offence.exceeds THEN 'info'
               -- Twice the total is more likely another total than a wrong sum.
               WHEN offence.wording IN ('list', 'breakdown') AND slip.figure_id IS NULL
                    AND NOT offence.of_one_measure AND NOT offence.is_the_sum AND offence.sum_value >= 2 * offence.value THEN 'info'
               -- As much again is missing as one more part would be: the list names the largest only.
               WHEN offence.wording = 'breakdown' AND slip.figure_id IS NULL
                    AND NOT offence.is_the_sum AND NOT offence.exceeds
                    AND offence.missing >= offence.smallest THEN 'info'
               WHEN offence.complete AND offence.registered
                    AND abs(offence.missing) >= 0.2 * greatest(abs(offence.value), abs(offence.sum_value))
                    AND offence.wording IN ('brackets', 'scopes', 'parts', 'table', 'rest') THEN 'critical'
               ELSE 'warning'
           END AS severity
    FROM offence
    LEFT JOIN slip USING (relation_id)
),
-- Copies repeat the sum of the announcement, whatever they call it.
once AS (
    SELECT DISTINCT ON (release_id, value, sum_value) *
    FROM judged
    ORDER BY release_id, value, sum_value, wording = 'release', complete DESC, said_at, relation_id
),
told AS (
    SELECT DISTINCT ON (fingerprint) *
    FROM once
    ORDER BY fingerprint, severity = 'info', said_at, relation_id
),
parts AS (
    SELECT told.relation_id,
           jsonb_agg(amount_words(part.value, part.unit, part.counter) ORDER BY part.start_char) AS addition,
           jsonb_agg(figure_evidence(part.url, part.outlet_id, part.published, part.sentence, part.value)
                     ORDER BY part.start_char) AS evidence,
           array_agg(part.figure_id ORDER BY part.figure_id = told.slip_id DESC NULLS LAST, part.start_char) AS figure_ids
    FROM told
    JOIN listed AS part ON part.relation_id = told.relation_id AND part.part = 'part'
    GROUP BY told.relation_id
)
SELECT told.fingerprint,
       told.severity,
       told.series_id,
       told.place,
       told.metric,
       series_words(told.place, told.metric, told.phrase, told.period_start, told.period_end, told.scope, told.basis)
       || jsonb_build_object(
           'say', 'sum',
           'total', amount_words(told.value, told.unit, told.counter),
           'sum', amount_words(told.sum_value, told.unit, told.counter),
           'parts', CASE WHEN told.parts > 8 THEN jsonb_build_object('say', 'many', 'parts', told.parts) ELSE parts.addition END,
           'rest', CASE
               WHEN told.slip_id IS NOT NULL
                   THEN jsonb_build_object('say', 'suspect', 'quote', btrim(told.slip_quote),
                                           'implied', amount_words(told.slip_implied, told.unit, told.counter))
               WHEN NOT told.complete AND NOT told.exceeds THEN jsonb_build_object('say', 'incomplete')
           END) AS told,
       CASE
           WHEN told.slip_id IS NOT NULL THEN ARRAY[told.value, told.sum_value, told.slip_value, told.slip_implied]
           ELSE ARRAY[told.value, told.sum_value]
       END AS compared,
       jsonb_build_array(figure_evidence(told.url, told.outlet_id, told.published, told.sentence, told.value))
           || parts.evidence AS evidence,
       CASE
           WHEN told.slip_id IS NOT NULL THEN parts.figure_ids || told.figure_id
           ELSE told.figure_id || parts.figure_ids
       END AS figure_ids
FROM told
JOIN parts USING (relation_id)
