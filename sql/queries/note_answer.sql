-- What the ledger keeps of an answer with a body.
UPDATE address
SET last_asked_at = %(fetched_at)s,
    last_answer = %(answer)s,
    answered_at = %(fetched_at)s,
    etag = %(etag)s,
    last_modified = %(last_modified)s,
    latest_body_sha256 = %(body_sha256)s
WHERE outlet_id = %(outlet_id)s AND url = %(url)s
