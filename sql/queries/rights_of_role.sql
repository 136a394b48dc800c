-- What a role may do with each table and view, by the rights that it really has, from wherever they come.
SELECT relname::text AS name,
       relkind = 'v' AS is_view,
       ARRAY(
           SELECT wanted
           FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'])
                WITH ORDINALITY AS known (wanted, place)
           WHERE has_table_privilege(%(role)s::name, pg_class.oid, wanted)
           ORDER BY place
       ) AS rights
FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
ORDER BY relname
