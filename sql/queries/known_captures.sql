-- Which of these captures are stored.
SELECT capture_id FROM capture WHERE capture_id = ANY (%(capture_ids)s)
