-- Of the near pairs those that one text tells apart: both in its body, for the same period, with values that
-- cannot be the same. Whoever writes that means two things.
SELECT DISTINCT near_pair.one, near_pair.other
FROM near_pair
JOIN observation AS one ON one.series_id = near_pair.one
JOIN observation AS other
  ON other.series_id = near_pair.other
 AND other.version_id = one.version_id
 AND other.role = one.role
 AND other.period_start IS NOT DISTINCT FROM one.period_start
 AND other.period_end IS NOT DISTINCT FROM one.period_end
 AND (other.low > one.high OR other.high < one.low)
JOIN figure AS one_figure
  ON one_figure.figure_id = one.figure_id AND one_figure.stands_in NOT IN ('title', 'subtitle')
JOIN figure AS other_figure
  ON other_figure.figure_id = other.figure_id AND other_figure.stands_in NOT IN ('title', 'subtitle')
