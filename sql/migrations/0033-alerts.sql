-- depends: 0027-hosts 0028-rechecks 0029-attachments 0030-archives 0031-outlet-health
-- Alerts: what was sent to which channel about what, so that nothing is told twice; what a night could not do.

CREATE TABLE alert_message (
    message_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    channel    text NOT NULL,
    topic      text NOT NULL CHECK (topic IN ('critical', 'digest', 'operations')),
    title      text NOT NULL,
    now_at     timestamptz NOT NULL,
    claimed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    sent_at    timestamptz,
    failure    text,
    CHECK (sent_at IS NULL OR failure IS NULL)
);
CREATE INDEX alert_message_by_channel ON alert_message (channel, topic, now_at);
COMMENT ON TABLE alert_message IS 'Messages to channels of alerts.yaml, one row for each attempt. Claimed before it is sent and marked after: a row with neither sent_at nor failure was cut off, and what it was about is told by the next run.';
COMMENT ON COLUMN alert_message.message_id IS 'Counts up.';
COMMENT ON COLUMN alert_message.channel IS 'Name of the channel in alerts.yaml.';
COMMENT ON COLUMN alert_message.topic IS 'critical (new critical flags), digest (other flags that wait), operations (nights and outlets).';
COMMENT ON COLUMN alert_message.title IS 'Its title.';
COMMENT ON COLUMN alert_message.now_at IS 'The moment taken as now; differs from claimed_at in a replay.';
COMMENT ON COLUMN alert_message.claimed_at IS 'Clock time at which it was about to be sent.';
COMMENT ON COLUMN alert_message.sent_at IS 'Clock time at which the channel had taken it; null if it did not.';
COMMENT ON COLUMN alert_message.failure IS 'Why it could not be sent, without secrets; null if it was.';

CREATE TABLE alert_subject (
    message_id bigint NOT NULL REFERENCES alert_message ON DELETE CASCADE,
    kind       text NOT NULL CHECK (kind IN ('flag', 'outlet', 'night', 'collection', 'step')),
    name       text NOT NULL,
    says       text NOT NULL CHECK (says IN ('critical', 'warning', 'failed', 'unfinished', 'missed', 'down', 'recovered')),
    episode    text NOT NULL,
    PRIMARY KEY (message_id, kind, name, says)
);
CREATE INDEX alert_subject_by_name ON alert_subject (kind, name);
COMMENT ON TABLE alert_subject IS 'What each message was about, also where it only counted it. What stands here with a message that was sent is not told to the same channel again.';
COMMENT ON COLUMN alert_subject.message_id IS 'The message.';
COMMENT ON COLUMN alert_subject.kind IS 'flag; outlet; night (a news day); collection (all outlets of a night together); step of a night that was not done though the night ended.';
COMMENT ON COLUMN alert_subject.name IS 'Which one: id of the flag (under the id that it had then) or outlet, news day, name of the step.';
COMMENT ON COLUMN alert_subject.says IS 'What was told: the severity of a flag; failed, unfinished or missed of a night; down or recovered of the others.';
COMMENT ON COLUMN alert_subject.episode IS 'Which episode: of a flag the ordinal of the event that opened it; of others the news day of the night that showed it.';

CREATE TABLE night_trouble (
    run_id uuid NOT NULL REFERENCES night_run,
    step   text NOT NULL,
    detail text NOT NULL,
    PRIMARY KEY (run_id, step)
);
COMMENT ON TABLE night_trouble IS 'Steps that a night could not do though it ended, such as its report.';
COMMENT ON COLUMN night_trouble.run_id IS 'The run.';
COMMENT ON COLUMN night_trouble.step IS 'The step.';
COMMENT ON COLUMN night_trouble.detail IS 'What happened.';
