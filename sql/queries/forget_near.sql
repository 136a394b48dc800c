-- Take out what is known of the nearness of the series of the places concerned.
DELETE FROM series_near
USING series_key
WHERE series_key.series_id = series_near.series_id
  AND (%(everything)s
       OR series_key.place IN (
           SELECT touched.place
           FROM touched_series
           JOIN series_key AS touched ON touched.series_id = touched_series.series_id))
