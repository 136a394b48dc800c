-- What the checks of one run read: gathered once, so that the planner knows its size.
CREATE TEMPORARY TABLE scope_reading ON COMMIT DROP AS
SELECT current_reading.*, series.place, series.metric, series.registered, series.scope, series.basis,
       series.kind_class, series.speaker,
       (current_reading.said_at AT TIME ZONE 'Asia/Seoul')::date AS said_on
FROM series
JOIN current_reading ON current_reading.series_id = series.series_id
WHERE false
