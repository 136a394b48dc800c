-- Captures of one run that wait for their page reader, claimed ones included.
SELECT count(*)
FROM capture
JOIN capture_body USING (body_sha256)
JOIN outlet USING (outlet_id)
WHERE capture.parse_state = 'pending' AND capture.run_id = %(run_id)s
