-- How many captures an export has to write.
SELECT count(*)
FROM capture
WHERE (%(outlet_ids)s::text[] IS NULL OR outlet_id = ANY (%(outlet_ids)s::text[]))
  AND (%(since)s::timestamptz IS NULL OR fetched_at >= %(since)s)
  AND (%(until)s::timestamptz IS NULL OR fetched_at < %(until)s)
