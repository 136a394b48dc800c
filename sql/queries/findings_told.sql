-- What the sentences of the findings of a run are made of.
SELECT check_id, fingerprint, told
FROM check_finding
WHERE run_id = %(run_id)s
