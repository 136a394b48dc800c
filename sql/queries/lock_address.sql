-- The last body of an address, locked so that two crawls cannot both find it new.
SELECT latest_body_sha256
FROM address
WHERE outlet_id = %(outlet_id)s AND url = %(url)s
FOR UPDATE
