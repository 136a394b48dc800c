-- Every value that is reported or cited for a series and period in scope, quoted from where it stood first,
-- and how often it stands: what checks of printed digits hold against one another.
CREATE TEMPORARY TABLE scope_said ON COMMIT DROP AS
SELECT DISTINCT ON (series_id, starts, ends, low, high) claim.*,
       count(*) OVER (PARTITION BY series_id, starts, ends, low, high) AS times
FROM (
    SELECT scope_reading.*, coalesce(period_start, '-infinity') AS starts, coalesce(period_end, 'infinity') AS ends
    FROM scope_reading
    WHERE role IN ('report', 'base')
      AND period_rung <> 'none'
      AND kind_class IN ('amount', 'cumulative', 'target', 'forecast', 'capacity')
      AND unit NOT IN ('%', '%p', 'times', 'rank')
      AND value <> 0
) AS claim
ORDER BY series_id, starts, ends, low, high, said_at, figure_id
