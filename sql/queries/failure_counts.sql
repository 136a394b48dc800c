-- Failures of one run by outlet and reason, with one page as an example.
SELECT outlet_id,
       reason,
       count(*) AS pages,
       (array_agg(url ORDER BY url))[1] AS url,
       (array_agg(detail ORDER BY url))[1] AS detail
FROM failure
WHERE run_id = %(run_id)s
GROUP BY outlet_id, reason
ORDER BY pages DESC, outlet_id, reason
