-- What the checks of one run read: gathered once, so that the planner knows its size.
CREATE TEMPORARY TABLE scope_reading ON COMMIT DROP AS
SELECT current_reading.*, series_key.place, series_key.metric, series_key.registered, series_key.scope, series_key.basis,
       series_key.kind_class, series_key.speaker,
       (current_reading.said_at AT TIME ZONE 'Asia/Seoul')::date AS said_on
FROM series_key
JOIN current_reading ON current_reading.series_id = series_key.series_id
WHERE false
