-- What stays as another version of the readers read it, because what was read is gone: pages and imports, and the
-- observations that no capture with a body shows any more.
SELECT (SELECT count(*) FROM capture
        WHERE body_expired_at IS NOT NULL AND parsed_by IS DISTINCT FROM %(reader_version)s)
     + (SELECT count(*) FROM article_version
        WHERE published_from = 'import' AND text_expired_at IS NOT NULL AND reader_version <> %(reader_version)s),
       (SELECT count(*)
        FROM article_version AS version
        JOIN article ON article.article_id = version.article_id
        JOIN observation ON observation.version_id = version.version_id
        WHERE version.reader_version <> %(reader_version)s
          AND version.published_from <> 'import'
          AND NOT EXISTS (
              SELECT FROM version_sighting AS sighting
              JOIN capture
                ON capture.outlet_id = article.outlet_id AND capture.url = article.url
               AND capture.fetched_at = sighting.seen_at
              WHERE sighting.version_id = version.version_id AND capture.body_expired_at IS NULL))
