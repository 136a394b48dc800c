-- Bring table key_label in step with the lexicon.
WITH given AS (
    SELECT * FROM jsonb_to_recordset(%(labels)s) AS given (part text, word text, label_ko text, label_en text)
),
gone AS (
    DELETE FROM key_label WHERE (part, word) NOT IN (SELECT part, word FROM given)
)
INSERT INTO key_label
SELECT * FROM given ORDER BY part, word
ON CONFLICT (part, word) DO UPDATE
SET label_ko = excluded.label_ko,
    label_en = excluded.label_en
WHERE key_label IS DISTINCT FROM excluded
