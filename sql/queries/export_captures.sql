-- Captures in the order of time, each body with the capture that has it first. Expired ones have none.
WITH chosen AS (
    SELECT capture.*,
           first_value(capture.capture_id) OVER same_body AS first_id,
           first_value(capture.url) OVER same_body AS first_url,
           first_value(capture.fetched_at) OVER same_body AS first_fetched_at
    FROM capture
    WHERE (%(outlet_ids)s::text[] IS NULL OR capture.outlet_id = ANY (%(outlet_ids)s::text[]))
      AND (%(since)s::timestamptz IS NULL OR capture.fetched_at >= %(since)s)
      AND (%(until)s::timestamptz IS NULL OR capture.fetched_at < %(until)s)
    WINDOW same_body AS (
        PARTITION BY capture.body_sha256, capture.body_expired_at IS NULL ORDER BY capture.fetched_at, capture.capture_id
    )
)
SELECT chosen.capture_id,
       chosen.outlet_id,
       chosen.url,
       chosen.fetched_at,
       chosen.status,
       chosen.request_headers,
       chosen.response_headers,
       CASE WHEN chosen.capture_id = chosen.first_id AND chosen.body_expired_at IS NULL THEN capture_body.content END
           AS content,
       chosen.body_expired_at IS NULL AND capture_body.content IS NOT NULL AS has_body,
       chosen.body_sha256,
       chosen.first_id,
       chosen.first_url,
       chosen.first_fetched_at,
       chosen.listed_at,
       chosen.listed_from
FROM chosen
LEFT JOIN capture_body USING (body_sha256)
ORDER BY chosen.fetched_at, chosen.capture_id
