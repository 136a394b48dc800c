-- Temporary tables into which a batch is copied before it meets the real ones.
CREATE TEMPORARY TABLE IF NOT EXISTS staged_capture
    (capture_id uuid, parse_state text, page_state text, parse_detail text, parsed_in uuid, parsed_by text)
    ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS staged_failure (LIKE failure) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS staged_article (LIKE article INCLUDING DEFAULTS) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS staged_article_version (LIKE article_version) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS staged_figure (LIKE figure) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS staged_series (LIKE series_key) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS staged_observation (LIKE observation) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS staged_figure_relation (LIKE figure_relation) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS staged_release_sentence (LIKE release_sentence) ON COMMIT DELETE ROWS
