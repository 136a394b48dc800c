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
-- Days are counted off in spans as long as the window: what lies within it lies in the same span or one beside it.
elsewhere AS MATERIALIZED (
    SELECT release_sentence.sentence_hash, article.article_id, article.news_day,
           article.article_id = ANY (%(article_ids)s::uuid[]) AS given,
           floor((article.news_day - date '2000-01-01') / %(window_days)s::numeric)::integer AS span
    FROM rare_sentence
    JOIN release_sentence USING (sentence_hash)
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
spread AS MATERIALIZED (
    SELECT sentence.sentence_hash, sentence.article_id, sentence.news_day, brief.article_id IS NOT NULL AS is_brief,
           floor((sentence.news_day - date '2000-01-01') / %(window_days)s::numeric)::integer + beside AS span
    FROM sentence
    JOIN rare_sentence USING (sentence_hash)
    LEFT JOIN brief USING (article_id)
    CROSS JOIN generate_series(-1, 1) AS beside
)
SELECT spread.article_id, elsewhere.article_id
FROM spread
JOIN elsewhere USING (sentence_hash, span)
WHERE elsewhere.article_id <> spread.article_id
  -- A pair of given articles comes once.
  AND (NOT elsewhere.given OR elsewhere.article_id > spread.article_id)
  AND abs(elsewhere.news_day - spread.news_day) <= %(window_days)s
GROUP BY spread.article_id, elsewhere.article_id
HAVING min(sentence_hash) < max(sentence_hash) OR bool_or(spread.is_brief)
ORDER BY 1, 2
