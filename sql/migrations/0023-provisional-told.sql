-- depends: 0017-corrections-told
-- Texts that call their numbers provisional, said once for all checks that expect these to be replaced.

CREATE FUNCTION tells_provisional(words text) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN words ~ '잠정|속보치|가집계|가결산|중간 ?집계|추정치';
COMMENT ON FUNCTION tells_provisional(text) IS 'True for a text that calls numbers provisional or estimated (잠정, 가결산), which are meant to be replaced.';
