-- Every capture that this run read, and whether the tables have what a read page must leave behind.
SELECT capture.capture_id,
       capture.url,
       capture.status,
       capture.page_state,
       CASE
           WHEN capture.parse_state = 'article' AND article.article_id IS NULL THEN 'no article row'
           WHEN capture.parse_state = 'article' AND version_sighting.version_id IS NULL THEN 'no version row'
           WHEN capture.parse_state = 'no_article' AND failure.failure_id IS NULL THEN 'no failure row'
           WHEN capture.parse_state = 'pending' THEN 'still pending'
           ELSE 'complete'
       END AS trace
FROM capture
LEFT JOIN article ON article.outlet_id = capture.outlet_id AND article.url = capture.url
LEFT JOIN LATERAL (
    SELECT article_version.version_id
    FROM article_version
    JOIN version_sighting ON version_sighting.version_id = article_version.version_id
    WHERE article_version.article_id = article.article_id
      AND version_sighting.seen_at = capture.fetched_at
    LIMIT 1
) AS version_sighting ON true
LEFT JOIN LATERAL (
    SELECT failure.failure_id
    FROM failure
    WHERE failure.run_id = capture.parsed_in
      AND failure.outlet_id = capture.outlet_id
      AND failure.url = capture.url
      AND failure.step = 'parse'
    LIMIT 1
) AS failure ON true
WHERE capture.parsed_in = %(run_id)s
