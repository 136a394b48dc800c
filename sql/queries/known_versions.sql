-- Which of these versions are in the tables.
SELECT version_id FROM article_version WHERE version_id = ANY (%(version_ids)s)
