-- depends: 0004-findings
-- The keys of the series make room for what an analyst means by a series: keys with their values.

ALTER TABLE series RENAME TO series_key;
ALTER INDEX series_by_metric RENAME TO series_key_by_metric;
COMMENT ON TABLE series_key IS 'What is comparable over time: one measure of one place in one scope, by like speakers. Never keyed by a value.';
CREATE INDEX series_key_by_place ON series_key (place, metric);
