-- Flags whose ids lie between two, ends included: those that begin with the same digits.
SELECT flag_id, status, place, metric, message
FROM flag
WHERE flag_id BETWEEN %(first)s AND %(last)s
ORDER BY flag_id
LIMIT 6
