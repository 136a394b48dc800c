-- The last capture of a page, held against its reader.
SELECT capture_id, body_sha256, parse_state, body_expired_at IS NOT NULL AS is_expired
FROM capture
WHERE outlet_id = %(outlet_id)s AND url = %(page_url)s
ORDER BY fetched_at DESC, capture_id
LIMIT 1
FOR UPDATE
