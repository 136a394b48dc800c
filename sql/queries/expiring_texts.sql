-- Versions without a figure that were last seen before their outlet's retention began.
SELECT version.version_id
FROM unnest(%(outlet_ids)s::text[], %(keep_days)s::integer[]) AS retention (outlet_id, keep_days)
JOIN article ON article.outlet_id = retention.outlet_id
JOIN article_version AS version ON version.article_id = article.article_id
WHERE version.text_expired_at IS NULL
  AND version.body <> ''
  AND version.recorded_at < %(now)s - retention.keep_days * interval '24 hours'
  AND NOT EXISTS (
      SELECT FROM version_sighting AS sighting
      WHERE sighting.version_id = version.version_id
        AND sighting.seen_at >= %(now)s - retention.keep_days * interval '24 hours')
  AND NOT EXISTS (SELECT FROM figure WHERE figure.version_id = version.version_id)
ORDER BY version.version_id
