-- robots.txt as a host just sent it.
INSERT INTO host_robots (origin, content, etag, last_modified, fetched_at, confirmed_at)
VALUES (%(origin)s, %(content)s, %(etag)s, %(last_modified)s, %(now)s, %(now)s)
ON CONFLICT (origin) DO UPDATE
SET content = excluded.content,
    etag = excluded.etag,
    last_modified = excluded.last_modified,
    fetched_at = excluded.fetched_at,
    confirmed_at = excluded.confirmed_at
