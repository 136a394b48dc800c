-- A version that another reader read before is read anew: what that one found goes.
INSERT INTO unread_figure (figure_id, version_id, start_char, end_char, series_id)
SELECT DISTINCT figure.figure_id, figure.version_id, figure.start_char, figure.end_char, figure.series_id
FROM staged_article_version AS staged
JOIN article_version ON article_version.version_id = staged.version_id
JOIN figure ON figure.version_id = staged.version_id
WHERE article_version.reader_version <> staged.reader_version
  AND figure.series_id IS NOT NULL;
DELETE FROM observation
USING staged_article_version AS staged
JOIN article_version USING (version_id)
WHERE observation.version_id = staged.version_id
  AND article_version.reader_version <> staged.reader_version;
DELETE FROM figure_relation
USING staged_article_version AS staged
JOIN article_version USING (version_id)
WHERE figure_relation.version_id = staged.version_id
  AND article_version.reader_version <> staged.reader_version;
DELETE FROM figure
USING staged_article_version AS staged
JOIN article_version USING (version_id)
WHERE figure.version_id = staged.version_id
  AND article_version.reader_version <> staged.reader_version;
DELETE FROM release_sentence
USING staged_article_version AS staged
JOIN article_version USING (version_id)
WHERE release_sentence.version_id = staged.version_id
  AND article_version.reader_version <> staged.reader_version;
