-- How many of the listed addresses were told for the first time tonight, by whichever list or feed, and not asked for
-- since.
SELECT count(*)
FROM unnest(%(urls)s::text[]) AS listed (url)
JOIN address ON address.outlet_id = %(outlet_id)s AND address.url = listed.url
WHERE address.discovered_at >= %(now)s AND address.last_asked_at IS NULL
