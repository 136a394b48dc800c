-- Load what was read of versions of which some are known: what is known already stays. In the order of ids.
INSERT INTO figure
SELECT * FROM staged_figure ORDER BY figure_id
ON CONFLICT DO NOTHING;

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
ON CONFLICT DO NOTHING
