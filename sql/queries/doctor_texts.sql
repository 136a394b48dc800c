-- How the database holds text, and whether it takes Korean letters for letters.
SELECT pg_encoding_to_char(encoding), datcollate,
       '가나다' ~ '^[[:alpha:]]+$'
FROM pg_database
WHERE datname = current_database()
