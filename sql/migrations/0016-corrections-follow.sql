-- depends: 0010-flag-life 0014-redirects
-- Corrections follow a series that is redirected, and the flag that led to them.

ALTER TABLE correction
    DROP CONSTRAINT correction_flag_id_fkey,
    ADD COLUMN current_series_id uuid REFERENCES series_key;
UPDATE correction SET current_series_id = current_series(series_id);
ALTER TABLE correction ALTER COLUMN current_series_id SET NOT NULL;
COMMENT ON COLUMN correction.series_id IS 'The series when the correction was made.';
COMMENT ON COLUMN correction.current_series_id IS 'The series that goes on where that one stopped; the same one where it was not redirected. Computed, and worked out anew with the redirects.';
COMMENT ON COLUMN correction.flag_id IS 'Flag that led to it, under the id that it had then: current_flag(flag_id) is the one it has now.';
DROP INDEX correction_by_series;
CREATE INDEX correction_by_series ON correction (current_series_id);

CREATE OR REPLACE FUNCTION note_corrected_series() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO check_due (series_id, release_id)
    SELECT DISTINCT observation.series_id, observation.release_id
    FROM new_rows
    JOIN correction USING (correction_id)
    JOIN observation ON observation.series_id = correction.current_series_id;
    RETURN NULL;
END
$$;
