-- Pairs of articles that share sentences, or pairs of figures, that are not everywhere and were published within
-- the window: two of them, or one where the text has no more than one sentence. Fewer show no copy.
WITH sentence AS (
    SELECT DISTINCT article.article_id, article.news_day, release_sentence.sentence_hash
    FROM article
    JOIN article_version USING (article_id)
    JOIN release_sentence USING (version_id)
    WHERE article.article_id = ANY (%(article_ids)s::uuid[])
      -- Marks suggest no copy: all articles on a city share its mark.
      AND release_sentence.sentence_hash & 2 = 0
),
-- Counted once for each sentence, not for each article in which it stands. What stands once is no copy's.
rare_sentence AS MATERIALIZED (
    SELECT each.sentence_hash
    FROM (SELECT DISTINCT sentence_hash FROM sentence) AS each
    CROSS JOIN LATERAL (
        SELECT count(*) AS versions
        FROM (
            SELECT FROM release_sentence AS everywhere
            WHERE everywhere.sentence_hash = each.sentence_hash
            LIMIT %(common)s + 1
        ) AS occurrence
    ) AS counted
    WHERE counted.versions BETWEEN 2 AND %(common)s
),
-- Those of the given articles are at hand; of the others each article is looked up.
elsewhere AS MATERIALIZED (
    SELECT sentence_hash, article_id, news_day, true AS given
    FROM rare_sentence
    JOIN sentence USING (sentence_hash)
    UNION ALL
    SELECT known.sentence_hash, article.article_id, article.news_day, false
    FROM (
        SELECT release_sentence.sentence_hash, release_sentence.version_id
        FROM rare_sentence
        JOIN release_sentence USING (sentence_hash)
        WHERE release_sentence.version_id NOT IN (
            SELECT version_id FROM article_version WHERE article_id = ANY (%(article_ids)s::uuid[])
        )
    ) AS known
    JOIN article_version USING (version_id)
    JOIN article USING (article_id)
),
-- Odd numbers stand for pairs of figures.
brief AS (
    SELECT article_id
    FROM sentence
    WHERE sentence_hash & 1 = 0
    GROUP BY article_id
    HAVING count(*) = 1
),
-- Days are counted off in spans as long as the window: what lies within it lies in the same span or one beside it.
spread AS MATERIALIZED (
    SELECT elsewhere.sentence_hash, elsewhere.article_id, elsewhere.news_day, brief.article_id IS NOT NULL AS is_brief,
           floor((elsewhere.news_day - date '2000-01-01') / %(window_days)s::numeric)::integer + beside AS span
    FROM elsewhere
    LEFT JOIN brief USING (article_id)
    CROSS JOIN generate_series(-1, 1) AS beside
    WHERE elsewhere.given
)
SELECT spread.article_id, elsewhere.article_id
FROM spread
JOIN elsewhere
  ON elsewhere.sentence_hash = spread.sentence_hash
 AND floor((elsewhere.news_day - date '2000-01-01') / %(window_days)s::numeric)::integer = spread.span
WHERE elsewhere.article_id <> spread.article_id
  -- A pair of given articles comes once.
  AND (NOT elsewhere.given OR elsewhere.article_id > spread.article_id)
  AND abs(elsewhere.news_day - spread.news_day) <= %(window_days)s
GROUP BY spread.article_id, elsewhere.article_id
HAVING min(spread.sentence_hash) < max(spread.sentence_hash) OR bool_or(spread.is_brief)
ORDER BY 1, 2
