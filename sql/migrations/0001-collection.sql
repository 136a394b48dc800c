-- depends:
-- Collection: what was asked of which outlet, and what it answered.

CREATE TABLE outlet (
    outlet_id     text PRIMARY KEY,
    name          text NOT NULL,
    family        text NOT NULL,
    place         text,
    origin        text NOT NULL,
    is_sample     boolean NOT NULL DEFAULT false,
    settings      jsonb NOT NULL DEFAULT '{}',
    registered_at timestamptz NOT NULL
);
COMMENT ON TABLE outlet IS 'News sites and city boards that are or were collected or imported; a copy of outlets.yaml and its overlay as of the last night.';
COMMENT ON COLUMN outlet.outlet_id IS 'Short stable id, as in outlets.yaml.';
COMMENT ON COLUMN outlet.name IS 'Name of the outlet as printed.';
COMMENT ON COLUMN outlet.family IS 'Site family whose spider and page reader serve it; ''import'' for outlets known from imports only.';
COMMENT ON COLUMN outlet.place IS 'Official name of the local government it belongs to or mostly writes about; null if none.';
COMMENT ON COLUMN outlet.origin IS 'Scheme and host of its public addresses.';
COMMENT ON COLUMN outlet.is_sample IS 'True for the look-alike sites that the demo serves on loopback.';
COMMENT ON COLUMN outlet.settings IS 'The rest of its entry in outlets.yaml.';
COMMENT ON COLUMN outlet.registered_at IS 'When it was first seen in outlets.yaml or in an import.';

CREATE TABLE night_run (
    run_id      uuid PRIMARY KEY,
    kind        text NOT NULL CHECK (kind IN ('nightly', 'collect', 'parse', 'check', 'import', 'reparse')),
    news_day    date NOT NULL,
    now_at      timestamptz NOT NULL,
    started_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    state       text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'completed', 'failed')),
    message     text NOT NULL DEFAULT ''
);
COMMENT ON TABLE night_run IS 'Every run of the nightly job or of one of its steps by hand.';
COMMENT ON COLUMN night_run.run_id IS 'Random id; the only random id in the store.';
COMMENT ON COLUMN night_run.kind IS 'Which job ran: nightly, or a single step by hand.';
COMMENT ON COLUMN night_run.news_day IS 'The day in Asia/Seoul that the run stands for.';
COMMENT ON COLUMN night_run.now_at IS 'The moment that the run took as now; differs from started_at in a replay.';
COMMENT ON COLUMN night_run.started_at IS 'Clock time of the start.';
COMMENT ON COLUMN night_run.finished_at IS 'Clock time of the end; null while running or after a kill.';
COMMENT ON COLUMN night_run.state IS 'running, completed, or failed (a step could not run).';
COMMENT ON COLUMN night_run.message IS 'One line for a person: what came of it, with named failures.';

CREATE TABLE address (
    outlet_id         text NOT NULL REFERENCES outlet,
    url               text NOT NULL,
    discovered_at     timestamptz NOT NULL,
    listed_title      text,
    listed_at         timestamptz,
    listed_from       text CHECK (listed_from IN ('feed', 'list', 'person')),
    last_asked_at     timestamptz,
    last_answer       text,
    etag              text,
    last_modified     text,
    latest_body_sha256 bytea,
    PRIMARY KEY (outlet_id, url)
);
COMMENT ON TABLE address IS 'The ledger of article addresses: each is asked for until it was answered, and again at rechecks.';
COMMENT ON COLUMN address.outlet_id IS 'Outlet on whose lists or feed the address stood.';
COMMENT ON COLUMN address.url IS 'Canonical address: public host, query stripped to what names the article.';
COMMENT ON COLUMN address.discovered_at IS 'When the address was first listed.';
COMMENT ON COLUMN address.listed_title IS 'Title as the feed or list printed it.';
COMMENT ON COLUMN address.listed_at IS 'Publication time as the feed or list printed it, if it did.';
COMMENT ON COLUMN address.listed_from IS 'feed, list, or person (asked for by hand).';
COMMENT ON COLUMN address.last_asked_at IS 'When the page was last requested; null: not yet.';
COMMENT ON COLUMN address.last_answer IS 'captured, unchanged, or the reason code of the last failure.';
COMMENT ON COLUMN address.etag IS 'ETag of the last answer, sent back as If-None-Match.';
COMMENT ON COLUMN address.last_modified IS 'Last-Modified of the last answer, sent back as If-Modified-Since.';
COMMENT ON COLUMN address.latest_body_sha256 IS 'Hash of the last body received; an equal body is no new capture.';
CREATE INDEX address_unasked ON address (outlet_id, discovered_at) WHERE last_asked_at IS NULL;

