-- The nights since a day: of each news day its last run, and whether any of its runs ended well.
SELECT DISTINCT ON (news_day)
       run_id, news_day, now_at, started_at, finished_at, state, message,
       bool_or(state = 'completed') OVER of_day AS went_well,
       -- A later night has begun: this one will not end any more.
       EXISTS (
           SELECT FROM night_run AS later
           WHERE later.kind = 'nightly' AND later.started_at > night_run.started_at
       ) AS is_past
FROM night_run
WHERE kind = 'nightly' AND news_day >= %(since)s
WINDOW of_day AS (PARTITION BY news_day)
ORDER BY news_day, started_at DESC
