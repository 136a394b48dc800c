-- What roles jipyo_writer (nights and commands) and jipyo_analyst (people who ask) may do with each table. Every table
-- stands here once; one that does not is open to neither. `jipyo db roles` makes the roles; where they are not there,
-- nothing is granted.
--
-- analysis   articles, figures, series, flags, decisions, nights: analysts read it
-- operation  how Jipyo works, responses as they came, who was told what: analysts do not read it
-- tool       a look at it says whether the tables are up to date
--
-- What the writer may change is what the statements of Jipyo change, no more: a test holds the two together.
CREATE FUNCTION rights_of_tables()
RETURNS TABLE (table_name text, class text, writer_changes text[]) LANGUAGE sql IMMUTABLE AS $$
SELECT given.table_name, given.class, string_to_array(given.changes, ' ')
FROM (VALUES
    ('_yoyo_log', 'operation', ''),
    ('_yoyo_migration', 'tool', ''),
    ('_yoyo_version', 'operation', ''),
    ('address', 'analysis', 'INSERT UPDATE'),
    ('alert_message', 'operation', 'INSERT UPDATE'),
    ('alert_subject', 'operation', 'INSERT'),
    ('article', 'analysis', 'INSERT UPDATE DELETE'),
    ('article_version', 'analysis', 'INSERT UPDATE DELETE'),
    ('attachment', 'analysis', 'INSERT UPDATE'),
    ('attachment_capture', 'operation', 'INSERT UPDATE'),
    ('backfill', 'operation', 'INSERT UPDATE'),
    ('capture', 'operation', 'INSERT UPDATE'),
    ('capture_body', 'operation', 'INSERT UPDATE'),
    ('check_again', 'operation', 'INSERT UPDATE DELETE'),
    ('check_due', 'analysis', 'INSERT DELETE'),
    ('check_finding', 'analysis', 'INSERT UPDATE DELETE'),
    ('check_scope', 'analysis', 'INSERT UPDATE DELETE'),
    ('correction', 'analysis', 'INSERT UPDATE'),
    ('correction_withdrawal', 'analysis', 'INSERT'),
    ('failure', 'analysis', 'INSERT DELETE'),
    ('figure', 'analysis', 'INSERT DELETE'),
    ('figure_earlier_series', 'analysis', 'INSERT'),
    ('figure_relation', 'analysis', 'INSERT DELETE'),
    ('flag', 'analysis', 'INSERT UPDATE DELETE'),
    ('flag_event', 'analysis', 'INSERT DELETE'),
    ('flag_redirect', 'analysis', 'INSERT UPDATE DELETE'),
    ('host', 'operation', 'INSERT UPDATE'),
    ('host_robots', 'operation', 'INSERT UPDATE DELETE'),
    ('key_label', 'analysis', 'INSERT UPDATE DELETE'),
    ('list_page', 'operation', 'INSERT UPDATE'),
    ('measure', 'analysis', 'INSERT UPDATE DELETE'),
    ('night_run', 'analysis', 'INSERT UPDATE'),
    ('night_trouble', 'operation', 'INSERT UPDATE'),
    ('observation', 'analysis', 'INSERT UPDATE DELETE'),
    ('outlet', 'analysis', 'INSERT UPDATE'),
    ('outlet_night', 'analysis', 'INSERT UPDATE'),
    ('outlet_reading', 'analysis', 'INSERT UPDATE'),
    ('outlet_requests', 'operation', 'INSERT UPDATE'),
    ('release_sentence', 'operation', 'INSERT DELETE'),
    ('run_outlet', 'operation', 'INSERT UPDATE'),
    ('series_key', 'analysis', 'INSERT UPDATE'),
    ('series_near', 'analysis', 'INSERT DELETE'),
    ('series_told', 'analysis', 'INSERT DELETE'),
    ('series_redirect', 'analysis', 'INSERT UPDATE DELETE'),
    ('version_sighting', 'analysis', 'INSERT DELETE'),
    ('view_source', 'tool', ''),
    ('yoyo_lock', 'operation', '')
) AS given (table_name, class, changes)
$$;
COMMENT ON FUNCTION rights_of_tables() IS
    'What roles may do with each table: its class (analysis: jipyo_analyst reads it; operation: it does not; tool: both look at it), and what jipyo_writer, who reads all, may change.';

DO $$
DECLARE
    -- With who is not there, nothing is to be done.
    roles CONSTANT text[] := ARRAY(
        SELECT rolname FROM pg_roles WHERE rolname IN ('jipyo_writer', 'jipyo_analyst'));
    role_name text;
    given record;
BEGIN
    FOREACH role_name IN ARRAY roles LOOP
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA public FROM %I', role_name);
        EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM %I', role_name);
        EXECUTE format('REVOKE ALL ON SCHEMA public FROM %I', role_name);
        EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', role_name);
        FOR given IN
            SELECT relname::text AS name, ARRAY['SELECT'] AS rights
            FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'
            UNION ALL
            SELECT table_name,
                   CASE role_name WHEN 'jipyo_writer' THEN array_prepend('SELECT', writer_changes) ELSE ARRAY['SELECT'] END
            FROM rights_of_tables()
            WHERE (class <> 'operation' OR role_name = 'jipyo_writer') AND to_regclass(table_name) IS NOT NULL
        LOOP
            EXECUTE format('GRANT %s ON %I TO %I', array_to_string(given.rights, ', '), given.name, role_name);
        END LOOP;
    END LOOP;
    IF 'jipyo_writer' = ANY (roles) THEN
        -- Numbers are given by the tables' own sequences, without a right; a backup writes down where they stand.
        GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO jipyo_writer;
    END IF;
END
$$;
