-- Load when versions were seen, and the series of their figures, in the order of ids.
INSERT INTO version_sighting (version_id, seen_at)
SELECT DISTINCT version_id, recorded_at
FROM staged_article_version
ORDER BY version_id, recorded_at
ON CONFLICT DO NOTHING;

INSERT INTO series_key
SELECT * FROM staged_series_key ORDER BY series_id
ON CONFLICT DO NOTHING
