-- From which day on nights must be known to tell how outlets did in one run, or in their last nights: 45 nights before
-- the last one before it in which articles came and nothing failed. There all that is counted in a row begins anew, and
-- what is usual is made of 30 nights. Of an outlet without such a night all nights count.
WITH night AS (
    SELECT reading.outlet_id, run.news_day, bool_or(run.run_id = %(run_id)s::uuid) AS is_wanted,
           bool_or(reading.new_articles > 0 AND reading.articles > 0 AND crawl.listed > 0
                   AND reading.drifted = 0 AND reading.broken = 0 AND reading.pages_failed = 0
                   AND reading.lists_failed = 0 AND reading.outlet_reason IS NULL
                   AND reading.list_reason IS NULL) AS all_went_well
    FROM outlet_reading AS reading
    JOIN night_run AS run ON run.run_id = reading.run_id
    LEFT JOIN outlet_night AS crawl ON crawl.run_id = reading.run_id AND crawl.outlet_id = reading.outlet_id
    WHERE run.kind = 'nightly'
    GROUP BY reading.outlet_id, run.news_day
),
numbered AS (
    SELECT night.*, row_number() OVER (PARTITION BY outlet_id ORDER BY news_day DESC) AS nights_ago
    FROM night
),
wanted AS (
    SELECT outlet_id, min(news_day) AS first_day
    FROM numbered
    WHERE (%(run_id)s::uuid IS NULL OR is_wanted)
      AND (%(outlet_id)s::text IS NULL OR outlet_id = %(outlet_id)s)
      AND (%(nights)s::integer IS NULL OR nights_ago <= %(nights)s)
    GROUP BY outlet_id
),
begun AS (
    SELECT wanted.outlet_id, min(numbered.news_day) AS first_night,
           min(nights_ago) FILTER (WHERE all_went_well AND news_day < first_day) AS well_nights_ago
    FROM wanted
    JOIN numbered ON numbered.outlet_id = wanted.outlet_id
    GROUP BY wanted.outlet_id
)
SELECT min(coalesce(numbered.news_day, begun.first_night))
FROM begun
LEFT JOIN numbered ON numbered.outlet_id = begun.outlet_id AND numbered.nights_ago = begun.well_nights_ago + 45
