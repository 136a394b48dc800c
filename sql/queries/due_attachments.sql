-- Documents to be asked for now: of each the best form that nobody knows to give no text, those that
-- failed, and known ones whose host can say that they are as they were, at the ages at which their page
-- is looked at again.
SELECT attachment.page_url,
       attachment.url,
       attachment.name,
       attachment.etag,
       attachment.last_modified,
       attachment.latest_body_sha256 IS NOT NULL AS is_known
FROM attachment
WHERE attachment.outlet_id = %(outlet_id)s
  AND (%(page_urls)s::text[] IS NULL OR attachment.page_url = ANY (%(page_urls)s::text[]))
  AND attachment.discovered_at <= %(now)s
  AND CASE
      WHEN attachment.last_asked_at IS NULL THEN NOT EXISTS (
          SELECT FROM attachment AS better
          WHERE better.outlet_id = attachment.outlet_id
            AND better.page_url = attachment.page_url
            AND better.document = attachment.document
            AND better.form < attachment.form
            AND CASE
                WHEN better.last_asked_at IS NULL THEN true
                WHEN better.latest_body_sha256 IS NULL THEN false
                ELSE coalesce(better.read_state = 'read', true)
            END
      )
      WHEN attachment.last_asked_at >= %(now)s THEN false
      WHEN attachment.latest_body_sha256 IS NULL THEN attachment.discovered_at >= %(retry_since)s
      ELSE (attachment.etag IS NOT NULL OR attachment.last_modified IS NOT NULL)
           AND EXISTS (
               SELECT
               FROM address
               CROSS JOIN unnest(%(recheck_after_days)s::integer[]) AS days
               WHERE address.outlet_id = attachment.outlet_id AND address.url = attachment.page_url
                 AND aged_from(address) + days * interval '24 hours' > attachment.last_asked_at
                 AND aged_from(address) + days * interval '24 hours' <= %(now)s
           )
  END
ORDER BY attachment.discovered_at, attachment.page_url, attachment.document, attachment.form, attachment.url
