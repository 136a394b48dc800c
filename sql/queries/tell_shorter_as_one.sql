-- A reading of a series whose words are one more or less than those of another is read as of the other where it
-- disagrees with it about the same period and an announcement vouches that both are one thing: copies of it print
-- one wording each, or the two agreed to the digit on another period. What is no like size (nor ten or a hundred
-- times as much, as slips are) is another thing.
WITH pair AS MATERIALIZED (
    SELECT near.near_series_id, one.series_id, one.figure_id,
           one.low <= other.high AND one.high >= other.low AS agree,
           one.release_id = other.release_id AND one.article_id <> other.article_id AS one_release,
           one.release_id <> other.release_id AS two_releases,
           log(abs(one.value)) - log(abs(other.value)) AS apart,
           length(rtrim(trunc(abs(one.value))::text, '0')) AS digits
    FROM series_near AS near
    JOIN scope_reading AS one ON one.series_id = near.series_id
    JOIN scope_reading AS other
      ON other.series_id = near.near_series_id
     AND other.role = one.role
     AND coalesce(other.period_start, '-infinity') = coalesce(one.period_start, '-infinity')
     AND other.period_end = one.period_end
    WHERE near.likeness = 'shorter'
      AND one.value <> 0
      AND other.value <> 0
      AND one.period_rung NOT IN ('none', 'publication')
),
agreed AS (
    SELECT DISTINCT series_id FROM pair WHERE agree AND two_releases AND digits >= 3
)
UPDATE scope_reading
SET series_id = pair.near_series_id,
    metric = key.metric,
    registered = key.registered,
    scope = key.scope
FROM pair
JOIN series_key AS key ON key.series_id = pair.near_series_id
LEFT JOIN agreed ON agreed.series_id = pair.series_id
WHERE scope_reading.figure_id = pair.figure_id
  AND NOT pair.agree
  AND (pair.one_release OR agreed.series_id IS NOT NULL)
  AND (abs(pair.apart) <= 0.18
       OR (abs(pair.apart) >= 0.95 AND abs(pair.apart - round(pair.apart)) <= 0.01))
