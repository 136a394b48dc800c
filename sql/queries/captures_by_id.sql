-- Captures with their bodies, as their reader takes them.
SELECT capture.capture_id,
       capture.outlet_id,
       capture.url,
       capture.fetched_at,
       capture.run_id,
       capture_body.content,
       capture.response_headers ->> 'content-type' AS content_type,
       capture.listed_at,
       capture.listed_from,
       outlet.family,
       outlet.place
FROM capture
JOIN capture_body USING (body_sha256)
JOIN outlet USING (outlet_id)
WHERE capture.capture_id = ANY (%(capture_ids)s)
  AND capture.body_expired_at IS NULL
ORDER BY capture.outlet_id, capture.url, capture.fetched_at, capture.capture_id
FOR UPDATE OF capture
