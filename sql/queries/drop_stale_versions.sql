-- After captures were read again: what they do not show any more goes. A capture is seen as exactly
-- one version, so a sighting at its moment of another version was the earlier reader's.
DELETE FROM version_sighting AS sighting
USING capture, article, article_version AS version
WHERE capture.capture_id IN (SELECT capture_id FROM staged_capture)
  AND article.outlet_id = capture.outlet_id
  AND article.url = capture.url
  AND version.article_id = article.article_id
  AND version.published_from <> 'import'
  AND sighting.version_id = version.version_id
  AND sighting.seen_at = capture.fetched_at
  AND NOT EXISTS (
      SELECT FROM staged_article_version AS read
      WHERE read.version_id = version.version_id AND read.recorded_at = capture.fetched_at
  );

CREATE TEMPORARY TABLE IF NOT EXISTS stale_version (version_id uuid, article_id uuid) ON COMMIT DELETE ROWS;
INSERT INTO stale_version
SELECT DISTINCT version.version_id, version.article_id
FROM staged_capture
JOIN capture ON capture.capture_id = staged_capture.capture_id
JOIN article ON article.outlet_id = capture.outlet_id AND article.url = capture.url
JOIN article_version AS version ON version.article_id = article.article_id
WHERE NOT EXISTS (SELECT FROM version_sighting WHERE version_sighting.version_id = version.version_id);

-- Where a capture shows another version now, a figure of the old one is the one that is printed alike
-- in the new one: the first 76개사 is the first 76개사.
INSERT INTO moved_figure (figure_id, earlier_figure_id, series_id)
SELECT now_read.figure_id, old_read.figure_id, old_read.series_id
FROM (
    SELECT figure.figure_id, figure.series_id, stale.article_id, version.recorded_at, figure.quote,
           row_number() OVER (PARTITION BY figure.version_id, figure.quote ORDER BY figure.start_char) AS number
    FROM stale_version AS stale
    JOIN article_version AS version ON version.version_id = stale.version_id
    JOIN figure ON figure.version_id = stale.version_id
) AS old_read
JOIN (
    SELECT figure.figure_id, read.article_id, read.recorded_at, figure.quote,
           row_number() OVER (
               PARTITION BY figure.version_id, read.recorded_at, figure.quote ORDER BY figure.start_char) AS number
    FROM staged_article_version AS read
    JOIN figure ON figure.version_id = read.version_id
) AS now_read USING (article_id, recorded_at, quote, number)
WHERE old_read.series_id IS NOT NULL;

DELETE FROM observation WHERE version_id IN (SELECT version_id FROM stale_version);
DELETE FROM figure_relation WHERE version_id IN (SELECT version_id FROM stale_version);
DELETE FROM figure WHERE version_id IN (SELECT version_id FROM stale_version);
DELETE FROM release_sentence WHERE version_id IN (SELECT version_id FROM stale_version);
DELETE FROM article_version WHERE version_id IN (SELECT version_id FROM stale_version);
DELETE FROM article
WHERE article_id IN (SELECT article_id FROM stale_version)
  AND NOT EXISTS (SELECT FROM article_version WHERE article_version.article_id = article.article_id);
UPDATE article SET release_due = true WHERE article_id IN (SELECT article_id FROM stale_version);

-- What stays is known since its first sighting that is left, from the capture of that moment.
UPDATE article_version AS version
SET recorded_at = first.seen_at,
    capture_id = coalesce(
        (SELECT capture.capture_id
         FROM capture
         JOIN article ON article.outlet_id = capture.outlet_id AND article.url = capture.url
         WHERE article.article_id = version.article_id AND capture.fetched_at = first.seen_at
         ORDER BY capture.capture_id
         LIMIT 1),
        version.capture_id)
FROM (
    SELECT version_id, min(seen_at) AS seen_at
    FROM version_sighting
    WHERE version_id IN (SELECT version_id FROM staged_article_version)
    GROUP BY version_id
) AS first
WHERE version.version_id = first.version_id
  AND version.recorded_at <> first.seen_at;
UPDATE observation
SET recorded_at = version.recorded_at
FROM article_version AS version
WHERE observation.version_id = version.version_id
  AND version.version_id IN (SELECT version_id FROM staged_article_version)
  AND observation.recorded_at <> version.recorded_at;
UPDATE article
SET news_day = stated.news_day
FROM (
    SELECT version.article_id,
           coalesce(min(version.published_day),
                    (min(version.recorded_at) AT TIME ZONE 'Asia/Seoul')::date) AS news_day
    FROM article_version AS version
    WHERE version.article_id IN (SELECT article_id FROM staged_article)
    GROUP BY version.article_id
) AS stated
WHERE article.article_id = stated.article_id
  AND article.news_day <> stated.news_day
