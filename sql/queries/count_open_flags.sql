-- How many flags of each severity are open.
SELECT severity, count(*)
FROM flag
WHERE status = 'open'
GROUP BY severity
