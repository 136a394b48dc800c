-- Captures whose time is over give up their bodies, the oldest first; what is held by others waits for the next
-- time. What is not read yet stays. A request for such a page is not conditional any more: "as it was" would speak of
-- a body that is gone.
WITH chosen AS MATERIALIZED (
    SELECT capture.capture_id, capture.outlet_id, capture.url, capture.body_sha256, retention.keep_days
    FROM unnest(%(outlet_ids)s::text[], %(keep_days)s::integer[]) AS retention (outlet_id, keep_days)
    JOIN capture ON capture.outlet_id = retention.outlet_id
    JOIN address ON address.outlet_id = capture.outlet_id AND address.url = capture.url
    WHERE capture.body_expired_at IS NULL
      AND capture.parse_state <> 'pending'
      AND capture.fetched_at < %(now)s - retention.keep_days * interval '24 hours'
    ORDER BY capture.fetched_at, capture.capture_id
    LIMIT %(size)s
    FOR UPDATE OF capture, address SKIP LOCKED
),
unconditional AS (
    UPDATE address
    SET etag = NULL, last_modified = NULL
    FROM chosen
    WHERE address.outlet_id = chosen.outlet_id
      AND address.url = chosen.url
      AND address.latest_body_sha256 = chosen.body_sha256
      AND (address.etag IS NOT NULL OR address.last_modified IS NOT NULL)
)
UPDATE capture
SET body_expired_at = %(now)s,
    body_kept_days = chosen.keep_days
FROM chosen
WHERE capture.capture_id = chosen.capture_id
