-- Outlets of a run whose crawl is not over and that this connection has not taken, in order.
SELECT outlet_id
FROM run_outlet
WHERE run_id = %(run_id)s
  AND finished_at IS NULL
  AND outlet_id <> ALL (%(mine)s::text[])
ORDER BY place
