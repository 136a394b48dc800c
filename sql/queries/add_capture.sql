INSERT INTO capture (capture_id, outlet_id, url, fetched_at, status, request_headers, response_headers,
                     body_sha256, listed_at, listed_from, run_id)
VALUES (%(capture_id)s, %(outlet_id)s, %(url)s, %(fetched_at)s, %(status)s, %(request_headers)s,
        %(response_headers)s, %(body_sha256)s, %(listed_at)s, %(listed_from)s, %(run_id)s)
ON CONFLICT (capture_id) DO NOTHING
