-- Empty check_due into the touched series, and add those of flags whose mute has ended: they are
-- open again if they are still found, so they must be looked for. What is only told otherwise goes again once that is
-- counted (renew_series_told).
WITH taken AS (
    DELETE FROM check_due RETURNING series_id, release_id, only_told
)
INSERT INTO touched_series (series_id, release_id, only_told)
SELECT series_id, release_id, bool_and(only_told) FROM taken GROUP BY series_id, release_id
UNION
SELECT observation.series_id, observation.release_id, false
FROM night_run
JOIN flag ON flag.status = 'muted' AND flag.muted_until < night_run.news_day
JOIN observation ON observation.series_id = flag.series_id
WHERE night_run.run_id = %(run_id)s
