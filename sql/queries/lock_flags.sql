-- Hold the flags that a run may change, so that what people decide meanwhile is neither overwritten
-- nor overlooked. In the order of their ids, as everybody takes them.
SELECT flag_id
FROM flag
WHERE flag_id IN (SELECT flag_id_of(check_id, fingerprint) FROM check_finding WHERE run_id = %(run_id)s)
   OR series_id IN (SELECT series_id FROM check_scope WHERE run_id = %(run_id)s)
ORDER BY flag_id
FOR NO KEY UPDATE
