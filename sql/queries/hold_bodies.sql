-- Hold bodies against captures that come to need them; what others hold already is needed just now.
SELECT body_sha256
FROM capture_body
WHERE body_sha256 = ANY (%(digests)s) AND content IS NOT NULL
ORDER BY body_sha256
FOR UPDATE SKIP LOCKED
