INSERT INTO capture_body (body_sha256, encoding, content, size_bytes)
VALUES (%(body_sha256)s, 'gzip', %(content)s, %(size_bytes)s)
-- A body that retention let go is there again. The conflict holds its row, so that none goes while it is needed.
ON CONFLICT (body_sha256) DO UPDATE SET content = excluded.content
WHERE capture_body.content IS NULL
