-- A count that runs on from the same first day is smaller at a later date; or a running total that is told from
-- another first day (누적 … 6월 말, 올해 9월 말까지 누적 …) is somewhat smaller within the year, so that the two must
-- be one count.
-- Running totals, and what is counted since the beginning of a period that grows (1~9월, 1~10월). Net
-- sums that may be negative and stocks may fall; so may what its own text says was revised.
WITH running AS (
    -- The texts follow at the end, for what is told.
    SELECT figure_id, series_id, kind_class, ends, low, high, said_at, confirmed_error,
           -- A running total as of a day is counted from its own beginning.
           CASE WHEN kind_class = 'cumulative' AND period_start = period_end THEN '-infinity' ELSE starts END AS since,
           (period_rung NOT IN ('publication', 'none')) AS dated,
           sentence ~ '누적|누계' AS called_total
    FROM scope_voice
    WHERE role = 'report'
      AND agrees
      AND period_end IS NOT NULL
      AND (kind_class = 'cumulative'
           OR (kind = 'flow' AND period_start IS NOT NULL AND period_end - period_start >= 27))
      AND low >= 0
      AND unit NOT IN ('%', '%p', 'times', 'rank')
),
-- What most announcements say of each date, the latest of equals.
stated AS (
    SELECT DISTINCT ON (series_id, since, ends) *
    FROM (
        SELECT running.*, count(*) OVER (PARTITION BY series_id, since, ends, low, high) AS alike
        FROM running
    ) AS counted
    ORDER BY series_id, since, ends, confirmed_error, alike DESC, said_at DESC, figure_id
),
-- What is confirmed to be wrong is held against what was right before, and nothing against it.
numbered AS (
    SELECT stated.*, count(*) FILTER (WHERE NOT confirmed_error) OVER line AS right_ones
    FROM stated
    WINDOW line AS (PARTITION BY series_id, since ORDER BY ends)
),
followed AS (
    SELECT numbered.*,
           CASE
               WHEN NOT confirmed_error THEN lag(figure_id) OVER line
               WHEN right_ones > 0 THEN first_value(figure_id) OVER after_right
           END AS before_figure,
           CASE
               WHEN NOT confirmed_error THEN lag(low) OVER line
               WHEN right_ones > 0 THEN first_value(low) OVER after_right
           END AS before_low
    FROM numbered
    WINDOW line AS (PARTITION BY series_id, since, confirmed_error ORDER BY ends),
           after_right AS (PARTITION BY series_id, since, right_ones ORDER BY ends)
    UNION ALL
    (SELECT DISTINCT ON (later.figure_id) later.*, earlier.figure_id, earlier.low
     FROM numbered AS later
     JOIN numbered AS earlier
       ON earlier.series_id = later.series_id
      AND earlier.since < later.since
      AND earlier.ends < later.ends
      AND earlier.ends >= later.since
      AND earlier.said_at < later.said_at
     WHERE later.kind_class = 'cumulative'
       AND later.called_total
       AND NOT earlier.confirmed_error
       AND earlier.called_total
       AND later.high >= 0.75 * earlier.low
     ORDER BY later.figure_id, earlier.ends DESC, earlier.figure_id)
)
SELECT concat_ws(':', later.series_id, coalesce(later.period_start::text, 'open'), later.period_end) AS fingerprint,
       CASE
           WHEN later.sentence ~ '정정|바로잡|재집계|기준[을이]? ?(?:바[꾸뀐]|변경)|취소|제외' THEN 'info'
           WHEN NOT (later.registered OR (fallen.dated AND stated.dated)) THEN 'info'
           ELSE 'warning'
       END AS severity,
       later.series_id,
       later.place,
       later.metric,
       series_words(later.place, later.metric, later.phrase, later.period_start, later.period_end, later.scope, later.basis)
       || jsonb_build_object(
           'say', 'fell',
           'before_period', period_words(before.period_start, before.period_end),
           'before', amount_words(before.value, before.unit, before.counter),
           'after_period', period_words(later.period_start, later.period_end),
           'after', amount_words(later.value, later.unit, later.counter)) AS told,
       ARRAY[before.value, later.value] AS compared,
       jsonb_build_array(
           figure_evidence(before.url, before.outlet_id, before.published, before.sentence, before.value),
           figure_evidence(later.url, later.outlet_id, later.published, later.sentence, later.value)) AS evidence,
       ARRAY[later.figure_id, before.figure_id] AS figure_ids
FROM followed AS fallen
JOIN stated ON stated.figure_id = fallen.before_figure
JOIN scope_voice AS later ON later.figure_id = fallen.figure_id AND later.role = 'report'
JOIN scope_voice AS before ON before.figure_id = stated.figure_id AND before.role = 'report'
WHERE fallen.before_low > fallen.high
  -- Two counts of one sentence are of two things.
  AND NOT (later.version_id = before.version_id AND later.sentence = before.sentence)
