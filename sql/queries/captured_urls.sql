-- Which of these addresses were captured.
SELECT url
FROM address
WHERE outlet_id = %(outlet_id)s
  AND url = ANY (%(urls)s)
  AND latest_body_sha256 IS NOT NULL
