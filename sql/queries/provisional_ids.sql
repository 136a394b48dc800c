-- The provisional ids under which figures stand now.
SELECT DISTINCT metric
FROM series_key
WHERE NOT registered
  AND EXISTS (SELECT FROM observation WHERE observation.series_id = series_key.series_id)
