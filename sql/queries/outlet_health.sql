-- Health of the outlets in one run, or in the last nights of one outlet or of each, the latest first.
SELECT outlet_id, outlet, run_id, news_day, day_kind, verdict, why, detail, nights_failing::integer,
       last_good_night, listed, fetched, new_articles, changed_articles, pages_read, pages_with_text,
       pages_drifted, articles_with_figures, pages_recovered, pages_unread, failures, seconds::float8,
       usual_new, usual_new_low::integer, usual_new_high::integer, usual_listed
FROM (
    SELECT health_since.*,
           lag(news_day) OVER runs IS DISTINCT FROM news_day AS is_last_of_night,
           dense_rank() OVER nights AS nights_ago
    FROM outlet_health_since(%(since)s, %(judged_from)s) AS health_since
    WINDOW runs AS (PARTITION BY outlet_id ORDER BY news_day DESC, started_at DESC, run_id),
           nights AS (PARTITION BY outlet_id ORDER BY news_day DESC)
) AS health
WHERE (%(run_id)s::uuid IS NULL OR run_id = %(run_id)s)
  AND (%(outlet_id)s::text IS NULL OR outlet_id = %(outlet_id)s)
  AND (%(nights)s::integer IS NULL OR (nights_ago <= %(nights)s AND is_last_of_night))
ORDER BY outlet_id, news_day DESC, started_at DESC
