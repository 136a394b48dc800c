-- What the ledger keeps of an answer without a body.
UPDATE address
SET last_asked_at = %(asked_at)s,
    last_answer = %(answer)s
WHERE outlet_id = %(outlet_id)s AND url = %(url)s
