-- How far a list was walked.
UPDATE backfill
SET pages_read = %(pages_read)s,
    state = %(state)s,
    ended_by = %(ended_by)s,
    listed = listed + %(listed)s,
    in_range = in_range + %(in_range)s,
    known = known + %(known)s,
    reached_on = coalesce(%(reached_on)s, reached_on),
    run_id = %(run_id)s,
    walked_at = %(walked_at)s
WHERE outlet_id = %(outlet_id)s AND first_day = %(first_day)s AND last_day = %(last_day)s
  AND list_url = %(list_url)s
