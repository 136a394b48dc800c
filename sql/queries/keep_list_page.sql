-- A feed or the first page of a list as just read.
INSERT INTO list_page (outlet_id, url, kind, listed, read_as, etag, last_modified, fetched_at, confirmed_at, is_turned)
VALUES (%(outlet_id)s, %(url)s, %(kind)s, %(listed)s, %(read_as)s, %(etag)s, %(last_modified)s, %(now)s, %(now)s,
        false)
ON CONFLICT (outlet_id, url) DO UPDATE
SET kind = excluded.kind,
    listed = excluded.listed,
    read_as = excluded.read_as,
    etag = excluded.etag,
    last_modified = excluded.last_modified,
    fetched_at = excluded.fetched_at,
    confirmed_at = excluded.confirmed_at,
    is_turned = excluded.is_turned
