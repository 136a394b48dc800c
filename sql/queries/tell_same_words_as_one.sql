-- Series in the same words are read as one: the first recorded of them.
UPDATE scope_reading
SET series_id = near.near_series_id,
    metric = key.metric,
    registered = key.registered,
    scope = key.scope
FROM series_near AS near
JOIN series_key AS key ON key.series_id = near.near_series_id
WHERE near.series_id = scope_reading.series_id
  AND near.likeness = 'same_words'
