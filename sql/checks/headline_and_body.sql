-- The figure of a headline stands nowhere in the body, or stands there for another thing.
-- Value: no figure of the body agrees with it, rounded or cut off as headlines do, nor any sum, difference or
-- ratio of its figures; and the body says one other value of the same series and period, or of a measure in
-- the same words that is a slip of the pen away.
-- Scope: the body has the number as a whole (총사업비, 전체 …) without the noun that the headline gives it,
-- and has that noun with another number as a part of the whole.
-- Change: the headline joins a level with a change or growth that the body tells of another series (a part), while
-- the body has the level of the period compared with, and the two make another change.
WITH head AS MATERIALIZED (
    SELECT *
    FROM scope_reading
    WHERE stands_in IN ('title', 'subtitle')
      AND role = 'report'
      AND kind_class NOT IN ('rank', 'attainment')
      AND unit NOT IN ('times', 'rank')
      AND value <> 0
),
body AS MATERIALIZED (
    SELECT *
    FROM scope_reading
    WHERE stands_in NOT IN ('title', 'subtitle')
      -- Of an announcement without a headline that has a figure, nothing is asked.
      AND release_id IN (SELECT release_id FROM scope_reading WHERE stands_in IN ('title', 'subtitle'))
),
in_body AS MATERIALIZED (
    SELECT head.figure_id AS head_id, body.figure_id AS body_id
    FROM head
    JOIN body
      ON body.version_id = head.version_id
     AND body.unit = head.unit
     AND (abs(body.value) = abs(head.value)
          -- One digit alone (1조) states an interval that takes in too much.
          OR (NOT values_differ(body.value, body.low, body.high, head.value, head.low, head.high)
              AND (abs(body.value - head.value) <= 0.2 * greatest(abs(body.value), abs(head.value))
                   OR 'Infinity' IN (body.high, head.high, -body.low, -head.low)
                   OR body.low <= head.value AND head.value <= body.high AND body.value_high IS NOT NULL))
          OR only_rounds(abs(body.value), abs(head.value)))
),
-- 돌파, 육박, 시대 … let a headline stand some way off; 대 means the whole decade.
missing AS MATERIALIZED (
    SELECT head.*,
           CASE
               WHEN substr(head.sentence, strpos(head.sentence, head.quote) + length(head.quote), 14)
                    ~ '^\s?[을를이가도에의]?\s?(?:여|대(?![가-힣])|선|가량|안팎|돌파|넘|육박|근접|가까|달성|시대|고지|이상|초과|상회|눈앞|코앞|뛰어|규모|훌쩍|턱밑)'
                    OR text_before(head.sentence, head.quote) ~ '(?:약|무려|최대|최소|근|근 |약 |최대 |최소 |무려 )$'
                   THEN 0.25
               ELSE 0
           END AS leeway
    FROM head
    WHERE NOT EXISTS (SELECT FROM in_body WHERE in_body.head_id = head.figure_id)
),
-- What could be the same thing in the body, the likeliest first: of the same series and a slip of the pen away,
-- a slip in the same words, of the same series, a slip, in the same words.
rival AS MATERIALIZED (
    SELECT near.*,
           CASE
               WHEN slipped AND same_series THEN 1
               WHEN slipped AND same_words THEN 2
               WHEN same_series THEN 3
               WHEN slipped AND NOT same_metric AND missing.value / last_place(missing.value) >= 100
                    AND floor(log(abs(missing.value))) = floor(log(abs(near.value))) THEN 4
               WHEN same_words AND NOT same_metric THEN 5
           END AS rank
    FROM missing
    JOIN LATERAL (
        SELECT missing.figure_id AS head_id, body.figure_id AS body_id, body.value, body.low, body.high, body.start_char,
               -- What ran up over some years one writer calls a total so far, the other an amount.
               replace(body.kind_class, 'cumulative', 'amount') = replace(missing.kind_class, 'cumulative', 'amount')
                   AS same_kind,
               body.series_id = missing.series_id AS same_series,
               body.registered AND missing.registered AND body.metric = missing.metric AS same_metric,
               -- The body is often finer; and a digit that is lost may move the others to another place. What
               -- has other digits altogether is sieved out first.
               CASE
                   WHEN length(translate(left(digits.body, length(digits.head)), digits.head, '')) <= 1
                        AND length(translate(digits.head, left(digits.body, length(digits.head) + 1), '')) <= 1
                       THEN digits_slipped(digits.head::numeric, left(digits.body, length(digits.head))::numeric)
                            OR digits_slipped(digits.head::numeric, left(digits.body, length(digits.head) + 1)::numeric)
                            OR digits_slipped(digits.head_printed::numeric, digits.body_printed::numeric)
                   ELSE false
               END AS slipped,
               length(noun.last_word) >= 2 AND strpos(body.phrase, noun.last_word) > 0
           -- 파급효과 … 대회 예산: what it cost is another thing.
           AND NOT (body.phrase ~ '(?:예산|사업비|경비|비용)$' AND noun.last_word !~ '(?:예산|사업비|경비|비용)') AS same_words
        FROM body
        CROSS JOIN LATERAL (
            SELECT regexp_replace(split_part(missing.phrase, ' ', -1), '(?:액|수|률|율)$', '') AS last_word
        ) AS noun
        CROSS JOIN LATERAL (
            SELECT trim(BOTH '0' FROM replace(trim_scale(abs(missing.value))::text, '.', '')) AS head,
                   trim(BOTH '0' FROM replace(trim_scale(abs(body.value))::text, '.', '')) AS body,
                   nullif(regexp_replace(missing.quote, '[^0-9]', '', 'g'), '') AS head_printed,
                   nullif(regexp_replace(body.quote, '[^0-9]', '', 'g'), '') AS body_printed
        ) AS digits
        WHERE body.version_id = missing.version_id
          AND body.unit = missing.unit
          AND body.place = missing.place
          AND body.role = 'report'
          AND (body.period_end IS NOT DISTINCT FROM missing.period_end
               OR missing.period_rung IN ('publication', 'document', 'section', 'none')
               OR body.period_rung IN ('publication', 'none'))
          AND body.value <> 0
          AND abs(body.value - missing.value) > missing.leeway * abs(missing.value)
          -- A day's, a head's or a mean is not the sum.
          AND substring(text_before(body.sentence, body.quote) FROM '(하루|평균|[가-힣]당|매달|매월) [^0-9]*$')
              IS NOT DISTINCT FROM
              substring(text_before(missing.sentence, missing.quote) FROM '(하루|평균|[가-힣]당|매달|매월) [^0-9]*$')
    ) AS near ON near.same_kind
        OR (near.slipped AND missing.kind_class IN ('amount', 'target', 'forecast', 'cumulative'))
),
-- Where there is a choice, nothing is said.
sole AS (
    SELECT DISTINCT ON (rival.head_id) rival.*
    FROM rival
    WHERE rival.rank IS NOT NULL
      AND NOT EXISTS (
          SELECT FROM rival AS better WHERE better.head_id = rival.head_id AND better.rank < rival.rank)
      AND NOT EXISTS (
          SELECT FROM rival AS other
          WHERE other.head_id = rival.head_id
            AND other.rank = rival.rank
            AND values_differ(other.value, other.low, other.high, rival.value, rival.low, rival.high))
    ORDER BY rival.head_id, rival.start_char
),
-- All figures of the body, also those of series that are not in scope.
text_figure AS MATERIALIZED (
    SELECT found.*,
           row_number() OVER line AS number,
           sum(abs(found.value)) OVER line AS running
    FROM (SELECT DISTINCT missing.version_id FROM sole JOIN missing ON missing.figure_id = sole.head_id) AS text
    CROSS JOIN LATERAL (
        SELECT figure.figure_id, figure.version_id, figure.unit, figure.counter, figure.value, figure.start_char,
               coalesce(figure.low, '-Infinity') AS low, coalesce(figure.high, 'Infinity') AS high
        FROM figure
        WHERE figure.version_id = text.version_id
          AND figure.value IS NOT NULL
          AND figure.stands_in NOT IN ('title', 'subtitle')
        OFFSET 0
    ) AS found
    WINDOW line AS (PARTITION BY found.version_id, found.unit ORDER BY found.start_char)
),
-- What a headline writer may have worked out: sums, differences, products, growth and shares.
derived AS (
    SELECT last.version_id, last.unit, last.running - first.running + abs(first.value) AS value,
           0 AS leeway, last.number - first.number <= 5 AS neighbours
    FROM text_figure AS first
    JOIN text_figure AS last
      ON last.version_id = first.version_id AND last.unit = first.unit
     AND last.number BETWEEN first.number + 1 AND first.number + 12
    UNION ALL
    SELECT one.version_id, one.unit, abs(one.value - other.value), 0, false
    FROM text_figure AS one
    JOIN text_figure AS other
      ON other.version_id = one.version_id AND other.unit = one.unit AND other.number > one.number
    UNION ALL
    SELECT one.version_id, one.unit, abs(one.value) + abs(other.value), 0, false
    FROM text_figure AS one
    JOIN text_figure AS other
      ON other.version_id = one.version_id AND other.unit = one.unit AND other.number > one.number + 1
    UNION ALL
    SELECT one.version_id, one.unit, abs(one.value * other.value), 0, false
    FROM text_figure AS one
    JOIN text_figure AS other ON other.version_id = one.version_id AND other.unit <> one.unit
    WHERE other.value = trunc(other.value) AND other.unit <> '%'
    UNION ALL
    -- 14,579농가 중 83%: the headline may count them, as far as the share is rounded.
    SELECT one.version_id, one.unit, abs(one.value * share.value) / 100,
           abs(one.value) * (share.high - share.low) / 200, false
    FROM text_figure AS one
    JOIN text_figure AS share ON share.version_id = one.version_id AND share.start_char > one.start_char
    WHERE one.unit <> '%' AND share.unit = '%' AND share.value BETWEEN 0 AND 100
      AND share.high - share.low < 'Infinity'
    UNION ALL
    SELECT one.version_id, '%', ratio.value, 0, false
    FROM text_figure AS one
    JOIN text_figure AS other
      ON other.version_id = one.version_id AND other.unit = one.unit AND other.figure_id <> one.figure_id
    CROSS JOIN LATERAL (
        VALUES (abs(100 * one.value / nullif(other.value, 0))), (abs(100 * (one.value - other.value) / nullif(other.value, 0)))
    ) AS ratio (value)
    WHERE one.unit <> '%'
),
worked_out AS (
    SELECT missing.figure_id AS head_id, bool_or(derived.neighbours AND derived.value = abs(missing.value)) AS is_sum
    FROM sole
    JOIN missing ON missing.figure_id = sole.head_id
    JOIN derived ON derived.version_id = missing.version_id AND derived.unit = missing.unit
    WHERE abs(derived.value - abs(missing.value)) <= greatest(
              CASE missing.unit
                  WHEN '%' THEN last_place(missing.value)
                  ELSE least(0.5 * last_place(missing.value), 0.005 * abs(missing.value))
              END,
              missing.leeway * abs(missing.value),
              derived.leeway)
    GROUP BY missing.figure_id
),
-- A copy that cut the sentence has its number in another copy's body.
elsewhere AS (
    SELECT DISTINCT sole.head_id
    FROM sole
    JOIN missing ON missing.figure_id = sole.head_id
    JOIN body
      ON body.release_id = missing.release_id
     AND body.unit = missing.unit
     AND body.version_id <> missing.version_id
    WHERE NOT values_differ(body.value, body.low, body.high, missing.value, missing.low, missing.high)
),
otherwise AS (
    SELECT missing.figure_id AS head_id, sole.body_id,
           CASE
               WHEN sole.rank = 1 AND missing.period_end IS NOT DISTINCT FROM other.period_end
                    AND greatest(abs(missing.value), abs(other.value)) >= 2 * least(abs(missing.value), abs(other.value))
                   THEN 'critical'
               WHEN sole.rank <= 2 THEN 'warning'
               -- What the headline tells stands first in the body; many times as much is another thing.
               WHEN (sole.rank = 4
                     OR (sole.same_series AND missing.registered
                         AND greatest(abs(missing.value), abs(other.value))
                             < 3 * least(abs(missing.value), abs(other.value))))
                    AND NOT EXISTS (
                        SELECT FROM text_figure
                        WHERE text_figure.version_id = missing.version_id AND text_figure.unit = missing.unit
                          AND text_figure.start_char < other.start_char) THEN 'warning'
               WHEN sole.rank = 3
                    AND greatest(abs(missing.value), abs(other.value)) < 1.5 * least(abs(missing.value), abs(other.value))
                    AND (SELECT count(DISTINCT left(word, 2))
                         FROM regexp_split_to_table(missing.sentence, '[^가-힣A-Za-z]+') AS word
                         WHERE length(word) >= 2
                           AND word !~ '^(?:올해|지난|내년|작년)'
                           AND left(word, 2) <> left(missing.place, 2)
                           AND strpos(other.sentence, left(word, 2)) > 0) >= 2
                    AND NOT EXISTS (
                        SELECT FROM text_figure
                        WHERE text_figure.version_id = missing.version_id AND text_figure.unit = missing.unit
                          AND text_figure.start_char < other.start_char) THEN 'warning'
               -- The only number of its unit in the body, and near: nothing else can be meant.
               WHEN sole.rank IN (3, 5)
                    AND missing.counter IS NOT DISTINCT FROM other.counter
                    AND greatest(abs(missing.value), abs(other.value)) < 1.5 * least(abs(missing.value), abs(other.value))
                    AND (SELECT count(*) FROM text_figure
                         WHERE text_figure.version_id = missing.version_id AND text_figure.unit = missing.unit
                           AND text_figure.counter IS NOT DISTINCT FROM missing.counter) = 1 THEN 'warning'
               -- A measure that is known by its words alone: two things may have met in it.
               ELSE 'info'
           END AS severity
    FROM sole
    JOIN missing ON missing.figure_id = sole.head_id
    JOIN body AS other ON other.figure_id = sole.body_id
    -- Among many figures something always adds up; a slip of the pen is likelier than that.
    WHERE (sole.rank <= 2
           OR (missing.figure_id NOT IN (SELECT head_id FROM elsewhere)
               AND missing.figure_id NOT IN (SELECT head_id FROM worked_out)))
      AND missing.figure_id NOT IN (SELECT head_id FROM worked_out WHERE is_sum)
      -- In the same words only, and not the only one of its unit: it is another thing.
      AND (sole.rank < 5
           OR (SELECT count(*) FROM text_figure
               WHERE text_figure.version_id = missing.version_id AND text_figure.unit = missing.unit) = 1)
      -- Figures of the body outside the scope, and digits that no reader took for a figure.
      AND (SELECT count(*) FROM text_figure
           WHERE text_figure.version_id = missing.version_id
             AND text_figure.unit = missing.unit
             AND (NOT values_differ(text_figure.value, text_figure.low, text_figure.high,
                                    missing.value, missing.low, missing.high)
                  AND abs(text_figure.value - missing.value) <= 0.2 * greatest(abs(text_figure.value), abs(missing.value))
                  OR only_rounds(abs(text_figure.value), abs(missing.value))
                  OR abs(text_figure.value) = abs(missing.value))) = 0
      AND NOT (SELECT regexp_replace(article_version.body, '[\s,]', '', 'g')
                      ~ ('(?<![0-9.조억만천])'
                         || replace(substring(regexp_replace(missing.quote, '[\s,]', '', 'g') FROM '[0-9][0-9.조억만천백십]*'), '.', '\.')
                         || '(?![0-9])')
               FROM article_version
               WHERE article_version.version_id = missing.version_id
                 AND missing.quote ~ '[0-9]')
      -- The headline prints what the body says beside it.
      AND NOT EXISTS (
          SELECT FROM head
          WHERE head.version_id = missing.version_id AND head.unit = missing.unit
            AND head.low <= other.high AND head.high >= other.low)
),
-- Words around a figure, up to the numbers before and after it.
surrounded AS MATERIALIZED (
    SELECT words.*,
           regexp_replace((regexp_match(words.before, '([가-힣A-Za-z]+)[^가-힣A-Za-z]*$'))[1],
                          '(?:은|는|이|가|을|를|의|에|도|로|으로|만)$', '') AS noun_before
    FROM (
        SELECT reading.figure_id, reading.version_id, reading.unit, reading.kind_class, reading.value, reading.low,
               reading.high, reading.role, reading.start_char,
               coalesce(substring(text_before(reading.sentence, reading.quote) FROM '[^0-9]*$'), '') AS before,
               coalesce(substring(substr(reading.sentence, strpos(reading.sentence, reading.quote) + length(reading.quote))
                                  FROM '^[^0-9]*'), '') AS after,
               reading.stands_in IN ('title', 'subtitle') AS heads
        FROM scope_reading AS reading
        WHERE reading.version_id IN (
            SELECT version_id FROM in_body JOIN head ON head.figure_id = in_body.head_id)
          AND reading.unit NOT IN ('%', '%p', 'times', 'rank')
    ) AS words
),
named AS MATERIALIZED (
    SELECT DISTINCT surrounded.figure_id AS head_id, surrounded.version_id, surrounded.unit,
           regexp_replace(word, '(?:은|는|이|가|을|를|의|에|도|로|으로|만)$', '') AS noun
    FROM surrounded
    -- What a headline sets off by a comma, a dot or an ellipsis is another matter.
    CROSS JOIN LATERAL regexp_split_to_table(
        substring(surrounded.before FROM '[^,·…|/]*$') || ' ' || substring(surrounded.after FROM '^[^,·…|/]*'),
        '[^가-힣A-Za-z]+') AS word
    WHERE surrounded.heads
      AND length(word) >= 2
),
-- Several numbers with one noun are items of a list.
said_once AS (
    SELECT version_id, unit, noun_before
    FROM surrounded
    WHERE NOT heads AND role = 'report' AND noun_before IS NOT NULL
    GROUP BY version_id, unit, noun_before
    HAVING count(DISTINCT value) = 1
),
-- The headline's noun directly before another, smaller number of the body.
part AS (
    SELECT DISTINCT ON (named.head_id) named.head_id, named.noun, piece.figure_id AS part_id, whole.figure_id AS whole_id
    FROM named
    JOIN said_once
      ON said_once.version_id = named.version_id AND said_once.unit = named.unit AND said_once.noun_before = named.noun
    -- Each is said to be of one text, so that whatever the planner joins first it joins text by text.
    JOIN surrounded AS heading ON heading.figure_id = named.head_id AND heading.version_id = named.version_id
    JOIN surrounded AS piece
      ON piece.version_id = named.version_id
     AND piece.unit = named.unit
     AND piece.kind_class = heading.kind_class
     AND NOT piece.heads
     AND piece.role = 'report'
     AND piece.noun_before = named.noun
     AND abs(piece.high) < abs(heading.low)
    JOIN in_body ON in_body.head_id = named.head_id
    JOIN surrounded AS whole
      ON whole.figure_id = in_body.body_id
     AND whole.version_id = named.version_id
     AND whole.start_char < piece.start_char
    WHERE length(named.noun) >= 2
      -- The noun may stand behind the number: 3,215억 원의 국비.
      AND NOT EXISTS (
          SELECT FROM in_body AS place
          JOIN surrounded AS said ON said.figure_id = place.body_id
          WHERE place.head_id = named.head_id
            AND (strpos(said.before, named.noun) > 0
                 OR strpos(regexp_replace(said.after, named.noun || '(?:은|는|이|가|을|를|의|도|만)?[^가-힣]*$', ''), named.noun) > 0))
      -- The number is the whole and the other a part of it.
      AND (whole.before ~ '(?:총|전체|모두|합계|합쳐|합한|사업비|예산|총액)[가-힣]{0,3}[^가-힣]*$|총\s?[가-힣]+[은는이가]?[^가-힣]*$'
           OR piece.before ~ '(?:가운데|중|이 중|그중)[^가-힣]')
      -- The headline prints the part as well.
      AND NOT EXISTS (
          SELECT FROM surrounded AS also
          WHERE also.version_id = named.version_id AND also.heads AND also.unit = named.unit
            AND also.low <= piece.high AND also.high >= piece.low)
    ORDER BY named.head_id, piece.start_char, whole.start_char
),
-- Levels and moves that stand alone of their kind in a headline belong together there.
joined AS MATERIALIZED (
    SELECT step.figure_id AS step_id, step.version_id, step.value, step.unit, step.kind_class, step.low AS step_low,
           step.high AS step_high, level.figure_id AS level_id, level.series_id, level.low, level.high, level.value AS level
    FROM (
        SELECT head.*, count(*) OVER (PARTITION BY version_id, stands_in) AS steps
        FROM head
        WHERE kind_class IN ('change', 'growth') AND unit <> '%p'
    ) AS step
    JOIN (
        SELECT head.*, count(*) OVER (PARTITION BY version_id, stands_in) AS levels
        FROM head
        WHERE kind_class = 'amount'
    ) AS level
      ON level.version_id = step.version_id AND level.stands_in = step.stands_in
     AND level.place = step.place AND level.metric = step.metric
     AND level.unit = CASE step.kind_class WHEN 'change' THEN step.unit ELSE level.unit END
    WHERE step.steps = 1
      AND level.levels = 1
      AND level.unit <> '%'
),
moved AS (
    SELECT DISTINCT ON (joined.step_id)
           joined.step_id AS head_id, told.figure_id AS body_id, before.figure_id AS whole_id, joined.level_id,
           CASE joined.kind_class
               WHEN 'change' THEN joined.level - before.value
               ELSE round((joined.level / before.value - 1) * 100, scale(trim_scale(joined.value)) + 1)
           END AS made
    FROM joined
    JOIN body AS told
      ON told.version_id = joined.version_id AND told.kind_class = joined.kind_class AND told.unit = joined.unit
     AND told.value = joined.value
    JOIN scope_relation AS move ON move.figure_id = told.figure_id AND move.sort = 'change'
    JOIN scope_relation AS holder
      ON holder.relation_id = move.relation_id AND holder.part IN ('level', 'base')
     AND holder.series_id <> joined.series_id
    JOIN body AS before
      ON before.version_id = joined.version_id AND before.series_id = joined.series_id
     AND before.period_end = move.compared_end AND before.value > 0
    WHERE CASE joined.kind_class
              WHEN 'change' THEN joined.low - before.high > joined.step_high
                                 OR joined.high - before.low < joined.step_low
              ELSE (joined.low / before.high - 1) * 100 > joined.step_high + last_place(joined.value)
                   OR (joined.high / before.low - 1) * 100 < joined.step_low - last_place(joined.value)
          END
      AND before.low > 0
      AND before.high < 'Infinity'
      -- Nor does the body tell it of the level of the headline as well.
      AND NOT EXISTS (
          SELECT FROM scope_relation AS own
          JOIN scope_relation AS again ON again.relation_id = own.relation_id AND again.part IN ('change', 'growth')
          WHERE own.version_id = joined.version_id AND own.series_id = joined.series_id
            AND own.part IN ('level', 'base') AND again.value = joined.value
      )
    ORDER BY joined.step_id, told.start_char, before.start_char
),
found AS (
    SELECT head_id, body_id, NULL::uuid AS whole_id, NULL AS noun, severity, NULL::uuid AS level_id, NULL::numeric AS made
    FROM otherwise
    UNION ALL
    SELECT head_id, part_id, whole_id, noun, 'warning', NULL, NULL FROM part
    UNION ALL
    SELECT head_id, body_id, whole_id, NULL, 'warning', level_id, made FROM moved
),
-- Title and subtitle print a number once for a reader.
told AS (
    SELECT DISTINCT ON (head.article_id, head.unit, head.value) found.*
    FROM found
    JOIN head ON head.figure_id = found.head_id
    ORDER BY head.article_id, head.unit, head.value, found.severity = 'info', head.start_char, found.body_id
),
once AS (
    SELECT DISTINCT ON (head.article_id, head.series_id, head.period_start, head.period_end) told.*
    FROM told
    JOIN head ON head.figure_id = told.head_id
    ORDER BY head.article_id, head.series_id, head.period_start, head.period_end, head.start_char, told.body_id
)
SELECT concat_ws(':', head.article_id, head.series_id, coalesce(head.period_start::text, 'open'),
                 coalesce(head.period_end::text, 'open')) AS fingerprint,
       once.severity,
       head.series_id,
       head.place,
       head.metric,
       series_words(about.place, about.metric, about.phrase, about.period_start, about.period_end, about.scope, about.basis,
                    about.kind_class)
       || jsonb_build_object(
           'say', CASE WHEN once.made IS NOT NULL THEN 'change' WHEN once.noun IS NULL THEN 'value' ELSE 'scope' END,
           'noun', once.noun,
           'headline', amount_words(head.value, head.unit, head.counter),
           'body', amount_words(other.value, other.unit, other.counter),
           'level', amount_words(about.value, about.unit, about.counter),
           'before', amount_words(whole.value, whole.unit, whole.counter),
           'made', amount_words(once.made, head.unit, head.counter)) AS told,
       ARRAY[head.value, coalesce(once.made, other.value)] AS compared,
       jsonb_build_array(
           figure_evidence(head.url, head.outlet_id, head.published, head.sentence, head.value),
           figure_evidence(other.url, other.outlet_id, other.published, other.sentence, other.value))
       || CASE WHEN once.made IS NULL THEN '[]' ELSE jsonb_build_array(figure_evidence(
              whole.url, whole.outlet_id, whole.published, whole.sentence, whole.value)) END AS evidence,
       array_remove(ARRAY[head.figure_id, other.figure_id, once.whole_id], NULL) AS figure_ids
FROM once
JOIN head ON head.figure_id = once.head_id
JOIN head AS about ON about.figure_id = coalesce(once.level_id, once.head_id)
JOIN body AS other ON other.figure_id = once.body_id
LEFT JOIN body AS whole ON whole.figure_id = once.whole_id
