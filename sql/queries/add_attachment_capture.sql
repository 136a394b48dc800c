INSERT INTO attachment_capture (attachment_capture_id, outlet_id, page_url, url, fetched_at, status,
                                request_headers, response_headers, body_sha256, run_id)
VALUES (%(attachment_capture_id)s, %(outlet_id)s, %(page_url)s, %(url)s, %(fetched_at)s, %(status)s,
        %(request_headers)s, %(response_headers)s, %(body_sha256)s, %(run_id)s)
ON CONFLICT (attachment_capture_id) DO NOTHING
