-- A night is shared by machines: each takes the next outlet that nobody has.
-- depends: 0032-retention 0033-alerts 0035-attachments-discovered
CREATE TABLE run_outlet (
    run_id      uuid NOT NULL REFERENCES night_run,
    outlet_id   text NOT NULL REFERENCES outlet,
    place       integer NOT NULL,
    machine     text,
    began_at    timestamptz,
    finished_at timestamptz,
    PRIMARY KEY (run_id, outlet_id)
);
COMMENT ON TABLE run_outlet IS 'The outlets that a run is to collect, and which machine took each. Who collects one holds an advisory lock, which ends with its connection; what was let go before its end is taken by another.';
COMMENT ON COLUMN run_outlet.run_id IS 'The run.';
COMMENT ON COLUMN run_outlet.outlet_id IS 'The outlet.';
COMMENT ON COLUMN run_outlet.place IS 'Order in which outlets are taken: what took longest last time comes first.';
COMMENT ON COLUMN run_outlet.machine IS 'Host and home of the machine that took it last; null before.';
COMMENT ON COLUMN run_outlet.began_at IS 'Clock time at which it was taken last; null before.';
COMMENT ON COLUMN run_outlet.finished_at IS 'Clock time at which its crawl was over, well or not; null before.';
