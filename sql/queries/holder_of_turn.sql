-- The name of the run that holds a turn of this store, and since when.
SELECT activity.application_name,
       activity.backend_start
FROM pg_locks
JOIN pg_stat_activity AS activity USING (pid)
WHERE pg_locks.locktype = 'advisory'
  AND pg_locks.granted
  AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND pg_locks.classid = (hashtext('jipyo turn')::bigint & 4294967295)::oid
  AND pg_locks.objid = (hashtext(%(what)s)::bigint & 4294967295)::oid
  AND pg_locks.objsubid = 2
LIMIT 1
