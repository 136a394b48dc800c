-- Imported versions, as their reader takes them.
SELECT article.outlet_id,
       article.url,
       version.recorded_at,
       version.title,
       version.subtitle,
       version.body,
       version.published_at,
       version.modified_at,
       version.place_stated,
       CASE WHEN outlet.family <> 'import' THEN outlet.place END AS outlet_place
FROM article_version AS version
JOIN article ON article.article_id = version.article_id
JOIN outlet ON outlet.outlet_id = article.outlet_id
WHERE version.version_id = ANY (%(version_ids)s)
ORDER BY article.outlet_id, article.url, version.recorded_at
FOR UPDATE OF version
