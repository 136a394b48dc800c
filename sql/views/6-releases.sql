-- Announcements, with the articles that are copies of them.
CREATE VIEW releases AS
SELECT article.release_id,
       (array_agg(version.place ORDER BY version.published_day, article.article_id)
            FILTER (WHERE version.place IS NOT NULL))[1] AS place,
       (array_agg(version.title ORDER BY version.published_day, article.first_seen_at, article.article_id))[1] AS title,
       min(article.news_day) AS first_news_day,
       max(article.news_day) AS last_news_day,
       min(article.first_seen_at) AS first_seen_at,
       count(*) AS articles,
       count(DISTINCT article.outlet_id) AS outlets,
       array_agg(DISTINCT article.outlet_id) AS outlet_ids,
       sum(version.figures)::bigint AS figures,
       array_agg(article.url ORDER BY version.published_day, article.first_seen_at, article.article_id) AS urls
FROM article
CROSS JOIN LATERAL (
    SELECT standing.*,
           (SELECT count(*) FROM figure WHERE figure.version_id = standing.version_id) AS figures
    FROM article_version AS standing
    WHERE standing.article_id = article.article_id
    ORDER BY version_seen_at(standing.version_id, standing.recorded_at, 'infinity') DESC,
             standing.version_id DESC
    LIMIT 1
) AS version
GROUP BY article.release_id;
COMMENT ON VIEW releases IS 'Announcements: each with the articles that are copies of it, as their pages stand today.';
COMMENT ON COLUMN releases.release_id IS 'Id of the announcement: the smallest article id among its copies.';
COMMENT ON COLUMN releases.place IS 'Local government that the earliest copy is about; null if none was recognised in any.';
COMMENT ON COLUMN releases.title IS 'Headline of the earliest copy.';
COMMENT ON COLUMN releases.first_news_day IS 'News day (Asia/Seoul) of the earliest copy.';
COMMENT ON COLUMN releases.last_news_day IS 'News day of the latest copy.';
COMMENT ON COLUMN releases.first_seen_at IS 'When we first had a copy.';
COMMENT ON COLUMN releases.articles IS 'How many articles are copies of it.';
COMMENT ON COLUMN releases.outlets IS 'How many outlets carried it.';
COMMENT ON COLUMN releases.outlet_ids IS 'Which outlets.';
COMMENT ON COLUMN releases.figures IS 'Figures in all its articles together.';
COMMENT ON COLUMN releases.urls IS 'Addresses of its articles, earliest first.';
