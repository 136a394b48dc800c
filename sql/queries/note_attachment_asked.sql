-- What the ledger keeps of an answer without a body.
UPDATE attachment
SET last_asked_at = %(asked_at)s,
    last_answer = %(answer)s
WHERE outlet_id = %(outlet_id)s AND page_url = %(page_url)s AND url = %(url)s
