-- What each announcement says for each series and period in scope, in one voice; apart where it reports a
-- value and where it only cites one to compare with (role base).
-- Of wordings that differ only in rounding an article speaks with the most precise one, and the
-- announcement with what most of its articles print, quoted from the earliest. An announcement that
-- contradicts itself has no voice there: agrees is false.
CREATE TEMPORARY TABLE scope_voice ON COMMIT DROP AS
WITH reading AS MATERIALIZED (
    SELECT *, coalesce(period_start, '-infinity') AS starts, coalesce(period_end, 'infinity') AS ends
    FROM scope_reading
    WHERE role IN ('report', 'base')
      AND (period_start IS NOT NULL OR period_end IS NOT NULL)
),
-- A headline shortens, and cuts off as often as it rounds: where the body says it, the body counts.
spoken AS MATERIALIZED (
    SELECT reading.*
    FROM reading
    LEFT JOIN (
        SELECT DISTINCT series_id, article_id, role, starts, ends
        FROM reading
        WHERE stands_in NOT IN ('title', 'subtitle')
    ) AS body USING (series_id, article_id, role, starts, ends)
    WHERE reading.stands_in NOT IN ('title', 'subtitle')
       OR body.series_id IS NULL
),
claim AS MATERIALIZED (
    SELECT reading.*
    FROM spoken AS reading
    WHERE NOT EXISTS (
        SELECT FROM spoken AS finer
        WHERE finer.series_id = reading.series_id
          AND finer.article_id = reading.article_id
          AND finer.role = reading.role
          AND finer.ends = reading.ends
          AND finer.starts = reading.starts
          AND finer.low <= reading.high
          AND finer.high >= reading.low
          AND (finer.high - finer.low, finer.start_char) < (reading.high - reading.low, reading.start_char)
    )
),
printed AS (
    SELECT series_id, role, starts, ends, release_id, low, high,
           count(DISTINCT article_id) AS articles
    FROM claim
    GROUP BY series_id, role, starts, ends, release_id, low, high
),
ranked AS (
    SELECT printed.*,
           max(articles) OVER claims AS most_articles
    FROM printed
    WINDOW claims AS (PARTITION BY series_id, role, starts, ends, release_id)
),
favoured AS (
    SELECT DISTINCT ON (ranked.series_id, ranked.role, ranked.starts, ranked.ends, ranked.release_id)
           ranked.series_id, ranked.role, ranked.starts, ranked.ends, ranked.release_id, ranked.low, ranked.high,
           ranked.articles,
           max(ranked.low) OVER claims <= ranked.high AND min(ranked.high) OVER claims >= ranked.low AS agrees
    FROM ranked
    WHERE ranked.articles = ranked.most_articles
    WINDOW claims AS (
        PARTITION BY ranked.series_id, ranked.role, ranked.starts, ranked.ends, ranked.release_id)
    ORDER BY ranked.series_id, ranked.role, ranked.starts, ranked.ends, ranked.release_id,
             ranked.high - ranked.low, ranked.low
)
SELECT DISTINCT ON (claim.series_id, claim.role, claim.starts, claim.ends, claim.release_id)
       claim.*, favoured.agrees, favoured.articles,
       min(claim.said_at) OVER (
           PARTITION BY claim.series_id, claim.role, claim.starts, claim.ends, claim.release_id) AS release_said_at
FROM favoured
JOIN claim USING (series_id, role, starts, ends, release_id, low, high)
ORDER BY claim.series_id, claim.role, claim.starts, claim.ends, claim.release_id, claim.said_at, claim.figure_id
