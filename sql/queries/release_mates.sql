-- Articles that were grouped with any of the given ones: a changed article may have left them.
SELECT DISTINCT mate.article_id
FROM article
JOIN article AS mate USING (release_id)
WHERE article.article_id = ANY (%(article_ids)s::uuid[])
