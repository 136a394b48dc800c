-- Everything in schema public that does not belong to a role, as what ALTER … OWNER TO takes: its kind and its name.
-- What belongs to an extension, to a table (a sequence of its column) or to a type of a table goes along by itself.
SELECT kind, name
FROM (
    SELECT CASE relkind
               WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE'
           END AS kind,
           oid::regclass::text AS name, relowner AS owner, 'pg_class'::regclass AS catalogue, oid
    FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
    UNION ALL
    SELECT 'ROUTINE', oid::regprocedure::text, proowner, 'pg_proc'::regclass, oid
    FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'TYPE', oid::regtype::text, typowner, 'pg_type'::regclass, oid
    FROM pg_type
    WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd', 'r')
) AS object
WHERE owner <> %(role)s::regrole
  AND NOT EXISTS (
      SELECT FROM pg_depend
      WHERE classid = object.catalogue AND objid = object.oid AND deptype IN ('e', 'i', 'a')
        AND (deptype = 'e' OR object.kind = 'SEQUENCE'))
ORDER BY kind, name
