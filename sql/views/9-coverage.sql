-- What each outlet gave on each news day, and how much of it has a place, a measure and a period.
CREATE VIEW coverage AS
SELECT article.outlet_id,
       outlet.name AS outlet,
       article.news_day,
       count(DISTINCT article.article_id) AS articles,
       count(DISTINCT article.article_id) FILTER (WHERE version.place IS NOT NULL) AS articles_with_place,
       count(DISTINCT article.article_id) FILTER (WHERE figure.figure_id IS NOT NULL) AS articles_with_figures,
       count(DISTINCT article.release_id) AS releases,
       count(figure.figure_id) AS figures,
       count(*) FILTER (WHERE key.registered) AS figures_registered,
       count(*) FILTER (WHERE figure.malformed) AS figures_malformed,
       count(*) FILTER (WHERE figure.period_rung IN ('publication', 'none')) AS figures_undated,
       max(version.recorded_at) AS last_recorded_at
FROM article
JOIN outlet ON outlet.outlet_id = article.outlet_id
JOIN article_version AS version ON version.article_id = article.article_id
LEFT JOIN figure ON figure.version_id = version.version_id
LEFT JOIN observation ON observation.figure_id = figure.figure_id
LEFT JOIN series_key AS key ON key.series_id = observation.series_id
-- Of each article the version that stands today.
WHERE NOT EXISTS (
    SELECT FROM article_version AS rival
    WHERE rival.article_id = version.article_id
      AND rival.version_id <> version.version_id
      AND (version_seen_at(rival.version_id, rival.recorded_at, 'infinity'), rival.version_id)
        > (version_seen_at(version.version_id, version.recorded_at, 'infinity'), version.version_id)
)
GROUP BY article.outlet_id, outlet.name, article.news_day;
COMMENT ON VIEW coverage IS 'What each outlet gave on each news day, from its pages as they stand today.';
COMMENT ON COLUMN coverage.outlet_id IS 'The outlet.';
COMMENT ON COLUMN coverage.outlet IS 'Its name.';
COMMENT ON COLUMN coverage.news_day IS 'News day (Asia/Seoul).';
COMMENT ON COLUMN coverage.articles IS 'Articles of that day.';
COMMENT ON COLUMN coverage.articles_with_place IS 'Those about a local government that we recognised.';
COMMENT ON COLUMN coverage.articles_with_figures IS 'Those with at least one reported figure.';
COMMENT ON COLUMN coverage.releases IS 'Announcements of which they are copies.';
COMMENT ON COLUMN coverage.figures IS 'Reported figures in them.';
COMMENT ON COLUMN coverage.figures_registered IS 'Those of a measure that stands in the registry.';
COMMENT ON COLUMN coverage.figures_malformed IS 'Those printed broken, kept without a value.';
COMMENT ON COLUMN coverage.figures_undated IS 'Those whose text says nothing of their time.';
COMMENT ON COLUMN coverage.last_recorded_at IS 'When we last recorded a version of that day''s articles.';
