-- The scope of a run: the touched series, the series of the same announcements, what tells the same amount of
-- money of the same place (claim_strength: talks, agreement, contract), and of their kin what has a flag that stands
-- (fill_scope_companion brings the others, as far as they matter); every series in a full run. A run that looks back
-- looks only at series that were known by then.
WITH touched AS (
    SELECT DISTINCT series_key.series_id, series_key.metric, series_key.place, series_key.place_id
    FROM touched_series
    JOIN series_key ON series_key.series_id = touched_series.series_id
),
amount AS MATERIALIZED (
    SELECT DISTINCT series_key.place, series_key.unit_class, observation.value
    FROM (SELECT DISTINCT release_id FROM touched_series) AS release
    JOIN observation ON observation.release_id = release.release_id AND observation.value >= 100000
    JOIN series_key ON series_key.series_id = observation.series_id AND series_key.unit_class ~ '^[A-Z]{3}$'
    JOIN figure ON figure.figure_id = observation.figure_id
               AND figure.sentence ~ '상담|협약|MOU|양해각서|의향|계약|수출'
),
-- One amount stands in a store more often the larger it is: so all amounts of these places are gone through, not
-- all places of these amounts.
money AS MATERIALIZED (
    SELECT series_key.series_id, series_key.place, series_key.unit_class
    FROM (SELECT DISTINCT place, unit_class FROM amount) AS told
    JOIN series_key ON series_key.place = told.place AND series_key.unit_class = told.unit_class
),
paid AS MATERIALIZED (
    SELECT money.series_id, money.place, money.unit_class, same.value
    FROM money
    CROSS JOIN LATERAL (
        SELECT observation.value
        FROM observation
        WHERE observation.series_id = money.series_id AND observation.value >= 100000
        OFFSET 0
    ) AS same
),
in_scope AS (
    SELECT series_id FROM touched
    UNION
    SELECT observation.series_id
    FROM (SELECT DISTINCT release_id FROM touched_series) AS release
    JOIN observation ON observation.release_id = release.release_id
    UNION
    SELECT kin.series_id
    FROM (
        SELECT sibling.series_id
        FROM (SELECT DISTINCT metric, place FROM touched) AS family
        JOIN series_key AS sibling ON sibling.metric = family.metric AND sibling.place = family.place
        UNION
        SELECT sub_place.series_id
        FROM (SELECT DISTINCT metric, split_part(place_id, '/', 1) AS place_id FROM touched) AS family
        JOIN series_key AS sub_place
          ON sub_place.metric = family.metric AND split_part(sub_place.place_id, '/', 1) = family.place_id
    ) AS kin
    WHERE EXISTS (SELECT FROM flag WHERE flag.series_id = kin.series_id AND flag.status <> 'resolved')
    UNION
    SELECT paid.series_id
    FROM paid
    JOIN amount
      ON amount.place = paid.place AND amount.unit_class = paid.unit_class AND amount.value = paid.value
    UNION
    SELECT series_id FROM series_key WHERE %(everything)s
)
INSERT INTO check_scope (run_id, series_id, touched_in)
SELECT %(run_id)s, series_id, CASE WHEN NOT %(everything)s THEN coalesce(change.touched_in, '{}') END
FROM in_scope
LEFT JOIN (
    SELECT series_id, array_agg(DISTINCT release_id) AS touched_in FROM touched_series GROUP BY series_id
) AS change USING (series_id)
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
-- A run that is repeated looks at what was touched meanwhile too. (A list and null are the list, so both are asked.)
ON CONFLICT (run_id, series_id) DO UPDATE
SET touched_in = CASE
        WHEN check_scope.touched_in IS NOT NULL AND excluded.touched_in IS NOT NULL
            THEN check_scope.touched_in || excluded.touched_in
    END
