-- To whom the tables belong, whether who asks may act as that role, and who asks. No row where there are no tables yet.
SELECT pg_get_userbyid(relowner), pg_has_role(relowner, 'USAGE'), current_user
FROM pg_class
WHERE oid = to_regclass('view_source')
