-- How many figures carry a measure.
SELECT count(*)
FROM series_key
JOIN observation ON observation.series_id = series_key.series_id
WHERE series_key.metric = %(metric)s
