-- A page that is as it was, at the moment at which an attachment of it was found changed.
INSERT INTO capture (capture_id, outlet_id, url, fetched_at, status, request_headers, response_headers,
                     body_sha256, listed_at, listed_from, run_id)
SELECT %(new_capture_id)s, outlet_id, url, %(fetched_at)s, status, request_headers, response_headers,
       body_sha256, listed_at, listed_from, %(run_id)s
FROM capture
WHERE capture_id = %(capture_id)s
ON CONFLICT (capture_id) DO NOTHING
