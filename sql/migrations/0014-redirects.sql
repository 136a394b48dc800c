-- depends: 0011-findings-by-figure
-- Series whose figures went to other series when they were read anew, and the flags that follow them.

CREATE TABLE figure_earlier_series (
    series_id uuid NOT NULL REFERENCES series_key,
    figure_id uuid NOT NULL,
    PRIMARY KEY (series_id, figure_id)
);
COMMENT ON TABLE figure_earlier_series IS 'Series to which a figure belonged before it was read anew. What series_redirect is made of; the order in which pages are read anew does not matter to it.';
COMMENT ON COLUMN figure_earlier_series.series_id IS 'A series to which it belonged once.';
COMMENT ON COLUMN figure_earlier_series.figure_id IS 'The figure, under the id that it has now; it may be gone from the page since.';
CREATE INDEX figure_earlier_series_by_figure ON figure_earlier_series (figure_id);

CREATE TABLE series_redirect (
    series_id     uuid PRIMARY KEY REFERENCES series_key,
    to_series_id  uuid NOT NULL REFERENCES series_key,
    figures       bigint NOT NULL,
    redirected_at timestamptz NOT NULL,
    CHECK (series_id <> to_series_id)
);
COMMENT ON TABLE series_redirect IS 'Series without any figure left, and where their figures are now: a measure was promoted, or a better reader gave them another key. Ask by an old series_id with current_series(series_id).';
COMMENT ON COLUMN series_redirect.series_id IS 'The old series; its key still stands in series_key.';
COMMENT ON COLUMN series_redirect.to_series_id IS 'The series that has most of its figures now; among equals a registered one, then the smaller id. Never itself redirected.';
COMMENT ON COLUMN series_redirect.figures IS 'How many of its figures are there.';
COMMENT ON COLUMN series_redirect.redirected_at IS 'Since when, on the clock of the run.';
CREATE INDEX series_redirect_by_target ON series_redirect (to_series_id);

CREATE INDEX figure_without_value_by_series ON figure (series_id) WHERE value IS NULL;

CREATE FUNCTION current_series(series uuid) RETURNS uuid LANGUAGE sql STABLE
RETURN coalesce((SELECT to_series_id FROM series_redirect WHERE series_redirect.series_id = series), series);
COMMENT ON FUNCTION current_series(uuid) IS 'The series that goes on where this one stopped; itself where it was not redirected.';

CREATE FUNCTION current_fingerprint(fingerprint text) RETURNS text LANGUAGE sql STABLE
RETURN (
    SELECT string_agg(piece.text || coalesce(current_series(found.id[1]::uuid)::text, ''), '' ORDER BY piece.number)
    FROM regexp_split_to_table(fingerprint, '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}')
             WITH ORDINALITY AS piece (text, number)
    LEFT JOIN regexp_matches(fingerprint, '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'g')
             WITH ORDINALITY AS found (id, number) ON found.number = piece.number
);
COMMENT ON FUNCTION current_fingerprint(text) IS 'A fingerprint of a finding or flag with every redirected series in it replaced by the one that goes on.';

ALTER TABLE flag_event
    DROP CONSTRAINT flag_event_flag_id_fkey,
    ADD CONSTRAINT flag_event_flag_id_fkey FOREIGN KEY (flag_id) REFERENCES flag ON UPDATE CASCADE;

CREATE TABLE flag_redirect (
    flag_id       uuid PRIMARY KEY,
    to_flag_id    uuid NOT NULL REFERENCES flag ON UPDATE CASCADE,
    redirected_at timestamptz NOT NULL
);
COMMENT ON TABLE flag_redirect IS 'Old ids of flags that followed a redirected series: an id is derived from check and fingerprint, and the fingerprint names the series. Ask by an old id with current_flag(flag_id).';
COMMENT ON COLUMN flag_redirect.flag_id IS 'Id that the flag had.';
COMMENT ON COLUMN flag_redirect.to_flag_id IS 'Id that it has now, with its whole history.';
COMMENT ON COLUMN flag_redirect.redirected_at IS 'Since when, on the clock of the run.';
CREATE INDEX flag_redirect_by_target ON flag_redirect (to_flag_id);

CREATE FUNCTION current_flag(flag uuid) RETURNS uuid LANGUAGE sql STABLE
RETURN coalesce((SELECT to_flag_id FROM flag_redirect WHERE flag_redirect.flag_id = flag), flag);
COMMENT ON FUNCTION current_flag(uuid) IS 'The id under which a flag is kept now; itself where it never changed.';
