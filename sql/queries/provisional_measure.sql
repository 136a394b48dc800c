-- What is stored of a measure with a provisional id: how it is counted, of what kind, in which words.
SELECT series_key.place, series_key.unit_class, series_key.kind_class, observation.kind, figure.phrase,
       count(*) AS figures
FROM series_key
JOIN observation ON observation.series_id = series_key.series_id
JOIN figure ON figure.figure_id = observation.figure_id
WHERE series_key.metric = %(metric)s
GROUP BY series_key.place, series_key.unit_class, series_key.kind_class, observation.kind, figure.phrase
ORDER BY figures DESC, figure.phrase, series_key.place, series_key.unit_class, observation.kind
