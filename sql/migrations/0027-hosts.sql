-- depends: 0026-digits-swapped
-- Being a good guest over all crawls: what each host was asked and asks of us, and what a list said last.

CREATE TABLE host (
    host          text PRIMARY KEY,
    last_seen_at  timestamptz NOT NULL,
    pause_seconds double precision NOT NULL,
    wait_until    timestamptz,
    wait_detail   text NOT NULL DEFAULT ''
);
COMMENT ON TABLE host IS 'Hosts that crawls asked, over all outlets and machines: when last, and until when they want to be left alone.';
COMMENT ON COLUMN host.host IS 'Public host name.';
COMMENT ON COLUMN host.last_seen_at IS 'When a request to it last began, or a crawl of it ended; on the clock of the database, whatever a run takes as now.';
COMMENT ON COLUMN host.pause_seconds IS 'Least pause that it was owed then, in seconds: the longer of the outlet''s delay and its Crawl-delay.';
COMMENT ON COLUMN host.wait_until IS 'It asked (HTTP 429 or 503, Retry-After) not to be asked before this moment, on the clock of the run; null: it never did.';
COMMENT ON COLUMN host.wait_detail IS 'With which answer it asked.';

CREATE TABLE host_robots (
    origin        text PRIMARY KEY,
    content       bytea NOT NULL,
    etag          text,
    last_modified text,
    fetched_at    timestamptz NOT NULL,
    confirmed_at  timestamptz NOT NULL
);
COMMENT ON TABLE host_robots IS 'robots.txt of each host as last received, for asking whether it changed. It is used only in the crawl in which the host confirmed it.';
COMMENT ON COLUMN host_robots.origin IS 'Scheme and host (with port, if any) whose pages it rules.';
COMMENT ON COLUMN host_robots.content IS 'The file, at most its first 512 KiB.';
COMMENT ON COLUMN host_robots.etag IS 'ETag of the answer, sent back as If-None-Match.';
COMMENT ON COLUMN host_robots.last_modified IS 'Last-Modified of the answer, sent back as If-Modified-Since.';
COMMENT ON COLUMN host_robots.fetched_at IS 'When the file came, on the clock of its run.';
COMMENT ON COLUMN host_robots.confirmed_at IS 'When the host last said that it is unchanged (304), or sent it; on the clock of the run.';

CREATE TABLE outlet_requests (
    outlet_id text NOT NULL REFERENCES outlet,
    news_day  date NOT NULL,
    requests  integer NOT NULL,
    PRIMARY KEY (outlet_id, news_day)
);
COMMENT ON TABLE outlet_requests IS 'Requests sent to the hosts of an outlet, by news day, over all its crawls: robots.txt, feeds, lists, pages, redirects and repetitions.';
COMMENT ON COLUMN outlet_requests.outlet_id IS 'The outlet.';
COMMENT ON COLUMN outlet_requests.news_day IS 'The day in Asia/Seoul that the runs stand for.';
COMMENT ON COLUMN outlet_requests.requests IS 'How many requests; bounded by politeness.requests_per_night of the outlet.';

CREATE TABLE list_page (
    outlet_id     text NOT NULL REFERENCES outlet,
    url           text NOT NULL,
    kind          text NOT NULL CHECK (kind IN ('feed', 'list')),
    listed        text[] NOT NULL,
    read_as       text NOT NULL,
    etag          text,
    last_modified text,
    fetched_at    timestamptz NOT NULL,
    confirmed_at  timestamptz NOT NULL,
    is_turned     boolean NOT NULL,
    PRIMARY KEY (outlet_id, url)
);
COMMENT ON TABLE list_page IS 'Feeds, and first pages of lists, as last read, for asking whether they changed.';
COMMENT ON COLUMN list_page.outlet_id IS 'The outlet.';
COMMENT ON COLUMN list_page.url IS 'Address of the feed, or of the first page of the list.';
COMMENT ON COLUMN list_page.kind IS 'feed or list.';
COMMENT ON COLUMN list_page.listed IS 'Canonical addresses of the articles that stood on it; all of them are in address.';
COMMENT ON COLUMN list_page.read_as IS 'What the finding of addresses depends on besides the page: version of Jipyo, family, pattern. After a change the page is asked for anew.';
COMMENT ON COLUMN list_page.etag IS 'ETag of the answer, sent back as If-None-Match.';
COMMENT ON COLUMN list_page.last_modified IS 'Last-Modified of the answer, sent back as If-Modified-Since.';
COMMENT ON COLUMN list_page.fetched_at IS 'When the page came, on the clock of its run.';
COMMENT ON COLUMN list_page.confirmed_at IS 'When the host last said that it is unchanged (304), or sent it; on the clock of the run.';
COMMENT ON COLUMN list_page.is_turned IS 'Whether its further pages were turned until everything was known. Where a crawl ended before, the next one turns them all.';
