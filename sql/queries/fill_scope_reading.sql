-- The figures that stand now in the series in scope.
INSERT INTO scope_reading
SELECT current_reading.*, series.place, series.metric, series.registered, series.scope, series.basis,
       series.kind_class, series.speaker,
       (current_reading.said_at AT TIME ZONE 'Asia/Seoul')::date AS said_on
FROM check_scope
JOIN series ON series.series_id = check_scope.series_id
JOIN current_reading ON current_reading.series_id = check_scope.series_id
WHERE check_scope.run_id = %(run_id)s
