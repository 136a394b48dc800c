-- The publication days of articles that were read, by address.
SELECT article.url, max(version.published_day)
FROM article
JOIN article_version AS version USING (article_id)
WHERE article.outlet_id = %(outlet_id)s
  AND article.url = ANY (%(urls)s)
  AND version.published_day IS NOT NULL
GROUP BY article.url
