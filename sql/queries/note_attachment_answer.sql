-- What the ledger keeps of an answer with a body; a new body was not read yet.
UPDATE attachment
SET last_asked_at = %(fetched_at)s,
    last_answer = %(answer)s,
    etag = %(etag)s,
    last_modified = %(last_modified)s,
    latest_body_sha256 = %(body_sha256)s,
    read_state = CASE WHEN latest_body_sha256 = %(body_sha256)s THEN read_state END,
    read_detail = CASE WHEN latest_body_sha256 = %(body_sha256)s THEN read_detail ELSE '' END
WHERE outlet_id = %(outlet_id)s AND page_url = %(page_url)s AND url = %(url)s
