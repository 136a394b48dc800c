-- Relations name the series under which their figures are read.
UPDATE scope_relation
SET series_id = scope_reading.series_id,
    metric = scope_reading.metric,
    registered = scope_reading.registered,
    scope = scope_reading.scope
FROM scope_reading
WHERE scope_reading.figure_id = scope_relation.figure_id
  AND scope_reading.series_id <> scope_relation.series_id
