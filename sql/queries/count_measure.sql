-- How far a measure is known: its series, figures, announcements and places.
SELECT count(DISTINCT key.series_id) AS series,
       count(*) AS figures,
       count(DISTINCT observation.release_id) AS releases,
       count(DISTINCT coalesce(key.place_id, key.place)) AS places
FROM series_key AS key
JOIN observation ON observation.series_id = key.series_id
WHERE key.metric = %(metric)s
