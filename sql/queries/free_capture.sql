-- Whether a capture waits that no reader has claimed; the claim ends with the transaction.
SELECT true
FROM capture
JOIN capture_body USING (body_sha256)
JOIN outlet USING (outlet_id)
WHERE capture.parse_state = 'pending'
LIMIT 1
FOR UPDATE OF capture SKIP LOCKED
