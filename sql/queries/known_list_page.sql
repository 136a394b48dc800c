-- A feed or the first page of a list as last read; only where it is read in the same way now.
SELECT listed, etag, last_modified, is_turned, fetched_at
FROM list_page
WHERE outlet_id = %(outlet_id)s AND url = %(url)s AND read_as = %(read_as)s
