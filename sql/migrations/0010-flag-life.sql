-- depends: 0009-relevance
-- What people decide about flags, what they correct, and the store as it was known at a moment.

ALTER TABLE night_run ADD COLUMN as_of timestamptz;
COMMENT ON COLUMN night_run.as_of IS 'Where a run of the checks looked back: the moment as of which it took the store. Such a run keeps no flags; null for all others.';

ALTER TABLE flag ADD COLUMN muted_until date;
COMMENT ON COLUMN flag.muted_until IS 'Last day, in Asia/Seoul, on which a muted flag stays muted; null where it is not muted.';

ALTER TABLE flag_event ADD COLUMN muted_until date;
COMMENT ON COLUMN flag_event.muted_until IS 'Last day of the mute that begins here; null for every other transition.';
CREATE INDEX flag_event_by_time ON flag_event (happened_at);

CREATE FUNCTION flag_id_of(check_id text, fingerprint text) RETURNS uuid LANGUAGE sql IMMUTABLE
RETURN left(encode(sha256(convert_to(check_id || E'\n' || fingerprint, 'UTF8')), 'hex'), 32)::uuid;
COMMENT ON FUNCTION flag_id_of(text, text) IS 'Id of the flag for what a check found: the same in every run and every store.';

CREATE TABLE correction (
    correction_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    series_id     uuid NOT NULL REFERENCES series_key,
    period_start  date,
    period_end    date,
    value         numeric NOT NULL,
    low           numeric NOT NULL,
    high          numeric NOT NULL,
    quote         text NOT NULL,
    reason        text NOT NULL CHECK (reason <> ''),
    corrected_by  text NOT NULL,
    corrected_at  timestamptz NOT NULL,
    flag_id       uuid REFERENCES flag,
    CHECK (value BETWEEN low AND high)
);
COMMENT ON TABLE correction IS 'What a person found to be right for a period of a series, beside what was announced. Append-only: of several the last stands, one that is withdrawn stays as a row.';
COMMENT ON COLUMN correction.correction_id IS 'Counts up.';
COMMENT ON COLUMN correction.series_id IS 'The series.';
COMMENT ON COLUMN correction.period_start IS 'First day of the period, inclusive; null where open.';
COMMENT ON COLUMN correction.period_end IS 'Last day of the period, inclusive; null where open.';
COMMENT ON COLUMN correction.value IS 'The right value, in base units.';
COMMENT ON COLUMN correction.low IS 'Lower end of the interval that its digits state.';
COMMENT ON COLUMN correction.high IS 'Upper end of that interval.';
COMMENT ON COLUMN correction.quote IS 'The value as the person wrote it.';
COMMENT ON COLUMN correction.reason IS 'Why it is right.';
COMMENT ON COLUMN correction.corrected_by IS 'Who says so.';
COMMENT ON COLUMN correction.corrected_at IS 'When.';
COMMENT ON COLUMN correction.flag_id IS 'Flag that led to it.';
CREATE INDEX correction_by_series ON correction (series_id);

CREATE TABLE correction_withdrawal (
    correction_id bigint PRIMARY KEY REFERENCES correction,
    withdrawn_by  text NOT NULL,
    withdrawn_at  timestamptz NOT NULL,
    reason        text NOT NULL CHECK (reason <> '')
);
COMMENT ON TABLE correction_withdrawal IS 'Corrections that were taken back.';
COMMENT ON COLUMN correction_withdrawal.correction_id IS 'The correction.';
COMMENT ON COLUMN correction_withdrawal.withdrawn_by IS 'Who took it back.';
COMMENT ON COLUMN correction_withdrawal.withdrawn_at IS 'When.';
COMMENT ON COLUMN correction_withdrawal.reason IS 'Why.';

CREATE FUNCTION note_corrected_series() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO check_due (series_id, release_id)
    SELECT DISTINCT observation.series_id, observation.release_id
    FROM new_rows
    JOIN correction USING (correction_id)
    JOIN observation ON observation.series_id = correction.series_id;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION note_corrected_series() IS 'A correction, or its withdrawal, touches its series: the checks look at it again.';
CREATE TRIGGER correction_inserted AFTER INSERT ON correction
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_corrected_series();
CREATE TRIGGER correction_withdrawn AFTER INSERT ON correction_withdrawal
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_corrected_series();

CREATE FUNCTION current_reading_as_of(as_of timestamptz)
RETURNS TABLE (
    series_id uuid, figure_id uuid, version_id uuid, release_id uuid, article_id uuid,
    period_start date, period_end date, value numeric, value_high numeric, low numeric, high numeric,
    kind text, role text, period_rung text, start_char integer, unit text, counter text, phrase text,
    quote text, sentence text, stands_in text, url text, outlet_id text, said_at timestamptz, published text
)
LANGUAGE sql STABLE AS $$
SELECT observation.series_id,
       observation.figure_id,
       observation.version_id,
       observation.release_id,
       article.article_id,
       observation.period_start,
       observation.period_end,
       observation.value,
       observation.value_high,
       CASE WHEN figure.low IS NULL THEN '-Infinity' ELSE observation.low END,
       CASE WHEN figure.high IS NULL THEN 'Infinity' ELSE observation.high END,
       observation.kind,
       observation.role,
       figure.period_rung,
       figure.start_char,
       figure.unit,
       figure.counter,
       figure.phrase,
       figure.quote,
       figure.sentence,
       figure.stands_in,
       article.url,
       article.outlet_id,
       coalesce(observation.published_from, observation.recorded_at),
       CASE
           WHEN article_version.published_at IS NOT NULL
               THEN to_char(article_version.published_at AT TIME ZONE 'Asia/Seoul', 'YYYY-MM-DD"T"HH24:MI:SS"+09:00"')
           ELSE article_version.published_day::text
       END
FROM observation
JOIN figure ON figure.figure_id = observation.figure_id
JOIN article_version ON article_version.version_id = observation.version_id
JOIN article ON article.article_id = article_version.article_id
WHERE observation.recorded_at <= as_of
  -- No other version of the same page was seen after it.
  AND NOT EXISTS (
      SELECT FROM article_version AS rival
      WHERE rival.article_id = article_version.article_id
        AND rival.version_id <> article_version.version_id
        AND rival.recorded_at <= as_of
        AND (version_seen_at(rival.version_id, rival.recorded_at, as_of), rival.version_id)
          > (version_seen_at(article_version.version_id, article_version.recorded_at, as_of), article_version.version_id)
  )
$$;
COMMENT ON FUNCTION current_reading_as_of(timestamptz) IS 'The rows of current_reading as they were known at a moment: what was recorded by then, in the version that each article had shown last by then.';

CREATE OR REPLACE VIEW current_reading AS SELECT * FROM current_reading_as_of('infinity');
