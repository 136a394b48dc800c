-- depends: 0026-digits-swapped
-- What the readers made of what each outlet gave, kept as it was that night: the ground of view outlet_health.

ALTER TABLE capture
    ADD COLUMN first_parsed_in uuid REFERENCES night_run,
    ADD COLUMN parsed_as text;
UPDATE capture
SET first_parsed_in = capture.parsed_in,
    parsed_as = outlet.family
FROM outlet
WHERE outlet.outlet_id = capture.outlet_id
  AND capture.parsed_in IS NOT NULL;
COMMENT ON COLUMN capture.first_parsed_in IS 'Run in which a page reader read it first; stays when it is read again. Null while nothing has read it.';
COMMENT ON COLUMN capture.parsed_as IS 'Site family that its outlet had when it was read last; null while nothing has read it.';
CREATE INDEX capture_first_parsed_in ON capture (first_parsed_in);
CREATE INDEX capture_unread ON capture (outlet_id) WHERE page_state IN ('selector_drift', 'reader_error');

CREATE TABLE outlet_reading (
    run_id           uuid NOT NULL REFERENCES night_run,
    outlet_id        text NOT NULL REFERENCES outlet,
    pages            integer NOT NULL DEFAULT 0,
    articles         integer NOT NULL DEFAULT 0,
    gone             integer NOT NULL DEFAULT 0,
    drifted          integer NOT NULL DEFAULT 0,
    broken           integer NOT NULL DEFAULT 0,
    new_articles     integer NOT NULL DEFAULT 0,
    changed_articles integer NOT NULL DEFAULT 0,
    with_figures     integer NOT NULL DEFAULT 0,
    reread           integer NOT NULL DEFAULT 0,
    recovered        integer NOT NULL DEFAULT 0,
    unread           integer NOT NULL DEFAULT 0,
    lists_failed     integer NOT NULL DEFAULT 0,
    pages_failed     integer NOT NULL DEFAULT 0,
    outlet_reason    text,
    list_reason      text,
    page_reason      text,
    failures         jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (run_id, outlet_id)
);
CREATE INDEX outlet_reading_by_outlet ON outlet_reading (outlet_id);
COMMENT ON TABLE outlet_reading IS 'What the readers made of what each outlet gave in a run, one row for every outlet that the run was to collect, also where no crawl of it ended. Kept as it was that night; view outlet_health judges by it.';
COMMENT ON COLUMN outlet_reading.run_id IS 'The run: a night, or a collection by hand.';
COMMENT ON COLUMN outlet_reading.outlet_id IS 'The outlet.';
COMMENT ON COLUMN outlet_reading.pages IS 'Pages from nights and collections that a reader read for the first time.';
COMMENT ON COLUMN outlet_reading.articles IS 'Those of them that are articles with a body.';
COMMENT ON COLUMN outlet_reading.gone IS 'Those of which the site says in words that they are no more.';
COMMENT ON COLUMN outlet_reading.drifted IS 'Those without the place where their family keeps its text (selector_drift).';
COMMENT ON COLUMN outlet_reading.broken IS 'Those on which a reader broke (reader_error).';
COMMENT ON COLUMN outlet_reading.new_articles IS 'Articles seen for the first time.';
COMMENT ON COLUMN outlet_reading.changed_articles IS 'Known articles of which there is another version.';
COMMENT ON COLUMN outlet_reading.with_figures IS 'New and changed articles with at least one reported figure.';
COMMENT ON COLUMN outlet_reading.reread IS 'Pages that had been read before and were read again by another reader.';
COMMENT ON COLUMN outlet_reading.recovered IS 'Those of them that are articles now.';
COMMENT ON COLUMN outlet_reading.unread IS 'Pages of all nights that were kept and that no reader could read yet (selector_drift, reader_error).';
COMMENT ON COLUMN outlet_reading.lists_failed IS 'Feeds and list pages that could not be had.';
COMMENT ON COLUMN outlet_reading.pages_failed IS 'Article pages that could not be fetched.';
COMMENT ON COLUMN outlet_reading.outlet_reason IS 'Reason for which the outlet as a whole failed, other than nothing_listed; null if it did not.';
COMMENT ON COLUMN outlet_reading.list_reason IS 'Most frequent reason of the failed feeds and lists; null if none failed.';
COMMENT ON COLUMN outlet_reading.page_reason IS 'Most frequent reason of the failed pages; null if none failed.';
COMMENT ON COLUMN outlet_reading.failures IS 'Failures of the run by reason, as {"http_404": 2}: see docs/reasons.md.';

CREATE FUNCTION day_covered(now_at timestamptz) RETURNS date
LANGUAGE sql IMMUTABLE AS $$
SELECT (now_at AT TIME ZONE 'Asia/Seoul' - interval '12 hours')::date
$$;
COMMENT ON FUNCTION day_covered(timestamptz) IS 'The day in Asia/Seoul whose news a night brings: a night at half past two brings what was published the day before, one at eleven in the evening that of its own day.';

CREATE FUNCTION may_be_empty(settings jsonb, day date) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
SELECT CASE jsonb_typeof(settings -> 'may_be_empty')
           WHEN 'boolean' THEN (settings -> 'may_be_empty')::boolean
           WHEN 'array' THEN EXISTS (
               SELECT
               FROM jsonb_array_elements_text(settings -> 'may_be_empty') AS said
               WHERE said IN (to_char(day, 'YYYY-MM-DD'), to_char(day, 'FMday'))
                  OR (said = 'weekends' AND extract(isodow FROM day) >= 6)
           )
           ELSE false
       END
$$;
COMMENT ON FUNCTION may_be_empty(jsonb, date) IS 'Whether the entry of an outlet (outlet.settings) says that it may list nothing on a day: true, or a list of weekends, names of weekdays and dates.';
