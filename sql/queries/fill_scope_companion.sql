-- The kin of what was touched: the other scopes, bases and kinds of the same measure and place, that measure of the
-- industrial complexes that lie there or of the place in which a complex lies. Target and result, whole and part,
-- asked and voted are of one period: so only the periods that were touched are read along.
INSERT INTO scope_companion (series_id, period_end)
WITH touched AS MATERIALIZED (
    SELECT DISTINCT series_key.metric, series_key.place, split_part(series_key.place_id, '/', 1) AS place_id,
                    observation.period_end
    FROM touched_series
    JOIN series_key ON series_key.series_id = touched_series.series_id
    JOIN observation ON observation.series_id = touched_series.series_id
                    AND observation.release_id = touched_series.release_id
    WHERE observation.period_end IS NOT NULL
),
kin AS (
    SELECT sibling.series_id, touched.period_end
    FROM touched
    JOIN series_key AS sibling ON sibling.metric = touched.metric AND sibling.place = touched.place
    UNION
    SELECT sub_place.series_id, touched.period_end
    FROM touched
    JOIN series_key AS sub_place
      ON sub_place.metric = touched.metric AND split_part(sub_place.place_id, '/', 1) = touched.place_id
)
SELECT series_id, period_end
FROM kin
WHERE NOT EXISTS (
    SELECT FROM check_scope WHERE check_scope.run_id = %(run_id)s AND check_scope.series_id = kin.series_id
)
