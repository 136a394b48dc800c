-- What retention would let go now: captures, attached documents, bodies and their bytes as stored.
WITH retention AS MATERIALIZED (
    SELECT outlet_id, %(now)s - keep_days * interval '24 hours' AS kept_from
    FROM unnest(%(outlet_ids)s::text[], %(keep_days)s::integer[]) AS said (outlet_id, keep_days)
),
page AS MATERIALIZED (
    SELECT capture.capture_id
    FROM retention
    JOIN capture USING (outlet_id)
    WHERE capture.body_expired_at IS NULL
      AND capture.parse_state <> 'pending'
      AND capture.fetched_at < retention.kept_from
),
document AS MATERIALIZED (
    SELECT kept.attachment_capture_id
    FROM retention
    JOIN attachment_capture AS kept USING (outlet_id)
    WHERE kept.body_expired_at IS NULL
      AND kept.fetched_at < retention.kept_from
      AND NOT EXISTS (
          SELECT FROM capture
          WHERE capture.outlet_id = kept.outlet_id AND capture.url = kept.page_url
            AND capture.body_expired_at IS NULL
            AND NOT EXISTS (SELECT FROM page WHERE page.capture_id = capture.capture_id))
),
claimed AS MATERIALIZED (
    SELECT body_sha256 FROM capture
    WHERE body_expired_at IS NULL AND NOT EXISTS (SELECT FROM page WHERE page.capture_id = capture.capture_id)
    UNION
    SELECT body_sha256 FROM attachment_capture AS kept
    WHERE body_expired_at IS NULL
      AND NOT EXISTS (SELECT FROM document WHERE document.attachment_capture_id = kept.attachment_capture_id)
)
SELECT (SELECT count(*) FROM page),
       (SELECT count(*) FROM document),
       count(*),
       coalesce(sum(octet_length(body.content)), 0)::bigint
FROM capture_body AS body
WHERE body.content IS NOT NULL
  AND NOT EXISTS (SELECT FROM claimed WHERE claimed.body_sha256 = body.body_sha256)
