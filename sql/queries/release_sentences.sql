-- Sentences of all versions of each of the given articles, also of those that have none.
SELECT given.article_id, coalesce(array_agg(sentence_hash) FILTER (WHERE sentence_hash IS NOT NULL), '{}')
FROM unnest(%(article_ids)s::uuid[]) AS given (article_id)
LEFT JOIN article_version USING (article_id)
LEFT JOIN release_sentence USING (version_id)
GROUP BY given.article_id
