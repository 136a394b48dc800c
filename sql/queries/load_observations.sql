-- Every figure with a value is an observation: from when its source said so (the edit as stated, else the publication,
-- a bare day from its first moment in Seoul), and from when we knew.
INSERT INTO observation
    (figure_id, series_id, version_id, release_id, period_start, period_end, value, value_high, low, high,
     kind, role, published_from, recorded_at)
SELECT figure.figure_id, figure.series_id, figure.version_id, article.release_id, figure.period_start,
       figure.period_end, figure.value, figure.value_high, coalesce(figure.low, '-Infinity'),
       coalesce(figure.high, 'Infinity'), figure.kind, figure.role,
       coalesce(version.modified_at, version.published_at,
                version.published_day::timestamp AT TIME ZONE 'Asia/Seoul'),
       version.recorded_at
FROM (SELECT DISTINCT version_id FROM staged_article_version) AS staged
JOIN article_version AS version ON version.version_id = staged.version_id
JOIN article ON article.article_id = version.article_id
JOIN figure ON figure.version_id = version.version_id AND figure.value IS NOT NULL AND figure.series_id IS NOT NULL
WHERE NOT EXISTS (SELECT FROM observation AS known WHERE known.figure_id = figure.figure_id);

INSERT INTO failure
SELECT * FROM staged_failure ORDER BY failure_id
ON CONFLICT DO NOTHING;

UPDATE attachment
SET read_state = staged.read_state,
    read_detail = staged.read_detail
FROM staged_attachment AS staged
WHERE attachment.outlet_id = staged.outlet_id
  AND attachment.page_url = staged.page_url
  AND attachment.url = staged.url
  AND attachment.latest_body_sha256 = staged.body_sha256;

UPDATE capture
SET parse_state = staged.parse_state,
    page_state = staged.page_state,
    parse_detail = staged.parse_detail,
    parsed_in = staged.parsed_in,
    first_parsed_in = coalesce(capture.first_parsed_in, staged.parsed_in),
    parsed_by = staged.parsed_by,
    parsed_as = outlet.family
FROM staged_capture AS staged, outlet
WHERE capture.capture_id = staged.capture_id
  AND outlet.outlet_id = capture.outlet_id
