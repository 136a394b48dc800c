-- The status of flags, held until the transaction ends. In the order of their ids, as everybody takes them.
SELECT flag_id, status, muted_until, message
FROM flag
WHERE flag_id = ANY (%(flag_ids)s::uuid[])
ORDER BY flag_id
FOR NO KEY UPDATE
