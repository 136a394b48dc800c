-- The last run in which each outlet was asked: what it gave, and the commonest reason for what it did not.
WITH asked AS (
    SELECT outlet_id, run_id FROM outlet_night
    UNION
    SELECT outlet_id, run_id FROM failure WHERE step IN ('discover', 'fetch')
),
last_run AS (
    SELECT DISTINCT ON (asked.outlet_id) asked.outlet_id, night_run.run_id, night_run.news_day
    FROM asked
    JOIN night_run USING (run_id)
    ORDER BY asked.outlet_id, night_run.now_at DESC, night_run.started_at DESC
),
reasons AS (
    SELECT failure.outlet_id, failure.reason, count(*) AS pages
    FROM failure
    JOIN last_run USING (outlet_id, run_id)
    GROUP BY failure.outlet_id, failure.reason
),
failures AS (
    SELECT outlet_id,
           sum(pages) AS failed,
           (array_agg(reason ORDER BY pages DESC, reason))[1] AS reason
    FROM reasons
    GROUP BY outlet_id
)
SELECT last_run.outlet_id,
       last_run.news_day,
       CASE
           WHEN outlet_night.outlet_id IS NULL THEN 'failed'
           WHEN failures.failed IS NOT NULL THEN 'with failures'
           ELSE 'ok'
       END AS state,
       coalesce(outlet_night.listed, 0) AS listed,
       coalesce(outlet_night.fetched, 0) AS fetched,
       coalesce(outlet_night.captured, 0) AS captured,
       coalesce(failures.failed, 0)::integer AS failed,
       failures.reason
FROM last_run
LEFT JOIN outlet_night USING (outlet_id, run_id)
LEFT JOIN failures USING (outlet_id)
