-- Stored bodies that no capture needs any more: all of them have expired.
SELECT body.body_sha256
FROM capture_body AS body
WHERE body.content IS NOT NULL
  AND NOT EXISTS (
      SELECT FROM capture WHERE capture.body_sha256 = body.body_sha256 AND capture.body_expired_at IS NULL)
  AND NOT EXISTS (
      SELECT FROM attachment_capture AS kept
      WHERE kept.body_sha256 = body.body_sha256 AND kept.body_expired_at IS NULL)
ORDER BY body.body_sha256
