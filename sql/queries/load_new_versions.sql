-- Load the versions of a staged batch that nobody has loaded yet, in the order of ids. Another worker that loads one of
-- them at the same time is waited for.
INSERT INTO article_version
    (version_id, article_id, title, subtitle, body, text, published_at, published_day, published_from,
     modified_at, byline, section, place, place_stated, relevance, relevance_reason, recorded_at, capture_id,
     reader_version, body_from, body_attachment)
SELECT DISTINCT ON (version_id)
       version_id, article_id, title, subtitle, body, text, published_at, published_day, published_from,
       modified_at, byline, section, place, place_stated, relevance, relevance_reason, recorded_at, capture_id,
       reader_version, body_from, body_attachment
FROM staged_article_version
ORDER BY version_id, recorded_at, capture_id
ON CONFLICT DO NOTHING
