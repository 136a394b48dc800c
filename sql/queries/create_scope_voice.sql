-- What each announcement says for each series and period in scope, in one voice; apart where it reports a
-- value and where it only cites one to compare with (role base).
-- Of wordings that differ only in rounding an article speaks with the most precise one, and the
-- announcement with what most of its articles print, quoted from the earliest. An announcement that
-- contradicts itself has no voice there: agrees is false.
-- What decides is looked through without the texts; of what was chosen the whole row follows at the end.
CREATE TEMPORARY TABLE scope_voice ON COMMIT DROP AS
WITH reading AS MATERIALIZED (
    SELECT ctid AS row_place, series_id, article_id, release_id, figure_id, role, low, high, start_char, said_at,
           stands_in IN ('title', 'subtitle') AS in_headline,
           coalesce(period_start, '-infinity') AS starts, coalesce(period_end, 'infinity') AS ends
    FROM scope_reading
    WHERE role IN ('report', 'base')
      AND (period_start IS NOT NULL OR period_end IS NOT NULL)
),
-- A headline shortens, and cuts off as often as it rounds: where the body says it, the body counts.
spoken AS MATERIALIZED (
    SELECT * FROM reading WHERE NOT in_headline
    UNION ALL
    SELECT headline.*
    FROM reading AS headline
    WHERE headline.in_headline
      AND NOT EXISTS (
          SELECT FROM reading AS body
          WHERE body.series_id = headline.series_id
            AND body.article_id = headline.article_id
            AND body.role = headline.role
            AND body.starts = headline.starts
            AND body.ends = headline.ends
            AND NOT body.in_headline
      )
),
claim AS MATERIALIZED (
    SELECT reading.*,
           count(*) OVER (PARTITION BY series_id, role, starts, ends, release_id) AS claims
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
-- Most announcements say it once; only among several claims is there one to choose.
several AS MATERIALIZED (
    SELECT * FROM claim WHERE claims > 1
),
printed AS (
    SELECT series_id, role, starts, ends, release_id, low, high,
           count(DISTINCT article_id) AS articles
    FROM several
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
),
chosen AS (
    SELECT row_place, starts, ends, true AS agrees, 1::bigint AS articles, said_at AS release_said_at
    FROM claim
    WHERE claims = 1
    UNION ALL
    SELECT *
    FROM (
        SELECT DISTINCT ON (several.series_id, several.role, several.starts, several.ends, several.release_id)
               several.row_place, several.starts, several.ends, favoured.agrees, favoured.articles,
               min(several.said_at) OVER (
                   PARTITION BY several.series_id, several.role, several.starts, several.ends, several.release_id)
        FROM favoured
        JOIN several USING (series_id, role, starts, ends, release_id, low, high)
        ORDER BY several.series_id, several.role, several.starts, several.ends, several.release_id, several.said_at,
                 several.figure_id
    ) AS quoted
)
SELECT reading.*, chosen.starts, chosen.ends, chosen.agrees, chosen.articles, chosen.release_said_at
FROM chosen
JOIN scope_reading AS reading ON reading.ctid = chosen.row_place
