-- Every value that is reported or cited for a series and period in scope, quoted from where it stood first,
-- and how often it stands: what checks of printed digits hold against one another.
-- What decides is looked through without the texts; of what was chosen the whole row follows at the end.
CREATE TEMPORARY TABLE scope_said ON COMMIT DROP AS
WITH claim AS (
    SELECT ctid AS row_place, series_id, figure_id, low, high, said_at,
           coalesce(period_start, '-infinity') AS starts, coalesce(period_end, 'infinity') AS ends
    FROM scope_reading
    WHERE role IN ('report', 'base')
      AND period_rung <> 'none'
      AND kind_class IN ('amount', 'cumulative', 'target', 'forecast', 'capacity')
      AND unit NOT IN ('%', '%p', 'times', 'rank')
      AND value <> 0
),
first AS (
    SELECT DISTINCT ON (series_id, starts, ends, low, high) row_place, starts, ends,
           count(*) OVER (PARTITION BY series_id, starts, ends, low, high) AS times
    FROM claim
    ORDER BY series_id, starts, ends, low, high, said_at, figure_id
)
SELECT reading.*, first.starts, first.ends, first.times
FROM first
JOIN scope_reading AS reading ON reading.ctid = first.row_place
