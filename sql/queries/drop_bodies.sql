-- Let go of bodies that are held and that still nobody needs. Returns what each took, in bytes as stored.
WITH unclaimed AS MATERIALIZED (
    SELECT body.body_sha256, octet_length(body.content) AS stored_bytes
    FROM capture_body AS body
    WHERE body.body_sha256 = ANY (%(digests)s)
      AND body.content IS NOT NULL
      AND NOT EXISTS (
          SELECT FROM capture WHERE capture.body_sha256 = body.body_sha256 AND capture.body_expired_at IS NULL)
      AND NOT EXISTS (
          SELECT FROM attachment_capture AS kept
          WHERE kept.body_sha256 = body.body_sha256 AND kept.body_expired_at IS NULL)
)
UPDATE capture_body
SET content = NULL
FROM unclaimed
WHERE capture_body.body_sha256 = unclaimed.body_sha256
RETURNING unclaimed.stored_bytes
