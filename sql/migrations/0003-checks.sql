-- depends: 0002-figures
-- Checks: what was looked at, what was found, and the life of each flag.

CREATE TABLE check_scope (
    run_id    uuid NOT NULL REFERENCES night_run,
    series_id uuid NOT NULL REFERENCES series,
    PRIMARY KEY (run_id, series_id)
);
COMMENT ON TABLE check_scope IS 'Series that a run of the checks looked at: the touched ones and their kin.';
COMMENT ON COLUMN check_scope.run_id IS 'The run.';
COMMENT ON COLUMN check_scope.series_id IS 'A series in its scope.';

CREATE TABLE check_finding (
    run_id      uuid NOT NULL REFERENCES night_run,
    check_id    text NOT NULL,
    fingerprint text NOT NULL,
    severity    text NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
    series_id   uuid NOT NULL REFERENCES series,
    place       text NOT NULL,
    metric      text NOT NULL,
    message     text NOT NULL,
    compared    numeric[] NOT NULL,
    evidence    jsonb NOT NULL,
    PRIMARY KEY (run_id, check_id, fingerprint)
);
COMMENT ON TABLE check_finding IS 'Offenders that each check selected in each run; Great Expectations counts them and flags are made of them.';
COMMENT ON COLUMN check_finding.run_id IS 'The run.';
COMMENT ON COLUMN check_finding.check_id IS 'The check: the name of its file in sql/checks.';
COMMENT ON COLUMN check_finding.fingerprint IS 'What the finding is about (series, period, parties), never its values.';
COMMENT ON COLUMN check_finding.severity IS 'info, warning or critical.';
COMMENT ON COLUMN check_finding.series_id IS 'The series concerned.';
COMMENT ON COLUMN check_finding.place IS 'Place of the series.';
COMMENT ON COLUMN check_finding.metric IS 'Measure of the series.';
COMMENT ON COLUMN check_finding.message IS 'One sentence for a person.';
COMMENT ON COLUMN check_finding.compared IS 'The numbers compared, in base units, printed or derived.';
COMMENT ON COLUMN check_finding.evidence IS 'List of objects: url, outlet, published_at, quote, value.';

CREATE TABLE flag (
    flag_id       uuid PRIMARY KEY,
    check_id      text NOT NULL,
    fingerprint   text NOT NULL,
    severity      text NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
    status        text NOT NULL CHECK (status IN ('open', 'acknowledged', 'resolved', 'muted')),
    series_id     uuid NOT NULL REFERENCES series,
    place         text NOT NULL,
    metric        text NOT NULL,
    message       text NOT NULL,
    compared      numeric[] NOT NULL,
    evidence      jsonb NOT NULL,
    opened_at     timestamptz NOT NULL,
    last_found_at timestamptz NOT NULL,
    UNIQUE (check_id, fingerprint)
);
COMMENT ON TABLE flag IS 'Changes and inconsistencies that were found, each once, with its life.';
COMMENT ON COLUMN flag.flag_id IS 'Derived from check and fingerprint.';
COMMENT ON COLUMN flag.check_id IS 'Check that found it.';
COMMENT ON COLUMN flag.fingerprint IS 'What it is about; stable over runs.';
COMMENT ON COLUMN flag.severity IS 'info, warning or critical, as last found.';
COMMENT ON COLUMN flag.status IS 'open, acknowledged, resolved or muted.';
COMMENT ON COLUMN flag.series_id IS 'The series concerned.';
COMMENT ON COLUMN flag.place IS 'Place of the series.';
COMMENT ON COLUMN flag.metric IS 'Measure of the series.';
COMMENT ON COLUMN flag.message IS 'One sentence for a person.';
COMMENT ON COLUMN flag.compared IS 'The numbers compared, in base units.';
COMMENT ON COLUMN flag.evidence IS 'List of objects: url, outlet, published_at, quote, value.';
COMMENT ON COLUMN flag.opened_at IS 'When it was first found, on the clock of its run.';
COMMENT ON COLUMN flag.last_found_at IS 'When it was last found.';
CREATE INDEX flag_by_series ON flag (series_id);

CREATE TABLE flag_event (
    flag_id     uuid NOT NULL REFERENCES flag,
    happened_at timestamptz NOT NULL,
    ordinal     integer NOT NULL,
    from_status text,
    to_status   text NOT NULL,
    actor       text NOT NULL,
    reason      text NOT NULL,
    PRIMARY KEY (flag_id, ordinal)
);
COMMENT ON TABLE flag_event IS 'Every transition in the life of a flag.';
COMMENT ON COLUMN flag_event.flag_id IS 'The flag.';
COMMENT ON COLUMN flag_event.happened_at IS 'When, on the clock of the run or of the person.';
COMMENT ON COLUMN flag_event.ordinal IS 'Counts the transitions of one flag from 1.';
COMMENT ON COLUMN flag_event.from_status IS 'Status before; null for the first.';
COMMENT ON COLUMN flag_event.to_status IS 'Status after.';
COMMENT ON COLUMN flag_event.actor IS 'check, or the person who decided.';
COMMENT ON COLUMN flag_event.reason IS 'Why.';
