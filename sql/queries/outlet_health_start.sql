-- From which day on nights must be known to tell how outlets did in one run, or in their last nights: 32 nights before
-- the last one before it in which articles came and nothing failed. There all that is counted in a row begins anew, and
-- what is usual is made of 30 nights, to which the very first does not belong. Of an outlet without such a night all
-- nights count. Each is looked for from the last night backwards, so that this takes no longer where there are years of
-- them.
WITH asked AS (
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
begun AS (
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
               ORDER BY run.news_day DESC
               LIMIT 1
           ) AS well_day
    FROM asked
    WHERE asked.first_day IS NOT NULL
)
SELECT min(coalesce(
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
))
FROM begun
