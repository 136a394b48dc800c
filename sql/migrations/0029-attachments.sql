-- depends: 0026-digits-swapped
-- Attachments: documents that carry the text of announcements whose pages have none.

CREATE TABLE attachment (
    outlet_id          text NOT NULL,
    page_url           text NOT NULL,
    url                text NOT NULL,
    name               text NOT NULL,
    document           smallint NOT NULL,
    form               smallint NOT NULL,
    discovered_at      timestamptz NOT NULL,
    last_asked_at      timestamptz,
    last_answer        text,
    etag               text,
    last_modified      text,
    latest_body_sha256 bytea,
    read_state         text CHECK (read_state IN ('read', 'encrypted', 'unsupported', 'damaged', 'too_large',
                                                  'too_slow', 'not_a_document', 'no_text')),
    read_detail        text NOT NULL DEFAULT '',
    PRIMARY KEY (outlet_id, page_url, url),
    FOREIGN KEY (outlet_id, page_url) REFERENCES address (outlet_id, url)
);
COMMENT ON TABLE attachment IS 'The ledger of documents that carry the text of announcements whose pages have none; of each document the best form is asked for, another one only where that gives no text.';
COMMENT ON COLUMN attachment.outlet_id IS 'Outlet on whose page the document is offered.';
COMMENT ON COLUMN attachment.page_url IS 'Canonical address of the page, as in address.';
COMMENT ON COLUMN attachment.url IS 'Address of the file as the page gives it.';
COMMENT ON COLUMN attachment.name IS 'Name of the file as the page prints it.';
COMMENT ON COLUMN attachment.document IS 'Place of the document among those that are the text of the page, from 0; files that differ in their ending alone are forms of one document.';
COMMENT ON COLUMN attachment.form IS 'Place of this file among the forms of its document, from 0: HWPX before HWP before PDF.';
COMMENT ON COLUMN attachment.discovered_at IS 'When the page first offered it, on the clock of that run.';
COMMENT ON COLUMN attachment.last_asked_at IS 'When the file was last requested; null: not yet, or another form serves.';
COMMENT ON COLUMN attachment.last_answer IS 'captured, unchanged, or the reason code of the last failure.';
COMMENT ON COLUMN attachment.etag IS 'ETag of the last answer, sent back as If-None-Match.';
COMMENT ON COLUMN attachment.last_modified IS 'Last-Modified of the last answer, sent back as If-Modified-Since.';
COMMENT ON COLUMN attachment.latest_body_sha256 IS 'Hash of the last body received; an equal body is no new capture.';
COMMENT ON COLUMN attachment.read_state IS 'What came of reading the last body: read, or why it has no text (docs/reasons.md); null while nothing was read.';
COMMENT ON COLUMN attachment.read_detail IS 'Where it has no text: why, in words for an operator.';

CREATE TABLE attachment_capture (
    attachment_capture_id uuid PRIMARY KEY,
    outlet_id             text NOT NULL,
    page_url              text NOT NULL,
    url                   text NOT NULL,
    fetched_at            timestamptz NOT NULL,
    status                smallint NOT NULL,
    request_headers       jsonb NOT NULL,
    response_headers      jsonb NOT NULL,
    body_sha256           bytea NOT NULL REFERENCES capture_body,
    run_id                uuid REFERENCES night_run,
    FOREIGN KEY (outlet_id, page_url, url) REFERENCES attachment
);
COMMENT ON TABLE attachment_capture IS 'Attached documents as fetched. A capture of a page is read with the last of each that came before the page was captured again; one that changes under an unchanged page gives the page another capture.';
COMMENT ON COLUMN attachment_capture.attachment_capture_id IS 'Derived from outlet, page, address, body and time.';
COMMENT ON COLUMN attachment_capture.outlet_id IS 'Outlet that was asked.';
COMMENT ON COLUMN attachment_capture.page_url IS 'Canonical address of the page that offers it.';
COMMENT ON COLUMN attachment_capture.url IS 'Address of the file.';
COMMENT ON COLUMN attachment_capture.fetched_at IS 'When the response came, on the clock of its run.';
COMMENT ON COLUMN attachment_capture.status IS 'HTTP status.';
COMMENT ON COLUMN attachment_capture.request_headers IS 'Headers that were sent.';
COMMENT ON COLUMN attachment_capture.response_headers IS 'Headers that came back.';
COMMENT ON COLUMN attachment_capture.body_sha256 IS 'The file, in capture_body.';
COMMENT ON COLUMN attachment_capture.run_id IS 'Run that fetched it.';
CREATE INDEX attachment_capture_by_page ON attachment_capture (outlet_id, page_url, fetched_at);

ALTER TABLE article_version
    ADD COLUMN body_from text NOT NULL DEFAULT 'page' CHECK (body_from IN ('page', 'attachment')),
    ADD COLUMN body_attachment text NOT NULL DEFAULT '';
COMMENT ON COLUMN article_version.body_from IS 'Where the body stood: on the page, or in an attached document.';
COMMENT ON COLUMN article_version.body_attachment IS 'Names of the documents that gave the body, one a line; empty where the page did.';

COMMENT ON COLUMN failure.url IS 'Page or attachment concerned; null where the whole outlet failed.';
