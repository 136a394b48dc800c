-- Record of nights that told no end that they have ended; to be asked by who has the turn of nights.
-- When they ended nobody knows: finished_at stays null.
UPDATE night_run
SET state = 'failed', message = %(message)s
WHERE kind = 'nightly' AND state = 'running'
