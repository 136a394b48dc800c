-- Series in scope whose values come at a regular distance, and when the next one should have come.
-- Four points or more, the distances between the last seven of them alike; the usual delay is the longest of the
-- last four, and a third of the distance is granted on top. Only what was collected as news counts: archives
-- that were loaded later say nothing about when the next value is due.
CREATE TEMPORARY TABLE scope_expected ON COMMIT DROP AS
WITH point AS (
    SELECT series_id, length, row_number() OVER line AS number, period_end, value, said_on, figure_id, version_id, outlet_id, release_id,
           period_end - lag(period_end) OVER line AS gap_days,
           said_on - period_end AS delay_days,
           count(*) OVER (PARTITION BY series_id, length) AS points
    FROM scope_point
    WHERE kind_class IN ('amount', 'cumulative', 'share')
    WINDOW line AS (PARTITION BY series_id, length ORDER BY ends, starts)
),
rhythm AS (
    SELECT series_id, length, points,
           min(gap_days) FILTER (WHERE number > greatest(points - 6, 1)) AS shortest_gap,
           max(gap_days) FILTER (WHERE number > greatest(points - 6, 1)) AS longest_gap,
           max(delay_days) FILTER (WHERE number > points - 4) AS longest_delay
    FROM point
    WHERE points >= 4
    GROUP BY series_id, length, points
),
regular AS (
    SELECT *
    FROM rhythm
    WHERE shortest_gap >= 25
      AND longest_gap <= 370
      AND longest_gap - shortest_gap <= greatest(3, longest_gap / 12)
      AND longest_delay < 2 * longest_gap
)
SELECT regular.series_id, regular.length, regular.points, regular.longest_gap, point.figure_id, point.outlet_id,
       point.release_id, point.period_end,
       point.period_end + regular.longest_gap AS next_period_end,
       point.period_end + regular.longest_gap + greatest(regular.longest_delay, 0) AS expected_on,
       point.period_end + regular.longest_gap + greatest(regular.longest_delay, 0) + regular.longest_gap / 3 AS first_miss_on,
       point.period_end + 2 * regular.longest_gap + greatest(regular.longest_delay, 0) + regular.longest_gap / 3 AS second_miss_on
FROM regular
JOIN point ON point.series_id = regular.series_id AND point.length = regular.length AND point.number = regular.points
JOIN outlet ON outlet.outlet_id = point.outlet_id AND outlet.family <> 'import'
-- Asked of the last points alone: the planner would ask it of all.
WHERE (SELECT (version.recorded_at AT TIME ZONE 'Asia/Seoul')::date
       FROM article_version AS version
       WHERE version.version_id = point.version_id AND regular.points = point.number) - point.said_on <= 30
