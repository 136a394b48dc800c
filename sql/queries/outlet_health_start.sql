-- From which day on nights must be known to tell how outlets did in one run, or in their last nights, and from which day
-- on they must be judged. One row for each outlet that was in such a run.
-- All that is counted in a row begins anew with the last run before in which articles came and nothing failed: outlets are
-- judged from its day on, and as it was the first of its day, nothing of before is among what is judged. What is usual is
-- made of 30 nights, to which the very first does not belong: nights are known from 32 before that day on. Of an outlet
-- without such a night all nights count. Each is looked for from the last night backwards, so that this takes no longer
-- where there are years of them.
-- Materialized: else each day would be looked for at every place where it stands.
WITH asked AS MATERIALIZED (
    SELECT outlet.outlet_id,
           CASE
               WHEN %(run_id)s::uuid IS NULL THEN (
                   SELECT min(news_day)
                   FROM (
                       SELECT DISTINCT run.news_day
                       FROM night_run AS run
                       JOIN outlet_reading AS reading
                         ON reading.run_id = run.run_id AND reading.outlet_id = outlet.outlet_id
                       WHERE run.kind = 'nightly'
                       ORDER BY run.news_day DESC
                       LIMIT %(nights)s
                   ) AS last_nights
               )
               ELSE (
                   SELECT run.news_day
                   FROM night_run AS run
                   JOIN outlet_reading AS reading
                     ON reading.run_id = run.run_id AND reading.outlet_id = outlet.outlet_id
                   WHERE run.kind = 'nightly' AND run.run_id = %(run_id)s::uuid
               )
           END AS first_day
    FROM outlet
    WHERE %(outlet_id)s::text IS NULL OR outlet.outlet_id = %(outlet_id)s
),
begun AS MATERIALIZED (
    SELECT asked.outlet_id,
           (
               SELECT run.news_day
               FROM night_run AS run
               JOIN outlet_reading AS reading ON reading.run_id = run.run_id AND reading.outlet_id = asked.outlet_id
               JOIN outlet_night AS crawl ON crawl.run_id = reading.run_id AND crawl.outlet_id = reading.outlet_id
               WHERE run.kind = 'nightly'
                 AND run.news_day < asked.first_day
                 AND reading.new_articles > 0 AND reading.articles > 0 AND crawl.listed > 0
                 AND reading.drifted = 0 AND reading.broken = 0 AND reading.pages_failed = 0
                 AND reading.lists_failed = 0 AND reading.outlet_reason IS NULL
                 AND reading.list_reason IS NULL
                 AND NOT EXISTS (
                     SELECT
                     FROM night_run AS earlier
                     JOIN outlet_reading AS read
                       ON read.run_id = earlier.run_id AND read.outlet_id = asked.outlet_id
                     WHERE earlier.kind = 'nightly'
                       AND earlier.news_day = run.news_day
                       AND (earlier.now_at, earlier.started_at, earlier.run_id)
                           < (run.now_at, run.started_at, run.run_id)
                 )
               ORDER BY run.news_day DESC
               LIMIT 1
           ) AS well_day
    FROM asked
    WHERE asked.first_day IS NOT NULL
)
SELECT begun.outlet_id,
       coalesce(
           (
               SELECT DISTINCT run.news_day
               FROM night_run AS run
               JOIN outlet_reading AS reading ON reading.run_id = run.run_id AND reading.outlet_id = begun.outlet_id
               WHERE run.kind = 'nightly' AND run.news_day < begun.well_day
               ORDER BY run.news_day DESC
               OFFSET 31
               LIMIT 1
           ),
           (
               SELECT min(run.news_day)
               FROM night_run AS run
               JOIN outlet_reading AS reading ON reading.run_id = run.run_id AND reading.outlet_id = begun.outlet_id
               WHERE run.kind = 'nightly'
           )
       ) AS since,
       begun.well_day AS judged_from
FROM begun
