-- How many of the listed addresses were never asked for: unknown ones, and those that a crawl which
-- broke off had listed.
SELECT count(*)
FROM unnest(%(urls)s::text[]) AS listed (url)
WHERE NOT EXISTS (
    SELECT FROM address
    WHERE address.outlet_id = %(outlet_id)s AND address.url = listed.url AND address.last_asked_at IS NOT NULL
)
