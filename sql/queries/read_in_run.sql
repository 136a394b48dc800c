-- What came of the pages that a run has read, on all its machines.
SELECT count(*) AS captures,
       count(article_version.version_id) AS articles,
       count(*) FILTER (WHERE capture.parse_state = 'no_article') AS no_article,
       coalesce(sum(figures.figures), 0)::bigint AS figures
FROM capture
LEFT JOIN article_version USING (capture_id)
LEFT JOIN LATERAL (
    SELECT count(*) AS figures FROM figure WHERE figure.version_id = article_version.version_id
) AS figures ON true
WHERE capture.parsed_in = %(run_id)s
