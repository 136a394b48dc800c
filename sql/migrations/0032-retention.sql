-- depends: 0027-hosts 0028-rechecks 0029-attachments 0030-archives 0031-outlet-health
-- Retention: bodies go when their outlet's time is over, captures stay and say so; and texts without a figure.

ALTER TABLE capture_body ALTER COLUMN content DROP NOT NULL;
COMMENT ON COLUMN capture_body.content IS 'The compressed body; null where retention let it go: every capture of it has expired. Digest and size stay.';

ALTER TABLE capture
    ADD COLUMN body_expired_at timestamptz,
    ADD COLUMN body_kept_days integer,
    ADD CONSTRAINT capture_expired_whole CHECK ((body_expired_at IS NULL) = (body_kept_days IS NULL)),
    ADD CONSTRAINT capture_expired_read CHECK (body_expired_at IS NULL OR parse_state <> 'pending');
COMMENT ON COLUMN capture.body_expired_at IS 'When retention took its body from it, on the clock of the run; null while it has its body. What was read from it is frozen: no reader reads it again.';
COMMENT ON COLUMN capture.body_kept_days IS 'By which retention: keep_bodies_days of its outlet then; null while it has its body.';
CREATE INDEX capture_by_body ON capture (body_sha256);
CREATE INDEX capture_with_body ON capture (outlet_id, fetched_at) WHERE body_expired_at IS NULL;

ALTER TABLE attachment_capture
    ADD COLUMN body_expired_at timestamptz,
    ADD COLUMN body_kept_days integer,
    ADD CONSTRAINT attachment_capture_expired_whole
        CHECK ((body_expired_at IS NULL) = (body_kept_days IS NULL));
COMMENT ON COLUMN attachment_capture.body_expired_at IS 'When retention took its file from it, on the clock of the run; null while it has it. It keeps it as long as a capture of its page has its body.';
COMMENT ON COLUMN attachment_capture.body_kept_days IS 'By which retention: keep_bodies_days of its outlet then; null while it has its file.';
CREATE INDEX attachment_capture_by_body ON attachment_capture (body_sha256);
CREATE INDEX attachment_capture_with_body ON attachment_capture (outlet_id, fetched_at) WHERE body_expired_at IS NULL;

ALTER TABLE article_version ADD COLUMN text_expired_at timestamptz;
COMMENT ON COLUMN article_version.text_expired_at IS 'When retention took its body text from it, on the clock of the run; null while it has it. Only texts without a figure go: those with figures are what the figures rest on.';

CREATE INDEX failure_by_moment ON failure (occurred_at);

CREATE FUNCTION body_is_gone(digest bytea) RETURNS boolean LANGUAGE sql STABLE
RETURN EXISTS (SELECT FROM capture_body WHERE body_sha256 = digest AND content IS NULL);
COMMENT ON FUNCTION body_is_gone(bytea) IS 'Whether retention let the body of this digest go. A digest that was never stored is not gone.';
