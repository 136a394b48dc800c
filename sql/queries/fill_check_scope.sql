-- The scope of a run: the touched series, the series of the same announcements, the other scopes,
-- bases and kinds of the same measure and place, and what tells the same amount of money of the same
-- place (claim_strength: talks, agreement, contract); every series in a full run. A run that looks back
-- looks only at series that were known by then.
WITH touched AS (
    SELECT DISTINCT series_key.series_id, series_key.metric, series_key.place
    FROM touched_series
    JOIN series_key ON series_key.series_id = touched_series.series_id
),
amount AS (
    SELECT DISTINCT series_key.place, series_key.unit_class, observation.value
    FROM (SELECT DISTINCT release_id FROM touched_series) AS release
    JOIN observation ON observation.release_id = release.release_id AND observation.value >= 100000
    JOIN series_key ON series_key.series_id = observation.series_id AND series_key.unit_class ~ '^[A-Z]{3}$'
    JOIN figure ON figure.figure_id = observation.figure_id
               AND figure.sentence ~ '상담|협약|MOU|양해각서|의향|계약|수출'
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
    SELECT same.series_id
    FROM amount
    JOIN observation AS same ON same.value = amount.value AND same.value >= 100000
    JOIN series_key ON series_key.series_id = same.series_id
                   AND series_key.place = amount.place
                   AND series_key.unit_class = amount.unit_class
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
   -- Numbers without a value make no observation.
   OR EXISTS (
       SELECT FROM figure
       JOIN article_version ON article_version.version_id = figure.version_id
       WHERE figure.series_id = in_scope.series_id
         AND figure.value IS NULL
         AND article_version.recorded_at <= %(as_of)s
   )
ORDER BY series_id
ON CONFLICT DO NOTHING
