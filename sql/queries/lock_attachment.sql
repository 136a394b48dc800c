-- The last body of an attachment, locked so that two crawls cannot both find it new.
SELECT latest_body_sha256
FROM attachment
WHERE outlet_id = %(outlet_id)s AND page_url = %(page_url)s AND url = %(url)s
FOR UPDATE
