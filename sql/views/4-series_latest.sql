-- Every series as it stands today.
CREATE VIEW series_latest AS
SELECT * FROM series_as_of('infinity', 'known');
COMMENT ON VIEW series_latest IS 'Every series as it stands today, one row for each series and period: the value of the latest announcement, with its quote and link.';
COMMENT ON COLUMN series_latest.corrected_value IS 'What a person found to be right, in base units, beside what was announced; null where nobody corrected it.';
