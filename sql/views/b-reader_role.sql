-- A role that may read everything and change nothing. It cannot log in by itself:
--   CREATE ROLE anna LOGIN PASSWORD '…' IN ROLE jipyo_reader;
-- Where ours may make no roles, an administrator makes it (CREATE ROLE jipyo_reader NOLOGIN) and
-- `jipyo db migrate --views` grants what it needs.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'jipyo_reader') THEN
        BEGIN
            CREATE ROLE jipyo_reader NOLOGIN;
        EXCEPTION
            -- Roles belong to the whole server: another database of ours may make it meanwhile.
            WHEN duplicate_object OR unique_violation THEN NULL;
            WHEN insufficient_privilege THEN
                RAISE WARNING 'The role jipyo_reader is missing and may not be made by %.', current_user;
        END;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'jipyo_reader') THEN
        GRANT USAGE ON SCHEMA public TO jipyo_reader;
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO jipyo_reader;
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO jipyo_reader;
    END IF;
END
$$;
