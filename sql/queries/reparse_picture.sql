-- What these articles claim: what a replay is compared by.
SELECT series_key.place, series_key.metric, series_key.scope, series_key.basis, series_key.kind_class,
       series_key.unit_class, series_key.speaker, observation.role, observation.period_start,
       observation.period_end, observation.value
FROM article_version AS version
JOIN observation ON observation.version_id = version.version_id
JOIN series_key ON series_key.series_id = observation.series_id
WHERE version.article_id = ANY (%(article_ids)s)
