-- What the ledger keeps of a page from an archive, unless it knows a later answer.
UPDATE address
SET last_asked_at = %(fetched_at)s,
    last_answer = 'captured',
    answered_at = %(fetched_at)s,
    etag = %(etag)s,
    last_modified = %(last_modified)s,
    latest_body_sha256 = %(body_sha256)s
WHERE outlet_id = %(outlet_id)s
  AND url = %(url)s
  AND (last_asked_at IS NULL OR last_asked_at < %(fetched_at)s)
