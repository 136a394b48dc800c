-- The last night that ended well, and what came of it; what is new since the night before it.
WITH night AS (
    SELECT * FROM night_run
    WHERE kind = 'nightly' AND (state = 'completed' OR run_id = %(run_id)s)
    ORDER BY run_id = %(run_id)s DESC NULLS LAST, started_at DESC
    LIMIT 1
)
SELECT night.run_id, night.news_day, night.now_at,
       collected.outlets, collected.new_articles, collected.changed_articles, collected.articles_with_figures,
       (SELECT count(*) FROM figure JOIN article_version AS version USING (version_id)
        JOIN capture USING (capture_id) WHERE capture.parsed_in = night.run_id) AS figures,
       (SELECT count(DISTINCT flag_id) FROM flag_event
        WHERE happened_at = night.now_at AND from_status IS NULL) AS flags_opened,
       (SELECT count(DISTINCT flag_id) FROM flag_event
        WHERE happened_at = night.now_at AND to_status = 'resolved') AS flags_resolved
FROM night
CROSS JOIN LATERAL (
    SELECT count(*) AS outlets,
           coalesce(sum(new_articles), 0)::bigint AS new_articles,
           coalesce(sum(changed_articles), 0)::bigint AS changed_articles,
           coalesce(sum(with_figures), 0)::bigint AS articles_with_figures
    FROM outlet_reading
    WHERE outlet_reading.run_id = night.run_id
) AS collected
