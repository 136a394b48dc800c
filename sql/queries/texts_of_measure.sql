-- Texts in which a measure is stated, the latest first.
SELECT version.text, version.place, version.published_day
FROM article_version AS version
WHERE version.version_id IN (
    SELECT observation.version_id
    FROM series_key
    JOIN observation ON observation.series_id = series_key.series_id
    WHERE series_key.metric = %(metric)s
)
ORDER BY version.recorded_at DESC, version.version_id
LIMIT %(most)s
