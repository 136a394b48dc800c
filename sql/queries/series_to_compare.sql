-- The series of the places concerned of which something was said and whose keys have words of their own.
SELECT series_key.series_id, series_key.place, series_key.metric, series_key.scope, series_key.basis,
       series_key.kind_class, series_key.unit_class, series_key.speaker
FROM series_key
WHERE series_key.place <> ''
  AND (NOT series_key.registered OR series_key.scope <> '')
  AND (%(everything)s
       OR series_key.place IN (
           SELECT touched.place
           FROM touched_series
           JOIN series_key AS touched ON touched.series_id = touched_series.series_id))
  AND EXISTS (SELECT FROM observation WHERE observation.series_id = series_key.series_id OFFSET 0)
ORDER BY series_key.place, series_key.series_id
