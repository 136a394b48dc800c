-- How many tables the current database has outside the system's schemas.
SELECT count(*)
FROM pg_catalog.pg_tables
WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
