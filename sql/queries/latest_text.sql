-- The text that an article showed last, with its place and publication day.
SELECT article.url, version.title, version.text, version.place, version.published_day
FROM article
JOIN article_version AS version ON version.article_id = article.article_id
WHERE article.url = ANY (%(urls)s)
ORDER BY version_seen_at(version.version_id, version.recorded_at, 'infinity') DESC,
         version.version_id DESC
LIMIT 1
