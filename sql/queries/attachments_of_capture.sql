-- The attachments with which a capture of a page is read: the last of each that came before the page
-- was captured again.
SELECT DISTINCT ON (kept.url)
       kept.url,
       attachment.name,
       kept.body_sha256,
       capture_body.content
FROM attachment_capture AS kept
JOIN attachment USING (outlet_id, page_url, url)
JOIN capture_body ON capture_body.body_sha256 = kept.body_sha256
WHERE kept.outlet_id = %(outlet_id)s
  AND kept.page_url = %(url)s
  AND capture_body.content IS NOT NULL
  AND kept.fetched_at < coalesce(
      (SELECT min(later.fetched_at)
       FROM capture AS later
       WHERE later.outlet_id = kept.outlet_id
         AND later.url = kept.page_url
         AND later.fetched_at > %(fetched_at)s),
      'infinity')
ORDER BY kept.url, kept.fetched_at DESC