CREATE TABLE capture_body (
    body_sha256 bytea PRIMARY KEY,
    encoding    text NOT NULL CHECK (encoding IN ('gzip')),
    content     bytea NOT NULL,
    size_bytes  bigint NOT NULL
);
COMMENT ON TABLE capture_body IS 'Bodies of responses, stored once each by content.';
COMMENT ON COLUMN capture_body.body_sha256 IS 'SHA-256 of the body as received (after transfer and content encodings).';
COMMENT ON COLUMN capture_body.encoding IS 'How content is compressed.';
COMMENT ON COLUMN capture_body.content IS 'The compressed body.';
COMMENT ON COLUMN capture_body.size_bytes IS 'Size before compression, in bytes.';
ALTER TABLE capture_body ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE capture (
    capture_id       uuid PRIMARY KEY,
    outlet_id        text NOT NULL REFERENCES outlet,
    url              text NOT NULL,
    fetched_at       timestamptz NOT NULL,
    status           smallint NOT NULL,
    request_headers  jsonb NOT NULL,
    response_headers jsonb NOT NULL,
    body_sha256      bytea NOT NULL REFERENCES capture_body,
    listed_at        timestamptz,
    listed_from      text,
    run_id           uuid REFERENCES night_run,
    parse_state      text NOT NULL DEFAULT 'pending' CHECK (parse_state IN ('pending', 'article', 'no_article')),
    page_state       text,
    parse_detail     text NOT NULL DEFAULT '',
    parsed_in        uuid REFERENCES night_run,
    parsed_by        text,
    FOREIGN KEY (outlet_id, url) REFERENCES address
);
COMMENT ON TABLE capture IS 'Responses as fetched: the source from which everything else is computed and can be replayed.';
COMMENT ON COLUMN capture.capture_id IS 'Derived from outlet, address, body and time.';
COMMENT ON COLUMN capture.outlet_id IS 'Outlet that was asked.';
COMMENT ON COLUMN capture.url IS 'Canonical address of the page.';
COMMENT ON COLUMN capture.fetched_at IS 'When the response came, on the clock of its run.';
COMMENT ON COLUMN capture.status IS 'HTTP status.';
COMMENT ON COLUMN capture.request_headers IS 'Headers that were sent.';
COMMENT ON COLUMN capture.response_headers IS 'Headers that came back.';
COMMENT ON COLUMN capture.body_sha256 IS 'The body, in capture_body.';
COMMENT ON COLUMN capture.listed_at IS 'Publication time that the feed or list had printed for it.';
COMMENT ON COLUMN capture.listed_from IS 'feed or list: where listed_at stood.';
COMMENT ON COLUMN capture.run_id IS 'Run that fetched it.';
COMMENT ON COLUMN capture.parse_state IS 'pending until a page reader read it; then article, or no_article with page_state as its reason.';
COMMENT ON COLUMN capture.page_state IS 'What the page reader called the page: article, list, no_body, gone, selector_drift, not_article, reader_error.';
COMMENT ON COLUMN capture.parse_detail IS 'Where the page is no article: what was missing, in words.';
COMMENT ON COLUMN capture.parsed_in IS 'Run in which a page reader read it last; null while pending.';
CREATE INDEX capture_pending ON capture (fetched_at, capture_id) WHERE parse_state = 'pending';
COMMENT ON COLUMN capture.parsed_by IS 'Version of the readers that read it last; null while pending.';
CREATE INDEX capture_parsed_in ON capture (parsed_in);
CREATE INDEX capture_by_address ON capture (outlet_id, url, fetched_at);

CREATE TABLE failure (
    failure_id  uuid PRIMARY KEY,
    run_id      uuid NOT NULL REFERENCES night_run,
    outlet_id   text NOT NULL REFERENCES outlet,
    url         text,
    step        text NOT NULL CHECK (step IN ('discover', 'fetch', 'parse')),
    reason      text NOT NULL,
    detail      text NOT NULL DEFAULT '',
    occurred_at timestamptz NOT NULL
);
COMMENT ON TABLE failure IS 'Everything that could not be collected or read, one row per page and run, each with its reason.';
COMMENT ON COLUMN failure.failure_id IS 'Derived from run, outlet, address, step and reason.';
COMMENT ON COLUMN failure.run_id IS 'Run in which it happened.';
COMMENT ON COLUMN failure.outlet_id IS 'Outlet concerned.';
COMMENT ON COLUMN failure.url IS 'Page concerned; null where the whole outlet failed.';
COMMENT ON COLUMN failure.step IS 'discover, fetch or parse.';
COMMENT ON COLUMN failure.reason IS 'Reason code, listed in docs/reasons.md.';
COMMENT ON COLUMN failure.detail IS 'What happened, in words for an operator.';
COMMENT ON COLUMN failure.occurred_at IS 'When it happened, on the clock of its run.';
CREATE INDEX failure_by_run ON failure (run_id, outlet_id);

CREATE TABLE outlet_night (
    run_id      uuid NOT NULL REFERENCES night_run,
    outlet_id   text NOT NULL REFERENCES outlet,
    listed      integer NOT NULL DEFAULT 0,
    fetched     integer NOT NULL DEFAULT 0,
    captured    integer NOT NULL DEFAULT 0,
    unchanged   integer NOT NULL DEFAULT 0,
    failed      integer NOT NULL DEFAULT 0,
    seconds     numeric(10, 2) NOT NULL DEFAULT 0,
    PRIMARY KEY (run_id, outlet_id)
);
COMMENT ON TABLE outlet_night IS 'What each outlet gave in each run.';
COMMENT ON COLUMN outlet_night.run_id IS 'The run.';
COMMENT ON COLUMN outlet_night.outlet_id IS 'The outlet.';
COMMENT ON COLUMN outlet_night.listed IS 'Article addresses found on its feed and lists.';
COMMENT ON COLUMN outlet_night.fetched IS 'Article pages requested.';
COMMENT ON COLUMN outlet_night.captured IS 'Pages whose body was new.';
COMMENT ON COLUMN outlet_night.unchanged IS 'Pages answered 304, or with the body already known.';
COMMENT ON COLUMN outlet_night.failed IS 'Failures of discovery and fetching.';
COMMENT ON COLUMN outlet_night.seconds IS 'How long the crawl took, in seconds.';
