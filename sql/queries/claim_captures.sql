-- Claim the oldest captures that wait and that no other worker holds; the claim ends with the transaction.
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
WHERE capture.parse_state = 'pending'
ORDER BY capture.fetched_at, capture.capture_id
LIMIT %(size)s
FOR UPDATE OF capture SKIP LOCKED
