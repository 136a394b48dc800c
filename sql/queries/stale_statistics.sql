-- Tables of ours of which a tenth was written since the planner's statistics were made; those that are small, or not
-- ours to analyse, are left out.
SELECT pg_class.relname
FROM pg_stat_user_tables AS used
JOIN pg_class ON pg_class.oid = used.relid
WHERE used.schemaname = current_schema()
  AND used.n_mod_since_analyze > greatest(1000, 0.1 * pg_class.reltuples)
  AND pg_has_role(pg_class.relowner, 'USAGE')
ORDER BY pg_class.relname
