-- Keep what a person found to be right.
INSERT INTO correction
    (series_id, current_series_id, period_start, period_end, value, low, high, quote, reason, corrected_by,
     corrected_at, flag_id)
VALUES (%(series_id)s, %(series_id)s, %(period_start)s, %(period_end)s, %(value)s, %(low)s, %(high)s, %(quote)s, %(reason)s,
        %(corrected_by)s, %(corrected_at)s, %(flag_id)s)
RETURNING correction_id
