-- Empty check_due into the scope of a run: the touched series, the series of the same announcements,
-- and the other scopes, bases and kinds of the same measure and place; every series in a full run. Series
-- that a check wanted to see again by now are looked at alone.
WITH taken AS (
    DELETE FROM check_due RETURNING series_id, release_id
),
again AS (
    DELETE FROM check_again
    USING night_run
    WHERE night_run.run_id = %(run_id)s
      AND check_again.look_at <= night_run.now_at
    RETURNING check_again.series_id
),
touched AS (
    SELECT DISTINCT series_key.series_id, series_key.metric, series_key.place
    FROM taken
    JOIN series_key ON series_key.series_id = taken.series_id
),
in_scope AS (
    SELECT series_id FROM touched
    UNION
    SELECT observation.series_id
    FROM (SELECT DISTINCT release_id FROM taken) AS release
    JOIN observation ON observation.release_id = release.release_id
    UNION
    SELECT sibling.series_id
    FROM (SELECT DISTINCT metric, place FROM touched) AS family
    JOIN series_key AS sibling ON sibling.metric = family.metric AND sibling.place = family.place
    UNION
    SELECT again.series_id FROM again JOIN series_key ON series_key.series_id = again.series_id
    UNION
    SELECT series_id FROM series_key WHERE %(everything)s
)
INSERT INTO check_scope (run_id, series_id)
SELECT %(run_id)s, series_id
FROM in_scope
ORDER BY series_id
ON CONFLICT DO NOTHING
