-- One value for each series and period in scope: that of most announcements, then of the latest, with the
-- value of the period of equal length before it.
-- What was counted before its period was nearly over is no full period yet and stands out of it; so
-- does a period that is only assumed from the publication. Targets and forecasts are said before.
-- What a person confirmed to be wrong takes no part in the course: it stands at the place in it (course_number)
-- that the next right value has too, and is no value_before of any. It still is a point, to be tested itself.
-- What decides is looked through without the texts; of what was chosen the whole row follows at the end.
CREATE TEMPORARY TABLE scope_point ON COMMIT DROP AS
WITH voice AS MATERIALIZED (
    SELECT ctid AS row_place, series_id, figure_id, starts, ends, low, high, value, said_at, confirmed_error,
           CASE
               WHEN period_start IS NULL THEN 'open'
               WHEN period_end = period_start THEN 'instant'
               WHEN period_end - period_start BETWEEN 27 AND 30 THEN 'month'
               WHEN period_end - period_start BETWEEN 88 AND 91 THEN 'quarter'
               WHEN period_end - period_start BETWEEN 180 AND 183 THEN 'half'
               WHEN period_end - period_start BETWEEN 364 AND 365 THEN 'year'
               ELSE (period_end - period_start)::text || ' days'
           END AS length
    FROM scope_voice
    WHERE role = 'report'
      AND agrees
      AND period_end IS NOT NULL
      AND period_rung NOT IN ('none', 'publication')
      AND (kind_class IN ('target', 'forecast')
           OR kind NOT IN ('flow', 'cumulative')
           OR period_start IS NULL
           OR said_on >= period_end - (period_end - period_start) / 10)
),
stated AS (
    SELECT series_id, length, starts, ends, low, high,
           bool_and(confirmed_error) AS confirmed_error, count(*) AS releases, max(said_at) AS last_said_at
    FROM voice
    GROUP BY series_id, length, starts, ends, low, high
),
chosen AS (
    SELECT DISTINCT ON (series_id, length, starts, ends) *
    FROM stated
    ORDER BY series_id, length, starts, ends, confirmed_error, releases DESC, last_said_at DESC, high - low, low
),
quoted AS (
    SELECT DISTINCT ON (voice.series_id, voice.length, voice.starts, voice.ends)
           voice.*, chosen.releases
    FROM chosen
    JOIN voice USING (series_id, length, starts, ends, low, high)
    ORDER BY voice.series_id, voice.length, voice.starts, voice.ends, voice.said_at, voice.figure_id
),
counted AS (
    SELECT quoted.*, count(*) FILTER (WHERE NOT confirmed_error) OVER line AS right_ones
    FROM quoted
    WINDOW line AS (PARTITION BY series_id, length ORDER BY ends, starts)
),
placed AS (
    SELECT row_place, length, releases, right_ones,
           row_number() OVER points AS number,
           right_ones + confirmed_error::integer AS course_number,
           CASE
               WHEN NOT confirmed_error THEN lag(value) OVER line
               WHEN right_ones > 0 THEN first_value(value) OVER since
           END AS value_before
    FROM counted
    WINDOW points AS (PARTITION BY series_id, length ORDER BY ends, starts),
           line AS (PARTITION BY series_id, length, confirmed_error ORDER BY ends, starts),
           since AS (PARTITION BY series_id, length, right_ones ORDER BY ends, starts)
)
SELECT voice.*, placed.length, placed.releases, placed.right_ones, placed.number, placed.course_number, placed.value_before
FROM placed
JOIN scope_voice AS voice ON voice.ctid = placed.row_place
