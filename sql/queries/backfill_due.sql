-- Of these addresses those that a backfill has to ask for: never captured, not gone, and not asked in this run.
SELECT url,
       listed_at,
       listed_from,
       NULL::text AS etag,
       NULL::text AS last_modified,
       false AS is_known
FROM address
WHERE outlet_id = %(outlet_id)s
  AND (%(urls)s::text[] IS NULL OR url = ANY (%(urls)s::text[]))
  AND (%(urls)s::text[] IS NOT NULL OR is_archived)
  AND latest_body_sha256 IS NULL
  AND (last_asked_at IS NULL
       OR (last_asked_at < %(now)s AND last_answer NOT IN ('http_404', 'http_410', 'gone')))
  AND (listed_on IS NULL OR listed_on BETWEEN %(first_day)s AND %(last_day)s)
ORDER BY listed_on DESC NULLS LAST, url
