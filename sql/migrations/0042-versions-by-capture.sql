-- What was read from the captures of a run, and when each outlet was crawled last, found without going through all versions and nights.
-- depends: 0041-reading-in-text

CREATE INDEX article_version_by_capture ON article_version (capture_id);
CREATE INDEX night_run_by_start ON night_run (started_at);
