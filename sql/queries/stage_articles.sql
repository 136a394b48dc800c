-- Temporary tables into which a batch is copied before it meets the real ones.
CREATE TEMPORARY TABLE IF NOT EXISTS staged_capture
    (capture_id uuid, parse_state text, page_state text, parse_detail text, parsed_in uuid, parsed_by text)
    ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS staged_failure (LIKE failure) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS staged_attachment
    (outlet_id text, page_url text, url text, body_sha256 bytea, read_state text, read_detail text)
    ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS staged_article (LIKE article INCLUDING DEFAULTS) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS staged_article_version (LIKE article_version) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS staged_figure (LIKE figure) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS staged_series_key (LIKE series_key) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS staged_figure_relation (LIKE figure_relation) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS staged_release_sentence (LIKE release_sentence) ON COMMIT DELETE ROWS;
-- What an earlier reader found where today's reads anew, and where it went.
CREATE TEMPORARY TABLE IF NOT EXISTS unread_figure
    (figure_id uuid, version_id uuid, start_char integer, end_char integer, series_id uuid)
    ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS moved_figure
    (figure_id uuid, earlier_figure_id uuid, series_id uuid)
    ON COMMIT DELETE ROWS
