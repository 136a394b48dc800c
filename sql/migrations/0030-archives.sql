-- depends: 0026-digits-swapped
-- Archives of outlets, walked page by page from the newest to the oldest.

ALTER TABLE address ADD COLUMN listed_on date;
COMMENT ON COLUMN address.listed_on IS 'Day that a page of an archive printed for it, also where no time stood beside it; null where none was printed.';
ALTER TABLE address ADD COLUMN is_archived boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN address.is_archived IS 'True while only a backfill has listed it: a night does not ask for it until it was captured, or until feed or list name it.';
CREATE INDEX address_archived ON address (outlet_id) WHERE is_archived AND latest_body_sha256 IS NULL;

CREATE TABLE backfill (
    outlet_id     text NOT NULL REFERENCES outlet,
    first_day     date NOT NULL,
    last_day      date NOT NULL,
    list_url      text NOT NULL,
    position      integer NOT NULL,
    pages_read    integer NOT NULL DEFAULT 0,
    state         text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done')),
    ended_by      text NOT NULL DEFAULT '',
    listed        integer NOT NULL DEFAULT 0,
    in_range      integer NOT NULL DEFAULT 0,
    known         integer NOT NULL DEFAULT 0,
    reached_on    date,
    run_id        uuid REFERENCES night_run,
    walked_at     timestamptz,
    PRIMARY KEY (outlet_id, first_day, last_day, list_url)
);
COMMENT ON TABLE backfill IS 'How far each list of an outlet''s archive was walked for a range of days; a backfill that was cut off goes on from here.';
COMMENT ON COLUMN backfill.outlet_id IS 'Outlet whose archive it is.';
COMMENT ON COLUMN backfill.first_day IS 'First day of the range that was asked for, in Asia/Seoul.';
COMMENT ON COLUMN backfill.last_day IS 'Last day of the range; it belongs to it.';
COMMENT ON COLUMN backfill.list_url IS 'Address of the list; lists that take days have one for each span of days.';
COMMENT ON COLUMN backfill.position IS 'Place of the list in the order of the walk.';
COMMENT ON COLUMN backfill.pages_read IS 'Number of the last page whose articles were asked for; the next call begins one page before it.';
COMMENT ON COLUMN backfill.state IS 'open until the list was walked to the end of the range; then done.';
COMMENT ON COLUMN backfill.ended_by IS 'Why the walk ended: passed_range, list_ended, list_repeats, dates_ignored, or the reason code at which it stopped for now.';
COMMENT ON COLUMN backfill.listed IS 'Article addresses on its pages, each counted once a call.';
COMMENT ON COLUMN backfill.in_range IS 'Of these, those in the range, or without a day.';
COMMENT ON COLUMN backfill.known IS 'Of these in turn, those that were captured before.';
COMMENT ON COLUMN backfill.reached_on IS 'The day in the middle of the page that was read last, by which dates without a year are read; null while none is known.';
COMMENT ON COLUMN backfill.run_id IS 'Run that walked it last.';
COMMENT ON COLUMN backfill.walked_at IS 'When it was walked last, on the clock of that run; null: not yet.';
