-- Keep of every figure in which series it was before. One that has another id now, because its span or
-- its version is another, takes along what was kept of the old id.
INSERT INTO figure_earlier_series (figure_id, series_id)
SELECT moved.figure_id, moved.series_id
FROM moved_figure AS moved
JOIN figure ON figure.figure_id = moved.figure_id
WHERE figure.series_id <> moved.series_id
UNION
SELECT moved.figure_id, earlier.series_id
FROM moved_figure AS moved
JOIN figure_earlier_series AS earlier ON earlier.figure_id = moved.earlier_figure_id
WHERE moved.figure_id <> moved.earlier_figure_id
ORDER BY 2, 1
ON CONFLICT DO NOTHING
