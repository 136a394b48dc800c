-- depends: 0005-series-key
-- What the views for analysts rest on: two bases of time, and when a version stood on its page.

CREATE TYPE time_basis AS ENUM ('known', 'published');
COMMENT ON TYPE time_basis IS 'known: when we recorded it; published: when the source said so.';

CREATE FUNCTION version_seen_at(version uuid, recorded_at timestamptz, as_of timestamptz)
RETURNS timestamptz LANGUAGE sql STABLE AS $$
SELECT coalesce(
    (SELECT max(seen_at) FROM version_sighting WHERE version_id = version AND seen_at <= as_of),
    recorded_at)
$$;
COMMENT ON FUNCTION version_seen_at(uuid, timestamptz, timestamptz) IS 'When a version was last seen on its page, up to a moment; when it was recorded where no sighting is kept.';

CREATE FUNCTION version_said_at(version article_version) RETURNS timestamptz LANGUAGE sql STABLE AS $$
SELECT coalesce(version.modified_at, version.published_at,
                version.published_day::timestamp AT TIME ZONE 'Asia/Seoul', version.recorded_at)
$$;
COMMENT ON FUNCTION version_said_at(article_version) IS 'From when the source said so: edit time, publication time or day (in Asia/Seoul) as the page states them, else when we recorded it.';

CREATE TABLE view_source (
    file          text PRIMARY KEY,
    source_sha256 text NOT NULL,
    installed_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE view_source IS 'Which text of each file in sql/views is installed; they are made anew when one differs.';
COMMENT ON COLUMN view_source.file IS 'Name of the file.';
COMMENT ON COLUMN view_source.source_sha256 IS 'SHA-256 of its text.';
COMMENT ON COLUMN view_source.installed_at IS 'Since when.';
