-- The outlets of a run that is under way.
SELECT array_agg(run_outlet.outlet_id ORDER BY run_outlet.place)
FROM night_run
JOIN run_outlet USING (run_id)
WHERE night_run.run_id = %(run_id)s AND night_run.state = 'running'
GROUP BY night_run.run_id
