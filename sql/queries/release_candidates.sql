-- Pairs of articles that share a sentence that is not everywhere and were published within the window.
WITH sentence AS (
    SELECT DISTINCT article_version.article_id, release_sentence.sentence_hash
    FROM article_version
    JOIN release_sentence USING (version_id)
    WHERE article_version.article_id = ANY (%(article_ids)s::uuid[])
      -- Marks suggest no copy: all articles on a city share its mark.
      AND release_sentence.sentence_hash & 2 = 0
),
-- Counted once for each sentence, not for each article in which it stands.
rare_sentence AS MATERIALIZED (
    SELECT each.sentence_hash
    FROM (SELECT DISTINCT sentence_hash FROM sentence) AS each
    WHERE (
        SELECT count(*)
        FROM (
            SELECT FROM release_sentence AS everywhere
            WHERE everywhere.sentence_hash = each.sentence_hash
            LIMIT %(common)s + 1
        ) AS occurrence
    ) <= %(common)s
),
rare AS (
    SELECT sentence.article_id, sentence.sentence_hash
    FROM sentence
    JOIN rare_sentence USING (sentence_hash)
)
SELECT DISTINCT rare.article_id, other_version.article_id
FROM rare
JOIN release_sentence AS other_sentence USING (sentence_hash)
JOIN article_version AS other_version ON other_version.version_id = other_sentence.version_id
JOIN article ON article.article_id = rare.article_id
JOIN article AS other ON other.article_id = other_version.article_id
WHERE other.article_id <> article.article_id
  -- A pair of given articles comes once.
  AND NOT (other.article_id < article.article_id AND other.article_id = ANY (%(article_ids)s::uuid[]))
  AND abs(other.news_day - article.news_day) <= %(window_days)s
ORDER BY 1, 2
