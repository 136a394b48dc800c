-- Load the articles of a staged batch. Rows are written in the order of their ids, so that two workers that meet the
-- same series or article wait for each other instead of deadlocking. What is known already stays;
-- only "known since" moves back when an older capture is read later.
INSERT INTO article (article_id, outlet_id, url, first_seen_at, news_day, release_id)
SELECT article_id, outlet_id, url, min(first_seen_at), min(news_day), article_id
FROM staged_article
GROUP BY article_id, outlet_id, url
ORDER BY article_id
ON CONFLICT (article_id) DO UPDATE
SET first_seen_at = least(article.first_seen_at, excluded.first_seen_at),
    news_day = least(article.news_day, excluded.news_day)
WHERE (excluded.first_seen_at, excluded.news_day) IS DISTINCT FROM (article.first_seen_at, article.news_day);

-- Only versions that are new, or read by another reader than before, bring sentences to compare.
UPDATE article
SET release_due = true
FROM staged_article_version AS staged
LEFT JOIN article_version
       ON article_version.version_id = staged.version_id
      AND article_version.reader_version = staged.reader_version
WHERE article.article_id = staged.article_id
  AND article_version.version_id IS NULL
  AND NOT article.release_due
