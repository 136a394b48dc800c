-- Addresses to be asked for now, the longest known first.
SELECT url,
       listed_at,
       listed_from,
       etag,
       last_modified,
       latest_body_sha256 IS NOT NULL AS is_known
FROM address
WHERE outlet_id = %(outlet_id)s
  AND CASE
      WHEN %(urls)s::text[] IS NOT NULL THEN url = ANY (%(urls)s::text[])
      WHEN last_asked_at IS NULL THEN discovered_at <= %(now)s
      WHEN last_asked_at >= %(now)s THEN false
      WHEN latest_body_sha256 IS NULL THEN discovered_at >= %(retry_since)s
      ELSE coalesce(listed_at, discovered_at) >= %(recheck_since)s
  END
ORDER BY last_asked_at IS NOT NULL, discovered_at, listed_at, url
