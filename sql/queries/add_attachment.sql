-- A document that a page without text offers; its place among the others is that of today.
INSERT INTO attachment (outlet_id, page_url, url, name, document, form, discovered_at)
VALUES (%(outlet_id)s, %(page_url)s, %(url)s, %(name)s, %(document)s, %(form)s, %(discovered_at)s)
ON CONFLICT (outlet_id, page_url, url) DO UPDATE
SET name = excluded.name,
    document = excluded.document,
    form = excluded.form
WHERE (attachment.name, attachment.document, attachment.form)
      IS DISTINCT FROM (excluded.name, excluded.document, excluded.form)
