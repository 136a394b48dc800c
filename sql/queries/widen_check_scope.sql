-- A flag that may resolve in this run is looked at with all that it quotes: every series of its announcements
-- comes into scope, and so on for the flags of those; and what is read as one series comes together.
INSERT INTO check_scope (run_id, series_id)
WITH RECURSIVE seen (series_id) AS (
    SELECT series_id FROM check_scope WHERE run_id = %(run_id)s
    UNION
    SELECT beside.series_id
    FROM seen
    CROSS JOIN LATERAL (
        SELECT observation.series_id
        FROM night_run
        JOIN flag ON flag.series_id = seen.series_id
                 AND (flag.status IN ('open', 'acknowledged')
                      OR flag.status = 'muted' AND flag.muted_until < night_run.news_day)
        CROSS JOIN LATERAL jsonb_array_elements(flag.evidence) AS piece
        JOIN article ON article.outlet_id = piece ->> 'outlet' AND article.url = piece ->> 'url'
        JOIN observation ON observation.release_id = article.release_id
        WHERE night_run.run_id = %(run_id)s
        UNION ALL
        SELECT near_series_id FROM series_near WHERE series_near.series_id = seen.series_id
        UNION ALL
        SELECT series_id FROM series_near WHERE series_near.near_series_id = seen.series_id
    ) AS beside
)
SELECT %(run_id)s, series_id FROM seen
ON CONFLICT DO NOTHING
