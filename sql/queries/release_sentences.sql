-- Sentences of all versions of the given articles.
SELECT DISTINCT article_version.article_id, release_sentence.sentence_hash
FROM article_version
JOIN release_sentence USING (version_id)
WHERE article_version.article_id = ANY (%(article_ids)s::uuid[])
