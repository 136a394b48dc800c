-- When each series of the near pairs was first recorded. (By key, as in near_told_apart.)
SELECT near.series_id, earliest.recorded_at
FROM (SELECT one AS series_id FROM near_pair UNION SELECT other FROM near_pair) AS near
CROSS JOIN LATERAL (
    SELECT min(observation.recorded_at) AS recorded_at
    FROM observation
    WHERE observation.series_id = near.series_id
    OFFSET 0
) AS earliest
