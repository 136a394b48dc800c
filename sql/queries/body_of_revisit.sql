-- The body that a revisit speaks of: by its digest, or that of the capture to which it refers.
SELECT capture_body.body_sha256
FROM capture_body
WHERE capture_body.body_sha256 = %(body_sha256)s
  AND capture_body.content IS NOT NULL
UNION ALL
SELECT capture.body_sha256
FROM capture
WHERE capture.outlet_id = %(outlet_id)s
  AND capture.url = %(url)s
  AND capture.fetched_at = %(fetched_at)s
  AND capture.body_expired_at IS NULL
LIMIT 1
