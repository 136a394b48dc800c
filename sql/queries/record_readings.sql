-- Keep what the readers made of each outlet that a run was to collect. Pages count in the run that read
-- them first, whichever night or collection fetched them; those of archives are no news. A night that was
-- killed before it counted is counted by the one that takes its place.
WITH counted_run AS (
    SELECT run.run_id
    FROM night_run AS this
    JOIN night_run AS run
      ON run.run_id = this.run_id
      OR (run.kind = 'nightly' AND this.kind = 'nightly' AND run.news_day = this.news_day
          AND NOT EXISTS (SELECT FROM outlet_reading WHERE outlet_reading.run_id = run.run_id))
    WHERE this.run_id = %(run_id)s
),
read_here AS (
    SELECT capture.capture_id, capture.outlet_id, capture.page_state
    FROM capture
    JOIN night_run AS fetched ON fetched.run_id = capture.run_id
    WHERE capture.first_parsed_in IN (SELECT run_id FROM counted_run)
      AND fetched.kind IN ('nightly', 'collect')
),
pages AS (
    SELECT outlet_id,
           count(*) AS pages,
           count(*) FILTER (WHERE page_state = 'article') AS articles,
           count(*) FILTER (WHERE page_state = 'gone') AS gone,
           count(*) FILTER (WHERE page_state = 'selector_drift') AS drifted,
           count(*) FILTER (WHERE page_state = 'reader_error') AS broken
    FROM read_here
    GROUP BY outlet_id
),
versions AS (
    SELECT read_here.outlet_id,
           count(*) FILTER (WHERE NOT earlier.is_there) AS new_articles,
           count(*) FILTER (WHERE earlier.is_there) AS changed_articles,
           count(*) FILTER (WHERE figures.are_there) AS with_figures
    FROM read_here
    JOIN article_version AS version ON version.capture_id = read_here.capture_id
    CROSS JOIN LATERAL (
        SELECT EXISTS (
            SELECT FROM article_version AS other
            WHERE other.article_id = version.article_id
              AND (other.recorded_at, other.version_id) < (version.recorded_at, version.version_id)
        ) AS is_there
    ) AS earlier
    CROSS JOIN LATERAL (
        SELECT EXISTS (SELECT FROM figure WHERE figure.version_id = version.version_id) AS are_there
    ) AS figures
    GROUP BY read_here.outlet_id
),
read_again AS (
    SELECT outlet_id,
           count(*) AS reread,
           count(*) FILTER (WHERE page_state = 'article') AS recovered
    FROM capture
    WHERE parsed_in = %(run_id)s
      AND first_parsed_in <> parsed_in
    GROUP BY outlet_id
),
unread AS (
    SELECT outlet_id, count(*) AS unread
    FROM capture
    WHERE page_state IN ('selector_drift', 'reader_error')
      AND body_expired_at IS NULL
    GROUP BY outlet_id
),
failed AS (
    SELECT outlet_id, step, reason, url IS NULL AS whole_outlet, count(*) AS times
    FROM failure
    WHERE run_id = %(run_id)s
    GROUP BY outlet_id, step, reason, url IS NULL
),
by_reason AS (
    SELECT outlet_id, jsonb_object_agg(reason, times ORDER BY reason) AS failures
    FROM (SELECT outlet_id, reason, sum(times) AS times FROM failed GROUP BY outlet_id, reason) AS counted
    GROUP BY outlet_id
),
failures AS (
    SELECT outlet_id,
           coalesce(sum(times) FILTER (WHERE step = 'discover' AND NOT whole_outlet), 0) AS lists_failed,
           coalesce(sum(times) FILTER (WHERE step = 'fetch' AND NOT whole_outlet), 0) AS pages_failed,
           -- A crawl that broke says more than what it had met before.
           (array_agg(reason ORDER BY reason LIKE 'crawl%%' DESC, times DESC, reason)
               FILTER (WHERE whole_outlet AND reason <> 'nothing_listed'))[1] AS outlet_reason,
           (array_agg(reason ORDER BY times DESC, reason)
               FILTER (WHERE step = 'discover' AND NOT whole_outlet))[1] AS list_reason,
           (array_agg(reason ORDER BY times DESC, reason)
               FILTER (WHERE step = 'fetch' AND NOT whole_outlet))[1] AS page_reason
    FROM failed
    GROUP BY outlet_id
)
INSERT INTO outlet_reading
    (run_id, outlet_id, pages, articles, gone, drifted, broken, new_articles, changed_articles, with_figures,
     reread, recovered, unread, lists_failed, pages_failed, outlet_reason, list_reason, page_reason, failures)
SELECT %(run_id)s, wanted.outlet_id, coalesce(pages.pages, 0), coalesce(pages.articles, 0),
       coalesce(pages.gone, 0), coalesce(pages.drifted, 0), coalesce(pages.broken, 0),
       coalesce(versions.new_articles, 0), coalesce(versions.changed_articles, 0),
       coalesce(versions.with_figures, 0), coalesce(read_again.reread, 0),
       coalesce(read_again.recovered, 0), coalesce(unread.unread, 0),
       coalesce(failures.lists_failed, 0), coalesce(failures.pages_failed, 0), failures.outlet_reason,
       failures.list_reason, failures.page_reason, coalesce(by_reason.failures, '{}')
FROM unnest(%(outlet_ids)s::text[]) AS wanted (outlet_id)
LEFT JOIN pages USING (outlet_id)
LEFT JOIN versions USING (outlet_id)
LEFT JOIN read_again USING (outlet_id)
LEFT JOIN unread USING (outlet_id)
LEFT JOIN failures USING (outlet_id)
LEFT JOIN by_reason USING (outlet_id)
ON CONFLICT (run_id, outlet_id) DO UPDATE
SET (pages, articles, gone, drifted, broken, new_articles, changed_articles, with_figures, reread, recovered,
     unread, lists_failed, pages_failed, outlet_reason, list_reason, page_reason, failures)
  = (excluded.pages, excluded.articles, excluded.gone, excluded.drifted, excluded.broken,
     excluded.new_articles, excluded.changed_articles, excluded.with_figures, excluded.reread,
     excluded.recovered, excluded.unread, excluded.lists_failed, excluded.pages_failed,
     excluded.outlet_reason, excluded.list_reason, excluded.page_reason, excluded.failures)
