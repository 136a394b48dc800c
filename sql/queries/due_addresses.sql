-- Addresses to be asked for now: new articles first, then those that never answered, the longest known first; then
-- rechecks, the youngest articles first, as these are edited most: they are left where a night ends early.
-- With rechecks_only these alone.
SELECT due.url,
       due.listed_at,
       due.listed_from,
       due.etag,
       due.last_modified,
       due.latest_body_sha256 IS NOT NULL AS is_known
FROM (
    SELECT address.*, 1 AS turn, NULL::timestamptz AS aged_from
    FROM address
    WHERE %(urls)s::text[] IS NULL
      AND NOT %(rechecks_only)s::boolean
      AND outlet_id = %(outlet_id)s
      AND last_asked_at IS NULL
      AND NOT is_archived
      AND discovered_at <= %(now)s
    UNION ALL
    SELECT address.*, 2, NULL
    FROM address
    WHERE %(urls)s::text[] IS NULL
      AND NOT %(rechecks_only)s::boolean
      AND outlet_id = %(outlet_id)s
      AND NOT is_archived
      AND latest_body_sha256 IS NULL
      AND last_asked_at < %(now)s
      AND discovered_at >= %(retry_since)s
    UNION ALL
    SELECT address.*, 3, aged_from(address)
    FROM address
    WHERE %(urls)s::text[] IS NULL
      AND outlet_id = %(outlet_id)s
      AND recheck_at <= %(now)s
      AND last_asked_at < %(now)s
    UNION ALL
    SELECT address.*, 1, NULL
    FROM address
    WHERE outlet_id = %(outlet_id)s
      AND url = ANY (%(urls)s::text[])
) AS due
ORDER BY due.turn, due.aged_from DESC, due.discovered_at, due.listed_at, due.url
