INSERT INTO capture_body (body_sha256, encoding, content, size_bytes)
VALUES (%(body_sha256)s, 'gzip', %(content)s, %(size_bytes)s)
ON CONFLICT (body_sha256) DO NOTHING
