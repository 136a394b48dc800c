-- How each outlet did in each night, compared with its own nights before. The rules are explained in
-- docs/health.md; a rule that names a number says here why it is that number.
CREATE FUNCTION outlet_health_since(since date, judged_from date)
RETURNS TABLE (
    outlet_id text, outlet text, run_id uuid, news_day date, day_kind text, verdict text, why text, detail text,
    nights_failing bigint, last_good_night date, listed integer, fetched integer, captured integer,
    unchanged integer, new_articles integer, changed_articles integer, pages_read integer, pages_with_text integer,
    pages_gone integer, pages_drifted integer, articles_with_figures integer, lists_failed integer,
    pages_failed integer, failures jsonb, pages_recovered integer, pages_unread integer, seconds numeric,
    pace_seconds numeric, like_nights bigint, usual_new double precision, usual_new_low bigint,
    usual_new_high bigint, usual_listed double precision, usual_listed_low integer, usual_listed_high integer,
    usual_without_text numeric, usual_with_figures numeric, usual_failed numeric, usual_pace_seconds numeric,
    started_at timestamp with time zone
)
LANGUAGE sql STABLE AS $$
-- Once for each run, not for each outlet in it.
WITH runs AS MATERIALIZED (
    SELECT run_id,
           kind = 'nightly' AS is_nightly,
           news_day AS night,
           started_at,
           day_covered(now_at) AS day,
           CASE extract(isodow FROM day_covered(now_at))
               WHEN 6 THEN 'saturday'
               WHEN 7 THEN 'sunday'
               ELSE 'workday'
           END AS day_kind,
           row_number() OVER (ORDER BY news_day, now_at, started_at, run_id) AS step
    FROM night_run
    WHERE kind IN ('nightly', 'collect')
      AND news_day >= since
),
-- Once for each outlet: few entries say when they may be empty, and a look into all of an entry takes its time.
outlets AS MATERIALIZED (
    SELECT outlet_id, name, CASE WHEN settings -> 'may_be_empty' NOT IN ('false', 'null') THEN settings END AS settings
    FROM outlet
),
collected AS (
    SELECT reading.*,
           runs.is_nightly,
           runs.night,
           runs.started_at,
           runs.day_kind,
           runs.step,
           outlets.name AS outlet,
           outlets.settings IS NOT NULL AND may_be_empty(outlets.settings, runs.day) AS may_be_empty,
           crawl.outlet_id IS NOT NULL AS crawled,
           coalesce(crawl.listed, 0) AS listed,
           coalesce(crawl.fetched, 0) AS fetched,
           coalesce(crawl.captured, 0) AS captured,
           coalesce(crawl.unchanged, 0) AS unchanged,
           coalesce(crawl.seconds, 0) AS seconds,
           sum(new_articles) OVER (
               PARTITION BY reading.outlet_id ORDER BY runs.night, runs.step ROWS UNBOUNDED PRECEDING
           ) AS brought
    FROM runs
    JOIN outlet_reading AS reading ON reading.run_id = runs.run_id
    JOIN outlets ON outlets.outlet_id = reading.outlet_id
    LEFT JOIN (
        SELECT outlet_night.* FROM runs JOIN outlet_night ON outlet_night.run_id = runs.run_id
    ) AS crawl ON crawl.run_id = reading.run_id AND crawl.outlet_id = reading.outlet_id
),
numbered AS (
    SELECT *,
           dense_rank() OVER before AS nth,
           lead(night) OVER steps IS DISTINCT FROM night AS is_last,
           -- All since the night before. A night that is run again finds nothing new: it is judged by all that its
           -- day brought. What was collected by hand before a night belongs to it: the night will not find it new.
           brought - coalesce(max(brought) OVER before, 0) AS gain,
           pages - gone AS readable,
           new_articles + changed_articles AS versions,
           round(seconds / (fetched + 1), 2) AS pace_seconds
    FROM collected
    WHERE is_nightly
    WINDOW before AS (PARTITION BY outlet_id ORDER BY night GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
           steps AS (PARTITION BY outlet_id ORDER BY night, step)
),
-- What the nights of an outlet brought, each at its number; null where a night is not one to compare with. The past of
-- a night is a slice of them: gathered anew for each night they would take longer than all the rest.
nights AS MATERIALIZED (
    SELECT outlet_id,
           array_agg(CASE WHEN listed > 0 THEN listed END ORDER BY nth) AS listed,
           array_agg(CASE WHEN listed > 0 THEN pace_seconds END ORDER BY nth) AS paces,
           -- The first night of an outlet brings whatever its lists still show.
           array_agg(CASE WHEN listed > 0 AND nth > 1 AND day_kind = 'workday' THEN gain END ORDER BY nth) AS workdays,
           array_agg(CASE WHEN listed > 0 AND nth > 1 AND day_kind = 'saturday' THEN gain END ORDER BY nth)
               AS saturdays,
           array_agg(CASE WHEN listed > 0 AND nth > 1 AND day_kind = 'sunday' THEN gain END ORDER BY nth) AS sundays
    FROM numbered
    WHERE is_last
    GROUP BY outlet_id
),
with_past AS (
    SELECT *,
           sum(readable) OVER past AS past_readable,
           sum(articles) OVER past AS past_articles,
           sum(versions) OVER past AS past_versions,
           sum(with_figures) OVER past AS past_with_figures,
           sum(fetched) OVER past AS past_fetched,
           sum(pages_failed) OVER past AS past_failed,
           sum(versions) OVER week AS week_versions,
           sum(with_figures) OVER week AS week_with_figures,
           count(*) FILTER (WHERE is_last AND listed > 0 AND nth > 1 AND day_kind <> 'workday') OVER past
               AS past_weekend_nights,
           count(*) FILTER (WHERE is_last AND gain > 0 AND nth > 1 AND day_kind <> 'workday') OVER past
               AS past_weekend_news
    FROM numbered
    WINDOW past AS (PARTITION BY outlet_id ORDER BY night GROUPS BETWEEN 30 PRECEDING AND 1 PRECEDING),
           week AS (PARTITION BY outlet_id ORDER BY night GROUPS BETWEEN 6 PRECEDING AND CURRENT ROW)
),
grouped AS (
    SELECT with_past.*,
           spread.like_nights,
           -- Least, median and most.
           spread.gains[2] AS usual_new,
           spread.gains[1]::bigint AS usual_new_low,
           spread.gains[3]::bigint AS usual_new_high,
           spread.lists[2] AS usual_listed,
           spread.lists[1]::integer AS usual_listed_low,
           spread.lists[3]::integer AS usual_listed_high,
           spread.listed_nights,
           nights.paces[nth - 30 : nth - 1] AS past_paces,
           -- The last runs in which pages came, in which most of those that came had drifted, and in which pages of
           -- any night were got back.
           max(step) FILTER (WHERE readable > 0) OVER so_far AS page_step,
           max(step) FILTER (WHERE readable > 0 AND 2 * drifted > readable) OVER so_far AS drift_step,
           max(step) FILTER (WHERE recovered > 0) OVER so_far AS recovery_step,
           -- Runs since an article came: they belong to the night that brought it.
           count(*) FILTER (WHERE gain > 0) OVER so_far AS gain_group
    FROM with_past
    JOIN nights ON nights.outlet_id = with_past.outlet_id
    CROSS JOIN LATERAL (
        SELECT count(gain) AS like_nights,
               percentile_cont(ARRAY[0, 0.5, 1]) WITHIN GROUP (ORDER BY gain) AS gains,
               count(listed) AS listed_nights,
               percentile_cont(ARRAY[0, 0.5, 1]) WITHIN GROUP (ORDER BY listed) AS lists
        FROM (
            SELECT unnest((
                       CASE day_kind
                           WHEN 'saturday' THEN nights.saturdays
                           WHEN 'sunday' THEN nights.sundays
                           ELSE nights.workdays
                       END
                   )[nth - 30 : nth - 1]) AS gain,
                   unnest(nights.listed[nth - 30 : nth - 1]) AS listed
        ) AS past_nights
    ) AS spread
    WHERE night >= judged_from
    WINDOW so_far AS (PARTITION BY with_past.outlet_id ORDER BY night, step ROWS UNBOUNDED PRECEDING)
),
usual AS (
    SELECT *,
           -- A share of fewer than 20 says nothing of the next one.
           CASE WHEN past_readable >= 20 THEN (past_readable - past_articles) / past_readable::numeric END
               AS usual_without_text,
           CASE WHEN past_versions >= 20 THEN past_with_figures / past_versions::numeric END
               AS usual_with_figures,
           CASE WHEN past_fetched >= 20 THEN least(past_failed, past_fetched) / past_fetched::numeric END
               AS usual_failed,
           -- From three like nights on an outlet is expected to bring what it usually does.
           like_nights >= 3 AND usual_new >= 3 AND NOT may_be_empty AS is_expected,
           -- Named for the planner: of a comparison with a number it expects few rows, and joins them one by one.
           gain = 0 AS brought_nothing,
           past_weekend_nights >= 2 AND past_weekend_news = 0 AND day_kind = 'workday' AS rests_at_weekends
    FROM grouped
),
-- A public holiday shows in those that rest at weekends: most of them are silent at once.
resting AS MATERIALIZED (
    SELECT run_id, count(*) AS peers, count(*) FILTER (WHERE gain = 0 AND drifted = 0) AS silent_peers
    FROM usual
    WHERE is_expected AND listed > 0 AND rests_at_weekends
    GROUP BY run_id
),
-- Runs in which no article came, from here on. All that is counted in a row of them begins anew with an article.
silent AS (
    SELECT usual.run_id, outlet_id, gain_group, step, is_last, peers, silent_peers,
           -- Pages that came and could not be read are no silence, nor are those that were got back.
           is_expected AND listed > 0 AND drifted = 0 AND recovered = 0 AS is_silent,
           is_expected AND listed > 0 AND drifted = 0 AND recovered = 0
               AND rests_at_weekends AND peers >= 3 AND 3 * silent_peers >= 2 * peers AS is_excused
    FROM usual
    LEFT JOIN resting ON resting.run_id = usual.run_id
    WHERE brought_nothing
),
bounded AS (
    SELECT *,
           -- No holidays of this country take more than five workdays in a row: longer than that, most
           -- outlets are silent because of us.
           is_silent AND NOT (is_excused AND 5 >= count(*) FILTER (WHERE is_excused AND is_last) OVER so_far)
               AS counts_as_silent
    FROM silent
    WINDOW so_far AS (PARTITION BY outlet_id, gain_group ORDER BY step ROWS UNBOUNDED PRECEDING)
),
counted AS MATERIALIZED (
    SELECT *,
           count(*) FILTER (WHERE counts_as_silent AND is_last) OVER so_far
               + (counts_as_silent AND NOT is_last)::integer AS silent_nights
    FROM bounded
    WINDOW so_far AS (PARTITION BY outlet_id, gain_group ORDER BY step ROWS UNBOUNDED PRECEDING)
),
judged AS (
    SELECT found_in.*, found[1] AS verdict, found[2] AS why, found[3] AS detail
    FROM (
        SELECT usual.*,
               -- The first rule that holds: verdict, why, and the numbers behind it.
               CASE
                   -- Zero says nothing of an outlet that we left alone.
                   WHEN NOT crawled OR (
                       listed = 0
                       AND outlet_reason IN ('host_busy', 'no_contact', 'asked_to_wait', 'budget_spent', 'time_spent')
                   )
                   THEN ARRAY['not_collected', coalesce(outlet_reason, 'no_crawl'),
                              CASE
                                  WHEN outlet_reason IS NULL OR outlet_reason LIKE 'crawl%' THEN 'no crawl of it ended'
                                  ELSE 'it was left alone'
                              END]
                   WHEN readable > 0 AND 2 * drifted > readable
                   THEN ARRAY['failing', 'markup_changed', format('%s of %s pages selector_drift', drifted, readable)]
                   WHEN readable = 0 AND unread > 0
                    AND drift_step = page_step AND coalesce(recovery_step < page_step, true)
                   THEN ARRAY['failing', 'markup_changed',
                              (
                                  SELECT format('%s of %s pages selector_drift on %s, none since', came.drifted,
                                                came.pages - came.gone, runs.night)
                                  FROM runs
                                  JOIN outlet_reading AS came ON came.run_id = runs.run_id
                                  WHERE runs.step = page_step AND came.outlet_id = usual.outlet_id
                              )]
                   WHEN listed = 0 AND NOT (may_be_empty AND outlet_reason IS NULL AND list_reason IS NULL)
                   THEN ARRAY['failing', coalesce(outlet_reason, list_reason, 'nothing_listed'),
                              '0 listed' || coalesce(', usually ' || round(usual_listed), '')]
                   WHEN outlet_reason LIKE 'crawl%'
                   THEN ARRAY['failing', outlet_reason,
                              format('%s listed, %s pages asked for before it broke', listed, fetched)]
                   WHEN readable > 0 AND 2 * broken > readable
                   THEN ARRAY['failing', 'reader_broke', format('%s of %s pages reader_error', broken, readable)]
                   -- One or two pages may be pictures; three without any text are a sign.
                   WHEN readable >= 3 AND articles = 0
                   THEN ARRAY['failing', 'nothing_readable', format('0 of %s pages have a text', readable)]
                   WHEN pages_failed >= 3 AND 2 * pages_failed > fetched
                   THEN ARRAY['failing', 'pages_failed',
                              format('%s of %s pages, mostly %s', pages_failed, fetched, page_reason)]
                   -- Once it is failing it stays so until something comes, whatever its past looks like by then.
                   WHEN listed > 0 AND gain = 0 AND silent_nights >= 3
                   THEN ARRAY['failing', 'nothing_new',
                              format('nothing new in %s nights that usually bring some', silent_nights)]
                   WHEN outlet_reason IS NOT NULL
                   THEN ARRAY['unusual', outlet_reason, format('%s listed, %s pages asked for', listed, fetched)]
                   WHEN lists_failed > 0
                   THEN ARRAY['unusual', 'lists_failed',
                              format('%s of its feeds and lists, mostly %s', lists_failed, list_reason)]
                   WHEN counts_as_silent
                   THEN ARRAY['unusual', 'nothing_new', format('0 new, usually %s', round(usual_new))]
                   WHEN listed > 0 AND listed_nights >= 3 AND 4 * listed < usual_listed
                   THEN ARRAY['unusual', 'few_listed', format('%s listed, usually %s', listed, round(usual_listed))]
                   -- Three standard deviations: chance gives one such night in some hundreds.
                   WHEN readable - articles >= 3
                    AND readable - articles >= readable * (usual_without_text + 0.3)
                    AND readable - articles > readable * usual_without_text
                        + 3 * sqrt(readable * usual_without_text * (1 - usual_without_text))
                   THEN ARRAY['unusual', 'without_text',
                              format('%s of %s pages without a text, usually %s %%', readable - articles, readable,
                                     round(100 * usual_without_text))]
                   WHEN pages_failed >= 3
                    AND pages_failed >= fetched * (usual_failed + 0.2)
                    AND pages_failed > fetched * usual_failed + 3 * sqrt(fetched * usual_failed * (1 - usual_failed))
                   THEN ARRAY['unusual', 'pages_failed',
                              format('%s of %s pages, mostly %s, usually %s %%', pages_failed, fetched, page_reason,
                                     round(100 * usual_failed))]
                   WHEN 2 * with_figures < versions * usual_with_figures
                    AND with_figures < versions * usual_with_figures
                        - 3 * sqrt(versions * usual_with_figures * (1 - usual_with_figures))
                   THEN ARRAY['unusual', 'few_figures',
                              format('%s of %s articles with figures, usually %s %%', with_figures, versions,
                                     round(100 * usual_with_figures))]
                   -- What few articles a night cannot show, those of a week can.
                   WHEN versions > 0
                    AND 2 * week_with_figures < week_versions * usual_with_figures
                    AND week_with_figures < week_versions * usual_with_figures
                        - 3 * sqrt(week_versions * usual_with_figures * (1 - usual_with_figures))
                   THEN ARRAY['unusual', 'few_figures',
                              format('%s of %s articles of seven nights with figures, usually %s %%',
                                     week_with_figures, week_versions, round(100 * usual_with_figures))]
                   WHEN seconds > 60 AND listed_nights >= 3 AND pace_seconds > ALL (array_remove(past_paces, NULL))
                    AND pace_seconds > 3 * median_of(past_paces)
                   THEN ARRAY['unusual', 'slow',
                              format('%s s for each page, usually %s s', round(pace_seconds, 1),
                                     round(median_of(past_paces)::numeric, 1))]
                   WHEN gain + changed_articles > 0
                   THEN ARRAY['ok', '', '']
                   WHEN may_be_empty
                   THEN ARRAY['quiet', 'may_be_empty', '0 new']
                   WHEN is_excused
                   THEN ARRAY['quiet', 'silent_like_others',
                              format('%s of %s outlets that rest at weekends brought nothing', silent_peers, peers)]
                   WHEN like_nights < 3
                   THEN ARRAY['quiet', 'no_past', '0 new']
                   ELSE ARRAY['quiet', 'as_usual', format('0 new, usually %s', round(usual_new))]
               END AS found
        FROM usual
        LEFT JOIN counted ON counted.run_id = usual.run_id AND counted.outlet_id = usual.outlet_id
        -- Judged once: without this the rules would be gone through for each use of what they found.
        OFFSET 0
    ) AS found_in
),
good AS (
    SELECT *,
           verdict IN ('failing', 'not_collected') AS is_bad,
           count(*) FILTER (WHERE verdict IN ('failing', 'not_collected') AND is_last) OVER so_far AS bad_nights,
           -- An outlet that listed nothing, as it may, has shown nothing.
           max(night) FILTER (WHERE verdict = 'ok' OR (verdict = 'quiet' AND listed > 0)) OVER so_far AS last_good_night
    FROM judged
    WINDOW so_far AS (PARTITION BY outlet_id ORDER BY step ROWS UNBOUNDED PRECEDING)
)
SELECT outlet_id,
       outlet,
       run_id,
       night AS news_day,
       day_kind,
       verdict,
       why,
       detail,
       -- All bad nights so far without those before the last run that was not bad.
       CASE
           WHEN is_bad THEN bad_nights + (NOT is_last)::integer - coalesce(
               max(bad_nights) FILTER (
                   WHERE verdict IN ('ok', 'unusual') OR (verdict = 'quiet' AND listed > 0)
               ) OVER so_far,
               0
           )
           ELSE 0
       END AS nights_failing,
       last_good_night,
       listed,
       fetched,
       captured,
       unchanged,
       new_articles,
       changed_articles,
       pages AS pages_read,
       articles AS pages_with_text,
       gone AS pages_gone,
       drifted AS pages_drifted,
       with_figures AS articles_with_figures,
       lists_failed,
       pages_failed,
       failures,
       recovered AS pages_recovered,
       unread AS pages_unread,
       seconds,
       pace_seconds,
       like_nights,
       usual_new,
       usual_new_low,
       usual_new_high,
       usual_listed,
       usual_listed_low,
       usual_listed_high,
       round(usual_without_text, 3) AS usual_without_text,
       round(usual_with_figures, 3) AS usual_with_figures,
       round(usual_failed, 3) AS usual_failed,
       round(median_of(past_paces)::numeric, 2) AS usual_pace_seconds,
       started_at
FROM good
WINDOW so_far AS (PARTITION BY outlet_id ORDER BY step ROWS UNBOUNDED PRECEDING)
$$;
COMMENT ON FUNCTION outlet_health_since(date, date) IS 'View outlet_health as it would be if nothing had been collected before a day, from another day on: nights before that one are what is usual, and are not judged.';

CREATE VIEW outlet_health AS SELECT * FROM outlet_health_since('-infinity', '-infinity');
COMMENT ON VIEW outlet_health IS 'How each outlet did in each night that was to collect it, compared with its own 30 nights before: one row per outlet and nightly run. Verdicts are explained in docs/health.md.';
COMMENT ON COLUMN outlet_health.outlet_id IS 'The outlet.';
COMMENT ON COLUMN outlet_health.outlet IS 'Its name.';
COMMENT ON COLUMN outlet_health.run_id IS 'The nightly run.';
COMMENT ON COLUMN outlet_health.news_day IS 'The day in Asia/Seoul that the night stands for.';
COMMENT ON COLUMN outlet_health.day_kind IS 'Which day''s news the night brings: workday, saturday or sunday. A night is compared with nights of the same kind.';
COMMENT ON COLUMN outlet_health.verdict IS 'ok; quiet (nothing new, as may be expected); unusual; failing; not_collected (no crawl of it ended).';
COMMENT ON COLUMN outlet_health.why IS 'Why, as a code; empty where the verdict is ok. Explained in docs/health.md and docs/reasons.md.';
COMMENT ON COLUMN outlet_health.detail IS 'The numbers behind it, in words; empty where the verdict is ok.';
COMMENT ON COLUMN outlet_health.nights_failing IS 'For how many nights in a row it has been failing or not collected, this one included; 0 if it is neither.';
COMMENT ON COLUMN outlet_health.last_good_night IS 'News day of the last night up to this one that was ok, or quiet with something listed; null if there was none.';
COMMENT ON COLUMN outlet_health.listed IS 'Article addresses found on its feeds and lists.';
COMMENT ON COLUMN outlet_health.fetched IS 'Article pages asked for.';
COMMENT ON COLUMN outlet_health.captured IS 'Pages whose body was new.';
COMMENT ON COLUMN outlet_health.unchanged IS 'Pages answered 304, or with the body already known.';
COMMENT ON COLUMN outlet_health.new_articles IS 'Articles seen for the first time.';
COMMENT ON COLUMN outlet_health.changed_articles IS 'Known articles of which there is another version.';
COMMENT ON COLUMN outlet_health.pages_read IS 'Pages read for the first time.';
COMMENT ON COLUMN outlet_health.pages_with_text IS 'Those with a readable body.';
COMMENT ON COLUMN outlet_health.pages_gone IS 'Those of which the site says that they are no more.';
COMMENT ON COLUMN outlet_health.pages_drifted IS 'Those whose markup no longer fits the family (selector_drift).';
COMMENT ON COLUMN outlet_health.articles_with_figures IS 'New and changed articles with at least one reported figure.';
COMMENT ON COLUMN outlet_health.lists_failed IS 'Feeds and list pages that could not be had.';
COMMENT ON COLUMN outlet_health.pages_failed IS 'Article pages that could not be fetched.';
COMMENT ON COLUMN outlet_health.failures IS 'All failures by reason, as {"http_404": 2}.';
COMMENT ON COLUMN outlet_health.pages_recovered IS 'Pages that could not be read before and are articles now.';
COMMENT ON COLUMN outlet_health.pages_unread IS 'Pages of all nights that are kept and that no reader could read yet.';
COMMENT ON COLUMN outlet_health.seconds IS 'How long the crawl took, in seconds.';
COMMENT ON COLUMN outlet_health.pace_seconds IS 'Seconds of the crawl for each page asked for, its lists counted as one.';
COMMENT ON COLUMN outlet_health.like_nights IS 'How many of its last 30 nights were of the same day_kind and listed something; fewer than 3 are no past.';
COMMENT ON COLUMN outlet_health.usual_new IS 'Median of new articles in those nights.';
COMMENT ON COLUMN outlet_health.usual_new_low IS 'Fewest new articles in those nights.';
COMMENT ON COLUMN outlet_health.usual_new_high IS 'Most new articles in those nights.';
COMMENT ON COLUMN outlet_health.usual_listed IS 'Median of listed over its last 30 nights that listed something.';
COMMENT ON COLUMN outlet_health.usual_listed_low IS 'Fewest listed in those nights.';
COMMENT ON COLUMN outlet_health.usual_listed_high IS 'Most listed in those nights.';
COMMENT ON COLUMN outlet_health.usual_without_text IS 'Share of pages without a readable body over its last 30 nights, 0 to 1; null below 20 pages.';
COMMENT ON COLUMN outlet_health.usual_with_figures IS 'Share of new and changed articles with figures over its last 30 nights, 0 to 1; null below 20 articles.';
COMMENT ON COLUMN outlet_health.usual_failed IS 'Share of pages that could not be fetched over its last 30 nights, 0 to 1; null below 20 pages.';
COMMENT ON COLUMN outlet_health.usual_pace_seconds IS 'Median of pace_seconds over its last 30 nights that listed something.';
COMMENT ON COLUMN outlet_health.started_at IS 'When the run started; orders runs of the same night.';
