-- What the ledger keeps of an answer without a body.
UPDATE address
SET last_asked_at = %(asked_at)s,
    last_answer = %(answer)s,
    answered_at = CASE WHEN %(answer)s = 'unchanged' THEN %(asked_at)s ELSE answered_at END
WHERE outlet_id = %(outlet_id)s AND url = %(url)s
