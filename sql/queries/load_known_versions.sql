-- Versions of a staged batch that are known: the earlier capture dates them and what stands in them, another reader
-- tells them anew. Their rows are locked from here on, so that no other worker loads what stands in them meanwhile.
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

UPDATE observation
SET recorded_at = version.recorded_at
FROM staged_article_version AS staged
JOIN article_version AS version ON version.version_id = staged.version_id
WHERE observation.version_id = version.version_id
  AND version.recorded_at < observation.recorded_at
