-- Put in the sentences of the findings of a run.
UPDATE check_finding
SET message = worded.message,
    message_en = worded.message_en
FROM jsonb_to_recordset(%(worded)s) AS worded (check_id text, fingerprint text, message text, message_en text)
WHERE check_finding.run_id = %(run_id)s
  AND check_finding.check_id = worded.check_id
  AND check_finding.fingerprint = worded.fingerprint
