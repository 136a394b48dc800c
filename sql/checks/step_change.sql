-- A value leaves the course of its own series in one step.
-- Only periods of equal length are compared, one value each (that of most releases, then the latest).
-- With four earlier points or more, the course is a straight line through up to twelve of them, in
-- values and again in logarithms, its slope the median of all slopes between two of them and its width
-- the median distance from it; neither the tested point nor what is confirmed to be wrong takes part.
-- A step must leave both lines, must be large beside the usual distance, beside the value itself and
-- in absolute terms, and must be new since the point before. With fewer earlier points it is
-- information only.
WITH point AS MATERIALIZED (
    SELECT *
    FROM scope_point
    WHERE kind_class IN ('amount', 'cumulative')
      AND (period_start IS NOT NULL OR kind_class = 'cumulative')
),
-- A step is seen between two neighbours: a cheap sieve before the lines are drawn.
tested AS (
    SELECT *
    FROM point
    WHERE course_number > 1
      AND abs(value - value_before) >= 0.1 * greatest(abs(value_before), abs(value))
),
history AS (
    SELECT tested.series_id, tested.length, tested.number, earlier.number AS earlier_number,
           (earlier.period_end - tested.period_end)::numeric AS days, earlier.value,
           bool_and(earlier.value > 0) OVER tests AND tested.low > 0 AS all_positive,
           count(*) OVER tests AS points
    FROM tested
    JOIN point AS earlier
      ON earlier.series_id = tested.series_id
     AND earlier.length = tested.length
     AND earlier.course_number BETWEEN tested.course_number - 12 AND tested.course_number - 1
     AND NOT earlier.confirmed_error
    WINDOW tests AS (PARTITION BY tested.series_id, tested.length, tested.number)
),
-- The same points as values and, where all are positive, as logarithms.
drawn AS (
    SELECT 'values' AS scale, history.*, history.value::double precision AS height FROM history WHERE points >= 4
    UNION ALL
    SELECT 'logarithms', history.*, ln(history.value)::double precision FROM history
    WHERE points >= 4 AND all_positive AND value > 0
),
slope AS (
    SELECT a.scale, a.series_id, a.length, a.number,
           percentile_cont(0.5) WITHIN GROUP (
               ORDER BY (b.height - a.height) / (b.days - a.days)::double precision) AS per_day
    FROM drawn AS a
    JOIN drawn AS b
      ON b.scale = a.scale AND b.series_id = a.series_id AND b.length = a.length AND b.number = a.number
     AND b.days > a.days
    GROUP BY a.scale, a.series_id, a.length, a.number
),
level AS (
    SELECT drawn.scale, drawn.series_id, drawn.length, drawn.number, slope.per_day, drawn.points,
           percentile_cont(0.5) WITHIN GROUP (
               ORDER BY drawn.height - slope.per_day * drawn.days::double precision) AS expected,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(drawn.height)) AS usual_height,
           (1 + 1.0 / count(*) + power(avg(drawn.days), 2)
               / nullif(sum(drawn.days * drawn.days) - count(*) * power(avg(drawn.days), 2), 0))::double precision
               AS reach
    FROM drawn
    JOIN slope USING (scale, series_id, length, number)
    GROUP BY drawn.scale, drawn.series_id, drawn.length, drawn.number, slope.per_day, drawn.points
),
width AS (
    SELECT level.*,
           1.4826 * percentile_cont(0.5) WITHIN GROUP (
               ORDER BY abs(drawn.height - level.expected - level.per_day * drawn.days::double precision)) AS measured
    FROM level
    JOIN drawn USING (scale, series_id, length, number)
    GROUP BY level.scale, level.series_id, level.length, level.number, level.per_day, level.points,
             level.expected, level.usual_height, level.reach
),
-- How far the stated interval lies outside the line, and outside the line carried on from the point before.
outside AS (
    SELECT width.scale, tested.series_id, tested.length, tested.number, width.points,
           CASE WHEN width.scale = 'logarithms' THEN exp(width.expected) ELSE width.expected END AS expected_value,
           greatest(stated.low_height - width.expected, width.expected - stated.high_height, 0) AS from_line,
           abs(stated.height - stated.height_before
               - width.per_day * (tested.period_end - before.period_end)) AS from_before,
           -- A few points can lie close to a line by chance, so some six hundredths count as four more of them.
           swapped_near(tested.value, CASE WHEN width.scale = 'logarithms' THEN exp(width.expected)::numeric ELSE width.expected::numeric END, 0.03)
               AS swapped,
           sqrt(width.reach) * (width.measured * width.points + 0.06 * size.one * 4) / (width.points + 4)
               AS usual_distance,
           size.one
    FROM tested
    JOIN width
      ON width.series_id = tested.series_id AND width.length = tested.length AND width.number = tested.number
    JOIN point AS before
      ON before.series_id = tested.series_id AND before.length = tested.length
     AND before.course_number = tested.course_number - 1
     AND NOT before.confirmed_error
    CROSS JOIN LATERAL (
        SELECT CASE WHEN width.scale = 'logarithms' THEN 1 ELSE greatest(abs(width.expected), width.usual_height) END
    ) AS size (one)
    CROSS JOIN LATERAL (
        SELECT CASE width.scale WHEN 'logarithms' THEN ln(tested.low)::double precision ELSE tested.low END AS low_height,
               CASE width.scale WHEN 'logarithms' THEN ln(tested.high)::double precision ELSE tested.high END AS high_height,
               CASE width.scale WHEN 'logarithms' THEN ln(tested.value)::double precision ELSE tested.value END AS height,
               CASE width.scale WHEN 'logarithms' THEN ln(before.value)::double precision ELSE before.value END AS height_before
    ) AS stated
),
left_course AS (
    SELECT series_id, length, number, max(points) AS points,
           (array_agg(expected_value ORDER BY from_line / one))[1]::numeric AS expected,
           min(from_line / one) AS departure
    FROM outside
    GROUP BY series_id, length, number
    HAVING bool_and((from_line / one >= 0.3 AND from_before / one >= 0.3
                     -- Digits put back in order, it would keep to the line: a slip of the pen.
                     OR from_line / one >= 0.1 AND swapped)
                    AND from_line >= CASE WHEN swapped THEN 3 ELSE 4 + 12.0 / points END * usual_distance
                    AND from_before >= CASE WHEN swapped THEN 3 ELSE 4 + 12.0 / points END * usual_distance)
),
-- Too few points for a line: farther from all of them than three times or a third.
far_from_all AS (
    SELECT tested.series_id, tested.length, tested.number, max(history.points) AS points,
           tested.value_before AS expected, 0 AS departure
    FROM tested
    JOIN history USING (series_id, length, number)
    WHERE history.points < 4
      AND history.all_positive
    GROUP BY tested.series_id, tested.length, tested.number, tested.value_before, tested.low, tested.high,
             tested.kind_class
    -- Running totals multiply while they are young.
    HAVING bool_and(tested.low > CASE tested.kind_class WHEN 'cumulative' THEN 10 ELSE 3 END * history.value
                    OR tested.high < history.value / 3)
),
step AS (
    SELECT found.points, found.expected, found.departure, tested.*
    FROM (SELECT * FROM left_course UNION ALL SELECT * FROM far_from_all) AS found
    JOIN tested USING (series_id, length, number)
    WHERE abs(tested.value - found.expected) >= CASE
              WHEN tested.unit = 'KRW' THEN 100000000
              WHEN tested.unit IN ('USD', 'EUR', 'CNY') THEN 100000
              WHEN tested.unit = 'JPY' THEN 10000000
              WHEN tested.unit IN ('%', '%p') THEN 3
              -- Few things counted vary by the root of their number.
              ELSE greatest(10, 5 * sqrt(greatest(abs(found.expected), 1)))
          END
      -- The same season of the year before looked the same.
      AND NOT EXISTS (
          SELECT FROM point AS season
          WHERE season.series_id = tested.series_id
            AND season.length = tested.length
            AND season.number < tested.number
            AND NOT season.confirmed_error
            AND tested.length IN ('month', 'quarter', 'half')
            AND season.period_end BETWEEN (tested.period_end - interval '1 year')::date - 3
                                      AND (tested.period_end - interval '1 year')::date + 3
            AND abs(season.value - tested.value) <= 0.3 * greatest(abs(season.value), abs(tested.value))
      )
),
-- Steps of whose season of the year before something was told.
seasoned AS (
    SELECT DISTINCT step.series_id, step.length, step.number
    FROM step
    JOIN point AS season
      ON season.series_id = step.series_id
     AND season.length = step.length
     AND season.period_end BETWEEN (step.period_end - interval '1 year')::date - 3
                               AND (step.period_end - interval '1 year')::date + 3
)
SELECT concat_ws(':', step.series_id, step.length, coalesce(step.period_start::text, 'open'), step.period_end) AS fingerprint,
       CASE
           WHEN step.points < 4 THEN 'info'
           -- Of a month or a quarter whose year before nobody told it may be the season.
           WHEN step.length IN ('month', 'quarter') AND seasoned.number IS NULL THEN 'info'
           WHEN step.departure >= 2 THEN 'critical'
           ELSE 'warning'
       END AS severity,
       step.series_id,
       step.place,
       step.metric,
       series_words(step.place, step.metric, step.phrase, step.period_start, step.period_end, step.scope, step.basis)
       || jsonb_build_object(
           'say', CASE WHEN step.value > step.expected THEN 'jumped' ELSE 'dropped' END,
           'value', amount_words(step.value, step.unit, step.counter),
           'before_period', period_words(before.period_start, before.period_end),
           'before', amount_words(before.value, before.unit, before.counter),
           'course', CASE
               WHEN step.points < 4 THEN jsonb_build_object('say', 'few', 'points', step.points)
               ELSE jsonb_build_object(
                   'say', 'line', 'points', step.points,
                   'expected', amount_words(round_significant(step.expected, 3), step.unit, step.counter))
           END) AS told,
       CASE
           WHEN step.points < 4 THEN ARRAY[step.value, before.value]
           ELSE ARRAY[step.value, before.value, round_significant(step.expected, 3)]
       END AS compared,
       jsonb_build_array(
           figure_evidence(step.url, step.outlet_id, step.published, step.sentence, step.value),
           figure_evidence(before.url, before.outlet_id, before.published, before.sentence, before.value)) AS evidence,
       ARRAY[step.figure_id, before.figure_id] AS figure_ids
FROM step
JOIN point AS before
  ON before.series_id = step.series_id AND before.length = step.length AND before.course_number = step.course_number - 1
 AND NOT before.confirmed_error
LEFT JOIN seasoned
  ON seasoned.series_id = step.series_id AND seasoned.length = step.length AND seasoned.number = step.number
