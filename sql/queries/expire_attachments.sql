-- The same for attached documents; one stays as long as a capture of its page has its body, which is read with it.
WITH chosen AS MATERIALIZED (
    SELECT kept.attachment_capture_id, kept.outlet_id, kept.page_url, kept.url, kept.body_sha256, retention.keep_days
    FROM unnest(%(outlet_ids)s::text[], %(keep_days)s::integer[]) AS retention (outlet_id, keep_days)
    JOIN attachment_capture AS kept ON kept.outlet_id = retention.outlet_id
    JOIN attachment
      ON attachment.outlet_id = kept.outlet_id AND attachment.page_url = kept.page_url AND attachment.url = kept.url
    WHERE kept.body_expired_at IS NULL
      AND kept.fetched_at < %(now)s - retention.keep_days * interval '24 hours'
      AND NOT EXISTS (
          SELECT FROM capture
          WHERE capture.outlet_id = kept.outlet_id AND capture.url = kept.page_url AND capture.body_expired_at IS NULL
      )
    ORDER BY kept.fetched_at, kept.attachment_capture_id
    LIMIT %(size)s
    FOR UPDATE OF kept, attachment SKIP LOCKED
),
unconditional AS (
    UPDATE attachment
    SET etag = NULL, last_modified = NULL
    FROM chosen
    WHERE attachment.outlet_id = chosen.outlet_id
      AND attachment.page_url = chosen.page_url
      AND attachment.url = chosen.url
      AND attachment.latest_body_sha256 = chosen.body_sha256
      AND (attachment.etag IS NOT NULL OR attachment.last_modified IS NOT NULL)
)
UPDATE attachment_capture
SET body_expired_at = %(now)s,
    body_kept_days = chosen.keep_days
FROM chosen
WHERE attachment_capture.attachment_capture_id = chosen.attachment_capture_id
