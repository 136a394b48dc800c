-- What who asks may not do and Jipyo does: reading a table or view, and the changes of rights_of_tables().
SELECT wanted.name, wanted.wanted
FROM (
    SELECT relname::text AS name, 'SELECT' AS wanted
    FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')
    UNION ALL
    SELECT table_name, unnest(writer_changes)
    FROM rights_of_tables()
) AS wanted
WHERE NOT has_table_privilege(to_regclass(wanted.name), wanted.wanted)
ORDER BY wanted.name, wanted.wanted
