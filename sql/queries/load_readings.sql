-- Load what was read of the articles of a staged batch, in the order of ids.
-- Only versions that are new, or read by another reader than before, bring sentences to compare.
UPDATE article
SET release_due = true
FROM staged_article_version AS staged
LEFT JOIN article_version
       ON article_version.version_id = staged.version_id
      AND article_version.reader_version = staged.reader_version
WHERE article.article_id = staged.article_id
  AND article_version.version_id IS NULL
  AND NOT article.release_due;

INSERT INTO article_version AS known
    (version_id, article_id, title, subtitle, body, text, published_at, published_day, published_from,
     modified_at, byline, section, place, place_stated, relevance, relevance_reason, recorded_at, capture_id,
     reader_version, body_from, body_attachment)
SELECT DISTINCT ON (version_id)
       version_id, article_id, title, subtitle, body, text, published_at, published_day, published_from,
       modified_at, byline, section, place, place_stated, relevance, relevance_reason, recorded_at, capture_id,
       reader_version, body_from, body_attachment
FROM staged_article_version
ORDER BY version_id, recorded_at, capture_id
ON CONFLICT (version_id) DO UPDATE
SET recorded_at = least(known.recorded_at, excluded.recorded_at),
    capture_id = CASE
        WHEN excluded.recorded_at < known.recorded_at THEN excluded.capture_id
        ELSE known.capture_id
    END,
    place = excluded.place,
    place_stated = coalesce(excluded.place_stated, known.place_stated),
    relevance = excluded.relevance,
    relevance_reason = excluded.relevance_reason,
    byline = excluded.byline,
    section = excluded.section,
    body_from = excluded.body_from,
    body_attachment = excluded.body_attachment,
    reader_version = excluded.reader_version,
    -- It was seen again after retention had taken its text.
    body = excluded.body,
    text = excluded.text,
    text_expired_at = NULL
WHERE excluded.recorded_at < known.recorded_at
   OR known.text_expired_at IS NOT NULL
   OR excluded.reader_version <> known.reader_version;

INSERT INTO version_sighting (version_id, seen_at)
SELECT DISTINCT version_id, recorded_at
FROM staged_article_version
ORDER BY version_id, recorded_at
ON CONFLICT DO NOTHING;

INSERT INTO series_key
SELECT * FROM staged_series ORDER BY series_id
ON CONFLICT DO NOTHING;

INSERT INTO figure
SELECT * FROM staged_figure ORDER BY figure_id
ON CONFLICT DO NOTHING;

INSERT INTO observation AS known
    (figure_id, series_id, version_id, release_id, period_start, period_end, value, value_high, low, high,
     kind, role, published_from, recorded_at)
SELECT staged.figure_id, staged.series_id, staged.version_id, article.release_id, staged.period_start,
       staged.period_end, staged.value, staged.value_high, staged.low, staged.high, staged.kind,
       staged.role, staged.published_from, article_version.recorded_at
FROM staged_observation AS staged
JOIN article_version USING (version_id)
JOIN article USING (article_id)
ORDER BY staged.figure_id
ON CONFLICT (figure_id) DO UPDATE
SET recorded_at = excluded.recorded_at
WHERE excluded.recorded_at < known.recorded_at;

INSERT INTO figure_relation
SELECT * FROM staged_figure_relation ORDER BY relation_id, figure_id
ON CONFLICT DO NOTHING;

-- A figure of another span is the one that it overlaps most.
INSERT INTO moved_figure (figure_id, earlier_figure_id, series_id)
SELECT successor.figure_id, unread.figure_id, unread.series_id
FROM unread_figure AS unread
LEFT JOIN figure AS same ON same.figure_id = unread.figure_id
CROSS JOIN LATERAL (
    SELECT figure.figure_id
    FROM figure
    WHERE figure.version_id = unread.version_id
      AND figure.start_char < unread.end_char
      AND figure.end_char > unread.start_char
    ORDER BY least(figure.end_char, unread.end_char) - greatest(figure.start_char, unread.start_char) DESC,
             figure.start_char
    LIMIT 1
) AS successor
WHERE same.series_id IS DISTINCT FROM unread.series_id;

INSERT INTO release_sentence (version_id, sentence_hash)
SELECT version_id, sentence_hash FROM staged_release_sentence
ORDER BY version_id, sentence_hash
ON CONFLICT DO NOTHING;

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
