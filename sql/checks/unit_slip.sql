-- A number would fit if its unit were another one: ten to a thousand times, 만 or 억 up or down, or the unit
-- of its last group missing (9억 3681달러 for 9억 3681만 달러).
-- It must fit something that was printed: the same series and period elsewhere, the other points of its own
-- series, the point that its own growth is said of, its place in a list that runs from large to small, or so much
-- for each of so many. An amount of money whose last group has no word of its own (3억 2,184달러, 1조 5,200원) is told
-- by its form alone: money of that size is hardly ever counted to the last won.
WITH
-- Printed elsewhere for the same series and period. What is said more often stands; of equals what was
-- said first.
elsewhere AS (
    SELECT DISTINCT ON (pair.figure_id)
           pair.figure_id, meant.meant, pair.other_id AS witness,
           jsonb_build_object('say', 'elsewhere', 'value', amount_words(pair.other_value, pair.unit, pair.counter),
                              'times', pair.times) AS reason,
           'warning' AS severity
    FROM (
        SELECT slipped.figure_id, slipped.version_id, slipped.value, slipped.registered,
               other.figure_id AS other_id, other.version_id AS other_version_id, other.value AS other_value,
               other.unit, other.counter, other.times, other.said_at
        FROM scope_said AS slipped
        JOIN scope_said AS other
          ON other.series_id = slipped.series_id
         AND other.starts = slipped.starts
         AND other.ends = slipped.ends
         AND other.unit = slipped.unit
         AND (other.times, slipped.said_at, slipped.figure_id) > (slipped.times, other.said_at, other.figure_id)
        WHERE (other.low > slipped.high OR other.high < slipped.low)
          -- A slipped unit is a place or more, and a missing one needs a group before it: most pairs end here, and
          -- only of the others is asked what they may have meant.
          AND (other.value >= 10 * slipped.value OR 10 * other.value <= slipped.value OR slipped.value > 1e8)
          AND length(rtrim(trunc(abs(slipped.value))::text, '0')) >= CASE WHEN slipped.registered THEN 2 ELSE 3 END
        OFFSET 0
    ) AS pair
    CROSS JOIN LATERAL slipped_values(pair.value) AS meant
    WHERE meant.meant = pair.other_value
      -- What a text corrects is mended, and its correction is no slip. Texts are not looked through for every pair.
      AND NOT coalesce((
          SELECT bool_or(tells_correction(version.text))
          FROM article_version AS version
          WHERE meant.meant IS NOT NULL AND version.version_id IN (pair.version_id, pair.other_version_id)
      ), false)
    ORDER BY pair.figure_id, pair.times DESC, pair.said_at, pair.other_id
),
-- Series whose largest value is more than four times their least: in no other does one number stand out so far.
wide AS MATERIALIZED (
    SELECT series_id, length
    FROM scope_point
    WHERE value > 0
    GROUP BY series_id, length
    HAVING max(value) > 4 * min(value)
),
-- The other points of the series. Its widest swing must be far smaller than the slip.
neighbour AS (
    SELECT point.figure_id, other.value, other.figure_id AS other_figure, other.said_at AS other_said_at,
           abs(other.course_number - point.course_number) AS distance, other.course_number AS other_number,
           count(*) OVER points AS points,
           max(other.value) OVER points AS largest,
           min(other.value) OVER points AS smallest
    FROM wide
    JOIN scope_point AS point ON point.series_id = wide.series_id AND point.length = wide.length
    JOIN scope_point AS other
      ON other.series_id = point.series_id
     AND other.length = point.length
     AND other.course_number BETWEEN point.course_number - 6 AND point.course_number + 6
     AND other.ends <> point.ends
     AND NOT other.confirmed_error
    WHERE point.kind_class IN ('amount', 'cumulative')
      AND point.unit NOT IN ('%', '%p', 'times', 'rank')
      AND point.value > 0
      AND other.value > 0
    WINDOW points AS (PARTITION BY point.figure_id)
),
course AS (
    SELECT figure_id, points, largest, smallest,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY value::double precision) AS usual,
           (array_agg(other_figure ORDER BY distance, other_number DESC))[1] AS nearest
    FROM neighbour
    GROUP BY figure_id, points, largest, smallest
    HAVING points >= 2 AND largest <= 2 * smallest
),
against_history AS (
    SELECT DISTINCT ON (point.figure_id)
           point.figure_id, meant.meant, course.nearest AS witness,
           jsonb_build_object('say', 'history', 'points', course.points,
                              'least', amount_words(course.smallest, point.unit, point.counter),
                              'most', amount_words(course.largest, point.unit, point.counter)) AS reason,
           CASE WHEN course.points >= 3 THEN 'critical' ELSE 'warning' END AS severity
    FROM course
    JOIN scope_point AS point ON point.figure_id = course.figure_id
    CROSS JOIN LATERAL slipped_values(point.value) AS meant
    WHERE meant.slip <> 'last group'
      -- A slip of one place could be growth: the series must be narrow, and the meant value inside it.
      AND (point.low > 4 * course.largest OR point.high < course.smallest / 4)
      AND meant.meant BETWEEN 0.8 * course.smallest AND 1.25 * course.largest
    ORDER BY point.figure_id, abs(ln(meant.meant::double precision / course.usual))
),
-- One earlier point alone: a hundredfold or more, and otherwise as it was.
against_one AS (
    SELECT DISTINCT ON (point.figure_id)
           point.figure_id, meant.meant, neighbour.other_figure AS witness,
           jsonb_build_object('say', 'one_point', 'value', amount_words(neighbour.value, point.unit, point.counter)) AS reason,
           'warning' AS severity
    FROM neighbour
    JOIN scope_point AS point ON point.figure_id = neighbour.figure_id
    CROSS JOIN LATERAL slipped_values(point.value) AS meant
    WHERE neighbour.points = 1
      AND neighbour.value >= 100
      AND meant.slip <> 'last group'
      AND greatest(point.value, neighbour.value) >= 50 * least(point.value, neighbour.value)
      AND meant.meant BETWEEN 0.8 * neighbour.value AND 1.25 * neighbour.value
      -- Of the two the later one is told; the earlier stood before.
      AND point.said_at >= neighbour.other_said_at
    ORDER BY point.figure_id, abs(ln((meant.meant / neighbour.value)::double precision))
),
-- What is counted while its period still runs (a festival's visitors in its year) is no point of the series: it may
-- grow. It is a slip all the same where it is fifty times what every period before had.
against_before AS (
    SELECT DISTINCT ON (running.figure_id)
           running.figure_id, meant.meant, other.figure_id AS witness,
           jsonb_build_object('say', 'one_point', 'value', amount_words(other.value, other.unit, other.counter)) AS reason,
           'warning' AS severity
    FROM (
        SELECT voice.figure_id, voice.series_id, voice.role, voice.unit, voice.value, voice.period_end,
               max(earlier.value) AS most_before
        FROM scope_voice AS voice
        JOIN scope_voice AS earlier
          ON earlier.series_id = voice.series_id AND earlier.role = voice.role AND earlier.unit = voice.unit
        WHERE voice.role = 'report'
          AND voice.agrees
          AND voice.kind_class IN ('amount', 'cumulative')
          AND voice.unit NOT IN ('%', '%p', 'times', 'rank')
          AND voice.period_rung NOT IN ('none', 'publication')
          AND voice.said_on < voice.period_end
          AND earlier.period_end < voice.period_end
          AND NOT earlier.confirmed_error
          AND earlier.value > 0
          AND abs((earlier.period_end - earlier.period_start) - (voice.period_end - voice.period_start)) <= 3
        GROUP BY voice.figure_id, voice.series_id, voice.role, voice.unit, voice.value, voice.period_end
    ) AS running
    JOIN scope_voice AS other
      ON other.series_id = running.series_id AND other.role = running.role AND other.unit = running.unit
     AND other.value = running.most_before
    CROSS JOIN LATERAL slipped_values(running.value) AS meant
    WHERE other.period_end < running.period_end
      AND running.most_before >= 100
      AND running.value >= 50 * running.most_before
      AND meant.slip <> 'last group'
      AND meant.meant BETWEEN 0.8 * running.most_before AND 1.25 * running.most_before
    ORDER BY running.figure_id, abs(ln((meant.meant / running.most_before)::double precision)), other.period_end DESC,
             other.figure_id
),
-- What the text says it grew from was printed, ten or more times smaller or larger.
against_growth AS (
    SELECT DISTINCT ON (movement.level_id)
           movement.level_id AS figure_id, meant.meant, base.figure_id AS witness,
           jsonb_build_object('say', 'growth', 'growth', amount_words(movement.growth, '%', NULL),
                              'base', amount_words(base.value, base.unit, base.counter)) AS reason,
           'critical' AS severity
    FROM scope_movement AS movement
    JOIN scope_voice AS base
      ON base.series_id = movement.series_id AND base.ends = movement.compared_end AND base.unit = movement.unit
    CROSS JOIN LATERAL slipped_values(movement.level) AS meant
    WHERE movement.growth_unit = '%'
      AND movement.base IS NULL
      AND movement.growth BETWEEN -90 AND 300
      AND base.value > 0
      AND base.release_id <> movement.release_id
      AND meant.slip <> 'last group'
      AND meant.meant BETWEEN base.low * (1 + movement.growth_low / 100) * 0.999
                          AND base.high * (1 + movement.growth_high / 100) * 1.001
    ORDER BY movement.level_id, base.release_said_at DESC, base.figure_id
),
-- Lists that run from large to small: all but one follow, and that one would.
listed AS (
    SELECT version_id, figure_id, sentence, value, unit, counter, kind_class, start_char,
           lag(value) OVER list AS value_before,
           lead(value) OVER list AS value_after,
           lag(figure_id) OVER list AS figure_before,
           count(*) OVER (PARTITION BY version_id, sentence, unit, kind_class) AS members
    FROM scope_reading
    WHERE role = 'report'
      AND stands_in IN ('paragraph', 'list_item')
      AND kind_class = 'amount'
      AND unit NOT IN ('%', '%p', 'times', 'rank')
      AND value > 0
      -- Few sentences have one of these letters, and to look for them takes less than the pattern.
      AND CASE WHEN sentence LIKE '%순%' OR sentence LIKE '%에 이어%' OR sentence LIKE '%뒤를 이%'
               THEN sentence ~ '순(?:으로|이|서|$|[ ,.])|에 이어|뒤를 이|[가-힣] 순' END
    WINDOW list AS (PARTITION BY version_id, sentence, unit, kind_class ORDER BY start_char)
),
order_of_list AS (
    SELECT version_id, sentence, unit, kind_class,
           count(*) FILTER (WHERE value_before < value) AS rises
    FROM listed
    WHERE members >= 4
    GROUP BY version_id, sentence, unit, kind_class
),
against_rank AS (
    SELECT DISTINCT ON (listed.figure_id)
           listed.figure_id, meant.meant, listed.figure_before AS witness,
           jsonb_build_object('say', 'list', 'above', amount_words(listed.value_before, listed.unit, listed.counter),
                              'below', amount_words(listed.value_after, listed.unit, listed.counter)) AS reason,
           'warning' AS severity
    FROM listed
    JOIN order_of_list AS whole
      ON whole.version_id = listed.version_id
     AND whole.sentence = listed.sentence
     AND whole.unit = listed.unit
     AND whole.kind_class = listed.kind_class
    CROSS JOIN LATERAL slipped_values(listed.value) AS meant
    WHERE whole.rises = 1
      AND listed.value_before IS NOT NULL
      AND listed.value_after IS NOT NULL
      AND listed.value_before >= listed.value_after
      AND NOT listed.value BETWEEN listed.value_after AND listed.value_before
      AND meant.meant BETWEEN listed.value_after AND listed.value_before
    ORDER BY listed.figure_id, meant.slip = 'last group' DESC, abs(meant.meant - listed.value)
),
-- So much for each (1인당 20만 원) of so many, in one text: with three digits or more no chance makes an amount
-- of the text the product but for its unit.
each_and_many AS (
    SELECT each.version_id, each.place, each.unit, each.counter, each.figure_id AS each_id, each.value AS each_value,
           many.figure_id AS many_id, many.value AS many_value, many.unit AS many_unit, many.counter AS many_counter,
           each.value * many.value AS product
    FROM scope_reading AS each
    JOIN scope_reading AS many ON many.version_id = each.version_id AND many.place = each.place
    WHERE each.role = 'per_unit'
      AND each.unit ~ '^[A-Z]{3}$'
      AND each.value > 0
      AND many.role = 'report'
      AND many.kind_class IN ('amount', 'cumulative', 'target', 'forecast')
      AND many.unit IN ('person', 'household', 'company')
      AND many.low = many.high
      AND many.value > 0
      AND length(rtrim(trunc(each.value * many.value)::text, '0')) >= 3
),
against_product AS (
    SELECT DISTINCT ON (total.figure_id)
           total.figure_id, meant.meant, each_and_many.many_id AS witness,
           jsonb_build_object(
               'say', 'product',
               'each', amount_words(each_and_many.each_value, each_and_many.unit, each_and_many.counter),
               'many', amount_words(each_and_many.many_value, each_and_many.many_unit, each_and_many.many_counter),
               'product', amount_words(each_and_many.product, each_and_many.unit, each_and_many.counter)) AS reason,
           -- Of three digits that are only near a product of two other numbers of the text chance makes many.
           CASE WHEN meant.meant = each_and_many.product THEN 'warning' ELSE 'info' END AS severity
    FROM each_and_many
    JOIN scope_reading AS total
      ON total.version_id = each_and_many.version_id AND total.place = each_and_many.place AND total.unit = each_and_many.unit
    CROSS JOIN LATERAL slipped_values(total.value) AS meant
    WHERE total.role = 'report'
      AND total.kind_class IN ('amount', 'cumulative', 'target', 'forecast')
      AND length(rtrim(trunc(abs(total.value))::text, '0')) >= 3
      AND meant.slip <> 'last group'
      -- The amount may be rounded or cut off.
      AND abs(meant.meant - each_and_many.product) <= 0.005 * each_and_many.product
      AND abs(meant.meant - each_and_many.product) <= last_place(meant.meant)
      -- No amount of the text is the product as it stands.
      AND NOT EXISTS (
          SELECT FROM scope_reading AS fitting
          WHERE fitting.version_id = total.version_id AND fitting.unit = total.unit
            AND fitting.low <= each_and_many.product AND fitting.high >= each_and_many.product
      )
    ORDER BY total.figure_id, abs(meant.meant - each_and_many.product), each_and_many.many_id
),
-- The group behind 억 or 조 has lost its 만 or 억. The nearest amount of its sentence that has one stands beside it.
against_form AS (
    SELECT DISTINCT ON (bare.figure_id)
           bare.figure_id, bare.meant, coalesce(complete.figure_id, bare.figure_id) AS witness,
           jsonb_build_object('say', CASE WHEN complete.figure_id IS NULL THEN 'form' ELSE 'form_beside' END,
                              'group', bare.part[2], 'word', bare.word, 'beside', btrim(complete.quote)) AS reason,
           'warning' AS severity
    FROM (
        SELECT printed.*, large.word,
               printed.value + replace(printed.part[2], ',', '')::numeric * (large.worth - 1) AS meant
        FROM (
            SELECT figure_id, version_id, sentence, unit, value, start_char,
                   regexp_match(quote, '([조억])\s?([0-9]{1,4}|[0-9],[0-9]{3})(?:여)?\s?(?:원|달러|불|유로|엔|위안)') AS part
            FROM scope_reading
            WHERE unit ~ '^[A-Z]{3}$'
              AND value > 1e8
              AND mod(value, 1e8) BETWEEN 1 AND 9999
        ) AS printed
        JOIN (VALUES ('조', '억', 1e8), ('억', '만', 1e4)) AS large (behind, word, worth) ON large.behind = printed.part[1]
        WHERE mod(printed.value, 1e8) = replace(printed.part[2], ',', '')::numeric
    ) AS bare
    LEFT JOIN scope_reading AS complete
      ON complete.version_id = bare.version_id AND complete.sentence = bare.sentence AND complete.unit = bare.unit
     AND complete.quote ~ (bare.word || '[^0-9]*$')
    ORDER BY bare.figure_id, abs(complete.start_char - bare.start_char), complete.figure_id
),
found AS (
    SELECT DISTINCT ON (figure_id) *
    FROM (
        SELECT 1 AS precedence, * FROM elsewhere
        UNION ALL
        SELECT 2, * FROM against_rank
        UNION ALL
        SELECT 3, * FROM against_product
        UNION ALL
        SELECT 4, * FROM against_growth
        UNION ALL
        SELECT 5, * FROM against_history
        UNION ALL
        SELECT 6, * FROM against_one
        UNION ALL
        SELECT 7, * FROM against_before
        UNION ALL
        SELECT 8, * FROM against_form
    ) AS any_of_them
    ORDER BY figure_id, severity = 'info', precedence
)
SELECT DISTINCT ON (suspect.series_id, suspect.period_start, suspect.period_end)
       concat_ws(':', suspect.series_id, coalesce(suspect.period_start::text, 'open'), coalesce(suspect.period_end::text, 'open'))
           AS fingerprint,
       found.severity,
       suspect.series_id,
       suspect.place,
       suspect.metric,
       series_words(suspect.place, suspect.metric, suspect.phrase, suspect.period_start, suspect.period_end, suspect.scope,
                    suspect.basis)
       || jsonb_build_object(
           'say', 'slipped',
           'printed', btrim(suspect.quote),
           'value', amount_words(suspect.value, suspect.unit, suspect.counter),
           'meant', amount_words(trim_scale(found.meant), suspect.unit, suspect.counter),
           'reason', found.reason) AS told,
       ARRAY[suspect.value, trim_scale(found.meant)]
       || CASE WHEN found.reason ->> 'say' = 'one_point' THEN ARRAY[witness.value] ELSE '{}' END AS compared,
       jsonb_build_array(figure_evidence(suspect.url, suspect.outlet_id, suspect.published, suspect.sentence, suspect.value))
       || CASE WHEN witness.figure_id = suspect.figure_id THEN '[]' ELSE jsonb_build_array(
              figure_evidence(witness.url, witness.outlet_id, witness.published, witness.sentence, witness.value))
          END AS evidence,
       ARRAY[suspect.figure_id] || array_remove(ARRAY[witness.figure_id], suspect.figure_id) AS figure_ids
FROM found
JOIN scope_reading AS suspect ON suspect.figure_id = found.figure_id
JOIN scope_reading AS witness ON witness.figure_id = found.witness
ORDER BY suspect.series_id, suspect.period_start, suspect.period_end, found.precedence, suspect.said_at,
         suspect.figure_id
