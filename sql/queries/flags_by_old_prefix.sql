-- Flags that had ids between two, ends included, before they followed a redirected series.
SELECT DISTINCT flag.flag_id, flag.status, flag.place, flag.metric, flag.message
FROM flag_redirect
JOIN flag ON flag.flag_id = flag_redirect.to_flag_id
WHERE flag_redirect.flag_id BETWEEN %(first)s AND %(last)s
ORDER BY flag.flag_id
LIMIT 6
