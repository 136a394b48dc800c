-- Of the near pairs those that one text tells apart: both in its body, for the same period, with values that
-- cannot be the same. Whoever writes that means two things. (By key: they are few, and the store is large.)
SELECT DISTINCT near_pair.one, near_pair.other
FROM near_pair
CROSS JOIN LATERAL (
    SELECT observation.*
    FROM observation
    WHERE observation.series_id = near_pair.one
    OFFSET 0
) AS one
CROSS JOIN LATERAL (
    SELECT observation.figure_id
    FROM observation
    WHERE observation.version_id = one.version_id
      AND observation.series_id = near_pair.other
      AND observation.role = one.role
      AND observation.period_start IS NOT DISTINCT FROM one.period_start
      AND observation.period_end IS NOT DISTINCT FROM one.period_end
      AND (observation.low > one.high OR observation.high < one.low)
    OFFSET 0
) AS other
JOIN figure AS one_figure
  ON one_figure.figure_id = one.figure_id AND one_figure.stands_in NOT IN ('title', 'subtitle')
JOIN figure AS other_figure
  ON other_figure.figure_id = other.figure_id AND other_figure.stands_in NOT IN ('title', 'subtitle')
