-- The scope of a run: the touched series, the series of the same announcements, and the other scopes,
-- bases and kinds of the same measure and place; every series in a full run. A run that looks back
-- looks only at series that were known by then.
WITH touched AS (
    SELECT DISTINCT series_key.series_id, series_key.metric, series_key.place
    FROM touched_series
    JOIN series_key ON series_key.series_id = touched_series.series_id
),
in_scope AS (
    SELECT series_id FROM touched
    UNION
    SELECT observation.series_id
    FROM (SELECT DISTINCT release_id FROM touched_series) AS release
    JOIN observation ON observation.release_id = release.release_id
    UNION
    SELECT sibling.series_id
    FROM (SELECT DISTINCT metric, place FROM touched) AS family
    JOIN series_key AS sibling ON sibling.metric = family.metric AND sibling.place = family.place
    UNION
    SELECT series_id FROM series_key WHERE %(everything)s
)
INSERT INTO check_scope (run_id, series_id)
SELECT %(run_id)s, series_id
FROM in_scope
WHERE %(as_of)s::timestamptz = 'infinity'
   OR EXISTS (
       SELECT FROM observation
       WHERE observation.series_id = in_scope.series_id AND observation.recorded_at <= %(as_of)s
   )
ORDER BY series_id
ON CONFLICT DO NOTHING
