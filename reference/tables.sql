-- Tables and views with their columns, functions and types that are ours, each with its comment.
SELECT relation.relname AS name,
       CASE relation.relkind WHEN 'v' THEN 'view' ELSE 'table' END AS kind,
       obj_description(relation.oid, 'pg_class') AS meaning,
       attribute.attnum AS place_in_row,
       attribute.attname AS column_name,
       format_type(attribute.atttypid, attribute.atttypmod) AS column_type,
       attribute.attnotnull AS required,
       col_description(relation.oid, attribute.attnum) AS column_meaning
FROM pg_class AS relation
JOIN pg_attribute AS attribute ON attribute.attrelid = relation.oid AND attribute.attnum > 0 AND NOT attribute.attisdropped
WHERE relation.relnamespace = 'public'::regnamespace AND relation.relkind IN ('r', 'v', 'm', 'p')
UNION ALL
SELECT format('%s(%s)', routine.proname, pg_get_function_identity_arguments(routine.oid)),
       'function',
       obj_description(routine.oid, 'pg_proc'),
       0::smallint, '', pg_get_function_result(routine.oid), false, ''
FROM pg_proc AS routine
WHERE routine.pronamespace = 'public'::regnamespace
  AND NOT EXISTS (
      SELECT FROM pg_depend
      WHERE classid = 'pg_proc'::regclass AND objid = routine.oid AND deptype = 'e'
  )
