-- Outlets with known pages that are to be looked at again now.
SELECT DISTINCT outlet_id
FROM address
WHERE recheck_at <= %(now)s
  AND last_asked_at < %(now)s
ORDER BY outlet_id
