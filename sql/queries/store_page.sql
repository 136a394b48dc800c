-- A page as it came: its body, its capture and the documents that it offers, and what the ledger keeps of the answer.
-- The address is locked first, so that two crawls cannot both find the body new.
WITH known AS MATERIALIZED (
    SELECT latest_body_sha256
    FROM address
    WHERE outlet_id = %(outlet_id)s AND url = %(url)s
    FOR UPDATE
),
verdict AS MATERIALIZED (
    SELECT NOT EXISTS (SELECT FROM known WHERE latest_body_sha256 = %(body_sha256)s) AS is_new
),
body AS (
    INSERT INTO capture_body (body_sha256, encoding, content, size_bytes)
    SELECT %(body_sha256)s, 'gzip', %(content)s, %(size_bytes)s
    FROM verdict
    WHERE is_new
    -- A body that retention let go is there again. The conflict holds its row, so that none goes while it is needed.
    ON CONFLICT (body_sha256) DO UPDATE SET content = excluded.content
    WHERE capture_body.content IS NULL
),
captured AS (
    INSERT INTO capture (capture_id, outlet_id, url, fetched_at, status, request_headers, response_headers,
                         body_sha256, listed_at, listed_from, run_id)
    SELECT %(capture_id)s, %(outlet_id)s, %(url)s, %(fetched_at)s, %(status)s, %(request_headers)s,
           %(response_headers)s, %(body_sha256)s, %(listed_at)s, %(listed_from)s, %(run_id)s
    FROM verdict
    WHERE is_new
    ON CONFLICT (capture_id) DO NOTHING
),
answered AS (
    UPDATE address
    SET last_asked_at = %(fetched_at)s,
        last_answer = CASE WHEN is_new THEN 'captured' ELSE 'unchanged' END,
        answered_at = %(fetched_at)s,
        -- "As it was" would speak of a body that is gone.
        etag = CASE WHEN is_new OR NOT body_is_gone(%(body_sha256)s) THEN %(etag)s END,
        last_modified = CASE WHEN is_new OR NOT body_is_gone(%(body_sha256)s) THEN %(last_modified)s END,
        latest_body_sha256 = %(body_sha256)s
    FROM verdict
    WHERE outlet_id = %(outlet_id)s AND url = %(url)s
),
-- A document that a page without text offers; its place among the others is that of today. Where retention let it
-- go, a page that changed asks for it again: it cannot be read without.
offered AS (
    INSERT INTO attachment (outlet_id, page_url, url, name, document, form, discovered_at)
    SELECT %(outlet_id)s, %(url)s, one.url, one.name, one.document, one.form, one.discovered_at
    FROM unnest(%(document_urls)s::text[], %(document_names)s::text[], %(documents)s::int[], %(forms)s::int[],
                %(discovered_at)s::timestamptz[]) AS one (url, name, document, form, discovered_at)
    ON CONFLICT (outlet_id, page_url, url) DO UPDATE
    SET name = excluded.name,
        document = excluded.document,
        form = excluded.form,
        last_asked_at = CASE
            WHEN NOT (SELECT is_new FROM verdict) OR NOT body_is_gone(attachment.latest_body_sha256)
                THEN attachment.last_asked_at
        END,
        latest_body_sha256 = CASE
            WHEN NOT (SELECT is_new FROM verdict) OR NOT body_is_gone(attachment.latest_body_sha256)
                THEN attachment.latest_body_sha256
        END
    WHERE (attachment.name, attachment.document, attachment.form)
          IS DISTINCT FROM (excluded.name, excluded.document, excluded.form)
       OR ((SELECT is_new FROM verdict) AND body_is_gone(attachment.latest_body_sha256))
)
SELECT is_new FROM verdict
