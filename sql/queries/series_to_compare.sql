-- The series of the places concerned whose keys have words of their own, with when each was first recorded.
SELECT series_key.series_id, series_key.place, series_key.metric, series_key.scope, series_key.basis,
       series_key.kind_class, series_key.unit_class, series_key.speaker, earliest.recorded_at
FROM series_key
-- By key: all that a place ever said would be gone through otherwise.
CROSS JOIN LATERAL (
    SELECT observation.recorded_at
    FROM observation
    WHERE observation.series_id = series_key.series_id
    ORDER BY observation.recorded_at
    LIMIT 1
) AS earliest
WHERE series_key.place <> ''
  AND (NOT series_key.registered OR series_key.scope <> '')
  AND (%(everything)s
       OR series_key.place IN (
           SELECT touched.place
           FROM touched_series
           JOIN series_key AS touched ON touched.series_id = touched_series.series_id))
ORDER BY series_key.place, series_key.series_id
