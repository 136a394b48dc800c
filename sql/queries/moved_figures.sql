-- How many figures this transaction took from one measure to another.
SELECT before.metric, today.metric, count(DISTINCT moved.figure_id)
FROM moved_figure AS moved
JOIN figure ON figure.figure_id = moved.figure_id
JOIN series_key AS before ON before.series_id = moved.series_id
JOIN series_key AS today ON today.series_id = figure.series_id
WHERE before.metric <> today.metric
GROUP BY before.metric, today.metric
