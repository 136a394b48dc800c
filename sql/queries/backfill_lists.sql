-- The lists of a backfill in the order of the walk.
SELECT list_url, position, pages_read, state, ended_by, listed, in_range, known, reached_on
FROM backfill
WHERE outlet_id = %(outlet_id)s AND first_day = %(first_day)s AND last_day = %(last_day)s
ORDER BY position, list_url
