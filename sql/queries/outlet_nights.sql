-- What each outlet gave in one run: collected, read, and the flags that its articles are evidence of.
WITH read_here AS (
    SELECT capture.capture_id, capture.outlet_id, capture.parse_state
    FROM capture
    WHERE capture.parsed_in = %(run_id)s
),
version_here AS (
    SELECT read_here.outlet_id, article_version.version_id,
           NOT EXISTS (
               SELECT FROM article_version AS earlier
               WHERE earlier.article_id = article_version.article_id
                 AND (earlier.recorded_at, earlier.version_id)
                     < (article_version.recorded_at, article_version.version_id)
           ) AS is_first
    FROM article_version
    JOIN read_here USING (capture_id)
),
versions AS (
    SELECT outlet_id,
           count(*) FILTER (WHERE is_first) AS new_versions,
           count(*) FILTER (WHERE NOT is_first) AS changed_versions
    FROM version_here
    GROUP BY outlet_id
),
figures AS (
    SELECT version_here.outlet_id, count(*) AS figures
    FROM version_here
    JOIN figure USING (version_id)
    GROUP BY version_here.outlet_id
),
pages AS (
    SELECT outlet_id, count(*) FILTER (WHERE parse_state = 'no_article') AS no_article
    FROM read_here
    GROUP BY outlet_id
),
failures AS (
    SELECT outlet_id, count(*) AS failures
    FROM failure
    WHERE run_id = %(run_id)s
    GROUP BY outlet_id
),
flags AS (
    SELECT outlet.outlet_id, count(DISTINCT flag.flag_id) AS flags
    FROM check_finding
    JOIN flag
      ON flag.check_id = check_finding.check_id
     AND flag.fingerprint = current_fingerprint(check_finding.fingerprint)
    CROSS JOIN LATERAL jsonb_array_elements(check_finding.evidence) AS piece
    JOIN outlet ON outlet.outlet_id = piece ->> 'outlet'
    WHERE check_finding.run_id = %(run_id)s
    GROUP BY outlet.outlet_id
)
SELECT outlet.outlet_id,
       outlet.name,
       coalesce(outlet_night.listed, 0) AS listed,
       coalesce(outlet_night.fetched, 0) AS fetched,
       coalesce(outlet_night.captured, 0) AS captured,
       coalesce(outlet_night.unchanged, 0) AS unchanged,
       coalesce(versions.new_versions, 0) AS new_versions,
       coalesce(versions.changed_versions, 0) AS changed_versions,
       coalesce(pages.no_article, 0) AS no_article,
       coalesce(failures.failures, 0) AS failures,
       coalesce(figures.figures, 0) AS figures,
       coalesce(flags.flags, 0) AS flags,
       coalesce(outlet_night.seconds, 0)::float8 AS seconds
FROM outlet
LEFT JOIN outlet_night
       ON outlet_night.outlet_id = outlet.outlet_id AND outlet_night.run_id = %(run_id)s
LEFT JOIN versions ON versions.outlet_id = outlet.outlet_id
LEFT JOIN figures ON figures.outlet_id = outlet.outlet_id
LEFT JOIN pages ON pages.outlet_id = outlet.outlet_id
LEFT JOIN failures ON failures.outlet_id = outlet.outlet_id
LEFT JOIN flags ON flags.outlet_id = outlet.outlet_id
WHERE outlet_night.outlet_id IS NOT NULL
   OR pages.outlet_id IS NOT NULL
   OR failures.outlet_id IS NOT NULL
   OR outlet.outlet_id IN (SELECT outlet_id FROM outlet_reading WHERE run_id = %(run_id)s)
ORDER BY outlet.outlet_id
