-- depends: 0009-relevance
-- What the checks need to know of measures, of numbers without a value, and of what a finding is about.

CREATE TABLE measure (
    metric         text PRIMARY KEY,
    label_ko       text NOT NULL,
    label_en       text NOT NULL,
    nature         text NOT NULL,
    plausible_low  numeric NOT NULL,
    plausible_high numeric NOT NULL,
    parent         text,
    parts          text[] NOT NULL
);
COMMENT ON TABLE measure IS 'Measures of the registry, as they were when the checks last ran; what has no entry there stands in figures_unmapped.';
COMMENT ON COLUMN measure.metric IS 'Id of the measure, as in series_key.metric.';
COMMENT ON COLUMN measure.label_ko IS 'Name for people, Korean.';
COMMENT ON COLUMN measure.label_en IS 'Name for people, English.';
COMMENT ON COLUMN measure.nature IS 'What the measure is by itself: stock, flow, cumulative (a running total), share, capacity …';
COMMENT ON COLUMN measure.plausible_low IS 'Smallest plausible absolute size of a level, in base units; 0 where the registry gives none.';
COMMENT ON COLUMN measure.plausible_high IS 'Largest plausible absolute size of a level, in base units; Infinity where the registry gives none.';
COMMENT ON COLUMN measure.parent IS 'Measure of which this one counts a part; null if none.';
COMMENT ON COLUMN measure.parts IS 'Measures whose sum this one is; empty if none.';

ALTER TABLE figure ADD COLUMN series_id uuid;
COMMENT ON COLUMN figure.series_id IS 'Series to which the figure belongs by its words, also where it has no value (malformed); null if read before this column was there.';
UPDATE figure SET series_id = observation.series_id FROM observation WHERE observation.figure_id = figure.figure_id;

ALTER TABLE check_finding ADD COLUMN figure_ids uuid[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN check_finding.figure_ids IS 'Figures that the finding is about, the suspect first; findings of two checks about the same ones are told once.';

CREATE FUNCTION note_malformed_figures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO check_due (series_id, release_id)
    SELECT DISTINCT new_rows.series_id, article.release_id
    FROM new_rows
    JOIN article_version AS version ON version.version_id = new_rows.version_id
    JOIN article ON article.article_id = version.article_id
    WHERE new_rows.value IS NULL AND new_rows.series_id IS NOT NULL;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION note_malformed_figures() IS 'Notes the series of numbers without a value in check_due; they make no observation.';
CREATE TRIGGER figure_inserted AFTER INSERT ON figure
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_malformed_figures();
