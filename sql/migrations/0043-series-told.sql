-- What was told of each series in all, kept as the checks go along: the report asks it of every series each night, and
-- went through all observations for it. And what was recorded since a moment, found without going through them.
-- depends: 0042-versions-by-capture

CREATE TABLE series_told (
    series_id     uuid PRIMARY KEY REFERENCES series_key,
    figures       bigint NOT NULL,
    is_told_again boolean NOT NULL,
    first_end     date,
    last_end      date,
    last_said_at  timestamptz NOT NULL,
    state         numeric NOT NULL
);
COMMENT ON TABLE series_told IS 'What was told of each series in all when the checks last looked: series with a row in check_due may have changed since. The report rests on it, no view for analysts does.';
COMMENT ON COLUMN series_told.series_id IS 'The series; one without figures has no row.';
COMMENT ON COLUMN series_told.figures IS 'How many figures tell it, those of articles that are about no local government left out.';
COMMENT ON COLUMN series_told.is_told_again IS 'Whether more than one announcement tells it.';
COMMENT ON COLUMN series_told.first_end IS 'The earliest end of the periods it is told for.';
COMMENT ON COLUMN series_told.last_end IS 'The latest end of the periods it is told for.';
COMMENT ON COLUMN series_told.last_said_at IS 'When it was told last.';
COMMENT ON COLUMN series_told.state IS 'A number that is another one when anything is told otherwise: pages of it are made anew then.';

ALTER TABLE check_due ADD COLUMN only_told boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN check_due.only_told IS 'Its figures stand as they did, but were read by another reader: series_told is counted anew, the checks need not look.';

CREATE FUNCTION note_changed_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO check_due (series_id, release_id, only_told)
    SELECT observation.series_id, observation.release_id, bool_and(before.relevance = now.relevance)
    FROM old_rows AS before
    JOIN new_rows AS now ON now.version_id = before.version_id
    JOIN observation ON observation.version_id = now.version_id
    WHERE now.relevance <> before.relevance OR now.reader_version <> before.reader_version
    GROUP BY observation.series_id, observation.release_id;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION note_changed_versions() IS 'Notes the series of a text in check_due when it is found to be about a local government or about none, or is read by another reader.';
CREATE TRIGGER version_changed AFTER UPDATE ON article_version
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_changed_versions();

CREATE FUNCTION note_unseen_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO check_due (series_id, release_id)
    SELECT DISTINCT observation.series_id, observation.release_id
    FROM old_rows
    JOIN article_version AS seen ON seen.version_id = old_rows.version_id
    JOIN article_version AS other ON other.article_id = seen.article_id
    JOIN observation ON observation.version_id = other.version_id;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION note_unseen_versions() IS 'A page that is found not to have shown a version touches the series of all its versions: another one may stand.';
CREATE TRIGGER version_unseen AFTER DELETE ON version_sighting
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_unseen_versions();

CREATE FUNCTION told_of_series(wanted uuid[])
RETURNS TABLE (
    series_id uuid, figures bigint, is_told_again boolean, first_end date, last_end date, last_said_at timestamptz,
    state numeric
)
LANGUAGE sql STABLE AS $$
SELECT observation.series_id,
       count(*),
       min(uuid_hash(observation.release_id)) <> max(uuid_hash(observation.release_id)),
       min(observation.period_end),
       max(observation.period_end),
       max(coalesce(observation.published_from, observation.recorded_at)),
       sum(uuid_hash(observation.figure_id) # uuid_hash(observation.release_id) # hash_numeric(observation.value)
           # hash_numeric(observation.high - observation.low) # hashtext(observation.role)
           # coalesce(observation.period_end - date '2000-01-01', 0)
           # 3 * coalesce(observation.period_start - date '2000-01-01', 0)
           # hashtext(version.reader_version))
         -- Which version of an article stands depends on when each was seen; most have one.
         + coalesce(sum(CASE
               WHEN EXISTS (
                   SELECT FROM article_version AS rival
                   WHERE rival.article_id = version.article_id AND rival.version_id <> version.version_id
               )
               THEN (
                   SELECT sum(hashtext(sighting.version_id::text || sighting.seen_at))
                   FROM article_version AS shown
                   JOIN version_sighting AS sighting ON sighting.version_id = shown.version_id
                   WHERE shown.article_id = version.article_id
               )
           END), 0)
FROM unnest(wanted) AS asked (series_id)
-- By key: else all observations would be gone through for those of a night.
CROSS JOIN LATERAL (
    SELECT * FROM observation WHERE observation.series_id = asked.series_id OFFSET 0
) AS observation
JOIN article_version AS version ON version.version_id = observation.version_id
WHERE observation.role IN ('report', 'base')
  AND version.relevance <> 'other'
GROUP BY observation.series_id
$$;
COMMENT ON FUNCTION told_of_series(uuid[]) IS 'The rows of series_told as they should be now, of some series.';

CREATE INDEX observation_by_record ON observation USING brin (recorded_at);

INSERT INTO series_told SELECT * FROM told_of_series(ARRAY(SELECT series_id FROM series_key));
