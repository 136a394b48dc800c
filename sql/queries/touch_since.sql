-- Series with an observation that was recorded from a moment on, or on a page that was seen changed
-- from then on; up to the moment as of which the store is taken.
INSERT INTO touched_series (series_id, release_id)
SELECT series_id, release_id
FROM observation
WHERE recorded_at BETWEEN %(since)s AND %(as_of)s
UNION
SELECT observation.series_id, observation.release_id
FROM version_sighting
JOIN article_version AS seen ON seen.version_id = version_sighting.version_id
JOIN article_version AS version ON version.article_id = seen.article_id
JOIN observation ON observation.version_id = version.version_id
WHERE version_sighting.seen_at BETWEEN %(since)s AND %(as_of)s
  AND observation.recorded_at <= %(as_of)s
