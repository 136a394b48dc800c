-- Every observation that this run is to validate, with the figure, page and announcement that it rests on: what was
-- touched, or all of it where the run looked at everything. What a run touched that broke is validated by the next.
WITH scope AS (
    SELECT check_scope.series_id,
           bool_or(check_scope.touched_in IS NULL) AS everything,
           array_agg(release.release_id) FILTER (WHERE release.release_id IS NOT NULL) AS touched_in
    FROM check_scope
    LEFT JOIN LATERAL unnest(check_scope.touched_in) AS release (release_id) ON true
    WHERE check_scope.run_id = %(run_id)s
       OR check_scope.run_id IN (
           SELECT broken.run_id
           FROM night_run AS broken
           WHERE broken.state <> 'completed'
             AND broken.as_of IS NULL
             AND broken.started_at > coalesce(
                 (SELECT max(whole.started_at)
                  FROM night_run AS whole
                  WHERE whole.state = 'completed'
                    AND whole.as_of IS NULL
                    AND EXISTS (SELECT FROM check_scope WHERE check_scope.run_id = whole.run_id)),
                 '-infinity')
       )
    GROUP BY check_scope.series_id
),
-- Text by text, each of which is then unpacked once and not for each of its figures.
told AS (
    SELECT observation.*
    FROM scope
    -- By key, step by step: whole tables grow with the store.
    CROSS JOIN LATERAL (
        SELECT *
        FROM observation
        WHERE observation.series_id = scope.series_id
          AND (scope.everything OR observation.release_id = ANY (scope.touched_in))
        OFFSET 0
    ) AS observation
    ORDER BY observation.version_id
)
SELECT observation.figure_id,
       observation.series_id,
       observation.version_id,
       observation.release_id,
       article.release_id AS release_of_article,
       article.url,
       observation.value,
       observation.low,
       observation.high,
       CASE WHEN figure.unit IN ('%%', '%%p') THEN observation.value END AS per_cent,
       figure.value AS figure_value,
       figure.unit,
       observation.kind,
       observation.role,
       figure.period_rung,
       observation.period_start,
       observation.period_end,
       figure.start_char,
       figure.end_char,
       figure.quote,
       substring(article_version.text FROM figure.start_char + 1 FOR figure.end_char - figure.start_char) AS span,
       extract(epoch FROM observation.published_from - observation.recorded_at) / 3600 AS hours_ahead,
       observation.recorded_at
FROM told AS observation
LEFT JOIN LATERAL (
    SELECT * FROM figure WHERE figure.figure_id = observation.figure_id OFFSET 0
) AS figure ON true
LEFT JOIN LATERAL (
    SELECT version.article_id, version.text || '' AS text
    FROM article_version AS version
    WHERE version.version_id = observation.version_id
    OFFSET 0
) AS article_version ON true
LEFT JOIN LATERAL (
    SELECT * FROM article WHERE article.article_id = article_version.article_id OFFSET 0
) AS article ON true
