-- Note which of the series in scope are to be looked at again, and when: a value that is due, a page that was
-- found gone once and will be asked again the next night.
WITH wanted AS (
    SELECT scope_expected.series_id, 'overdue' AS check_id,
           min(CASE WHEN scope_run.now_at < misses.first_at THEN misses.first_at ELSE misses.second_at END) AS look_at
    FROM scope_run
    CROSS JOIN scope_expected
    CROSS JOIN LATERAL (
        SELECT scope_expected.first_miss_on::timestamp AT TIME ZONE 'Asia/Seoul' AS first_at,
               scope_expected.second_miss_on::timestamp AT TIME ZONE 'Asia/Seoul' AS second_at
    ) AS misses
    WHERE scope_run.now_at < misses.second_at
    GROUP BY scope_expected.series_id
    UNION ALL
    SELECT DISTINCT check_finding.series_id, 'vanished', scope_run.now_at
    FROM scope_run
    JOIN check_finding ON check_finding.run_id = scope_run.run_id
    JOIN figure ON figure.figure_id = check_finding.figure_ids[1]
    JOIN article_version ON article_version.version_id = figure.version_id
    JOIN article ON article.article_id = article_version.article_id
    WHERE check_finding.check_id = 'vanished'
      AND check_finding.severity = 'info'
      -- If it was not, it will not be.
      AND EXISTS (
          SELECT FROM address
          WHERE address.outlet_id = article.outlet_id AND address.url = article.url
            AND address.last_asked_at > scope_run.now_at - interval '14 days'
      )
)
INSERT INTO check_again (series_id, check_id, look_at)
SELECT series_id, check_id, look_at
FROM wanted
ON CONFLICT (series_id, check_id) DO UPDATE SET look_at = excluded.look_at
