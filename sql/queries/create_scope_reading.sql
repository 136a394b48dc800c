-- What the checks of one run read: gathered once, so that the planner knows its size.
CREATE TEMPORARY TABLE scope_reading ON COMMIT DROP AS
SELECT current_reading.*, series_key.place, series_key.metric, series_key.registered, series_key.scope, series_key.basis,
       series_key.kind_class, series_key.unit_class, series_key.speaker,
       (current_reading.said_at AT TIME ZONE 'Asia/Seoul')::date AS said_on,
       figure.end_char, figure.qualifiers, article_version.title, article_version.relevance,
       false AS confirmed_error,
       false AS is_companion
FROM series_key
JOIN current_reading ON current_reading.series_id = series_key.series_id
JOIN figure ON figure.figure_id = current_reading.figure_id
JOIN article_version ON article_version.version_id = current_reading.version_id
WHERE false
