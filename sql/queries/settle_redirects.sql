-- Redirect every series that has no figure left to the one that has most of its figures now; among equals
-- a registered one comes first, then the smaller id. One whose figures are gone altogether keeps its
-- redirect and follows it on; one that has figures again loses it. Returns what is new.
WITH empty_series AS (
    SELECT series_id
    FROM (SELECT series_id FROM figure_earlier_series UNION SELECT series_id FROM series_redirect) AS once
    WHERE NOT EXISTS (SELECT FROM observation WHERE observation.series_id = once.series_id)
      -- Numbers without a value make no observation.
      AND NOT EXISTS (SELECT FROM figure WHERE figure.series_id = once.series_id AND figure.value IS NULL)
),
heir AS (
    SELECT DISTINCT ON (earlier.series_id)
           earlier.series_id, target.series_id AS to_series_id, count(*) AS figures
    FROM empty_series
    JOIN figure_earlier_series AS earlier ON earlier.series_id = empty_series.series_id
    JOIN figure ON figure.figure_id = earlier.figure_id
    JOIN series_key AS target ON target.series_id = figure.series_id
    GROUP BY earlier.series_id, target.series_id, target.registered
    ORDER BY earlier.series_id, count(*) DESC, target.registered DESC, target.series_id
),
wanted AS (
    SELECT series_id, to_series_id, figures FROM heir
    UNION ALL
    SELECT known.series_id, coalesce(heir.to_series_id, known.to_series_id), known.figures
    FROM series_redirect AS known
    JOIN empty_series ON empty_series.series_id = known.series_id
    LEFT JOIN heir ON heir.series_id = known.to_series_id
    WHERE NOT EXISTS (SELECT FROM heir AS own WHERE own.series_id = known.series_id)
),
ended AS (
    DELETE FROM series_redirect AS known
    WHERE NOT EXISTS (SELECT FROM wanted WHERE wanted.series_id = known.series_id)
)
INSERT INTO series_redirect AS known (series_id, to_series_id, figures, redirected_at)
SELECT series_id, to_series_id, figures, %(now)s
FROM wanted
ORDER BY series_id
ON CONFLICT (series_id) DO UPDATE
SET to_series_id = excluded.to_series_id,
    figures = excluded.figures,
    redirected_at = CASE
        WHEN known.to_series_id = excluded.to_series_id THEN known.redirected_at
        ELSE excluded.redirected_at
    END
WHERE (known.to_series_id, known.figures) IS DISTINCT FROM (excluded.to_series_id, excluded.figures)
RETURNING series_id
