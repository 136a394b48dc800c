-- What another version of the readers read: captures by their id, imports by that of their version,
-- article by article in the order of time.
SELECT due.kind, due.id, due.outlet_id, due.url
FROM (
    SELECT 'capture' AS kind, capture.capture_id AS id, capture.outlet_id, capture.url,
           capture.fetched_at AS seen_at
    FROM capture
    JOIN outlet USING (outlet_id)
    WHERE capture.parse_state <> 'pending'
      -- Without its body it is frozen as it was read.
      AND capture.body_expired_at IS NULL
      AND (capture.parsed_by IS DISTINCT FROM %(reader_version)s
           -- Another family may read what its own could not.
           OR (capture.page_state IN ('selector_drift', 'reader_error')
               AND capture.parsed_as IS DISTINCT FROM outlet.family))
    UNION ALL
    SELECT 'import', version.version_id, article.outlet_id, article.url, version.recorded_at
    FROM article_version AS version
    JOIN article ON article.article_id = version.article_id
    WHERE version.published_from = 'import'
      AND version.reader_version <> %(reader_version)s
      AND version.text_expired_at IS NULL
) AS due
ORDER BY due.outlet_id, due.url, due.seen_at, due.id
