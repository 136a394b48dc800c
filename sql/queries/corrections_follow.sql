-- Corrections stand at the series that goes on where theirs stopped.
UPDATE correction
SET current_series_id = current_series(series_id)
WHERE current_series_id <> current_series(series_id)
