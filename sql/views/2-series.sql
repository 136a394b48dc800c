-- Every value that was ever stated, with its quote and link, and how long it stood on its page.
CREATE VIEW series AS
SELECT key.series_id, key.place, key.place_id, key.metric, key.registered, key.scope, key.basis,
       key.kind_class, key.unit_class, key.speaker,
       observation.period_start, observation.period_end, observation.value, observation.value_high,
       observation.low, observation.high, figure.unit, figure.counter, observation.kind,
       observation.role,
       coalesce(observation.published_from, observation.recorded_at) AS said_at,
       observation.recorded_at,
       (SELECT min(sighting.seen_at)
        FROM article_version AS rival
        JOIN version_sighting AS sighting ON sighting.version_id = rival.version_id
        WHERE rival.article_id = version.article_id
          AND rival.version_id <> version.version_id
          AND sighting.seen_at
            > version_seen_at(version.version_id, version.recorded_at, 'infinity')) AS known_until,
       figure.phrase, figure.quote, figure.sentence, figure.period_rung, figure.qualifiers,
       version.relevance, article.outlet_id, article.url, version.title,
       observation.release_id, article.article_id, observation.version_id, observation.figure_id
FROM series_key AS key
JOIN observation ON observation.series_id = key.series_id
JOIN figure ON figure.figure_id = observation.figure_id
JOIN article_version AS version ON version.version_id = observation.version_id
JOIN article ON article.article_id = version.article_id;
COMMENT ON VIEW series IS 'Every value of every series that was ever stated, one row for each printed figure, with its quote and link. What stands today has no known_until.';
COMMENT ON COLUMN series.known_until IS 'When the page was first seen without this figure''s version, for good; null while it stands.';
COMMENT ON COLUMN series.relevance IS 'What the article is: announcement, about (news about a local government), other; values of other vote in no other view and no check.';
COMMENT ON COLUMN series.qualifiers IS 'Qualifiers as printed: 약, 총, 누적, 이상 …';
