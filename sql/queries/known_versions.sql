-- Which of these versions are in the tables, read by this reader.
SELECT version_id
FROM article_version
WHERE version_id = ANY (%(version_ids)s)
  AND reader_version = %(reader_version)s
