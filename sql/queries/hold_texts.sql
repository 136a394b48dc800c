-- Hold versions against readers that see them again; what others hold waits for the next time.
SELECT version_id
FROM article_version
WHERE version_id = ANY (%(version_ids)s)
ORDER BY version_id
FOR UPDATE SKIP LOCKED
