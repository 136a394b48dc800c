-- Write the release of each given article, on the article and on what it claims.
WITH assigned AS (
    SELECT * FROM unnest(%(article_ids)s::uuid[], %(release_ids)s::uuid[]) AS row (article_id, release_id)
),
changed AS (
    UPDATE article
    SET release_id = assigned.release_id, release_due = false
    FROM assigned
    WHERE article.article_id = assigned.article_id
      AND (article.release_due OR article.release_id <> assigned.release_id)
    RETURNING article.article_id, article.release_id
)
UPDATE observation
SET release_id = changed.release_id
FROM changed
JOIN article_version USING (article_id)
WHERE observation.version_id = article_version.version_id
  AND observation.release_id <> changed.release_id
