-- Bring table measure in step with the registry.
WITH given AS (
    SELECT * FROM jsonb_to_recordset(%(measures)s) AS given (
        metric text, label_ko text, label_en text, nature text, plausible_low numeric, plausible_high numeric,
        parent text, parts text[], complementary text[], unit_classes text[])
),
gone AS (
    DELETE FROM measure WHERE metric NOT IN (SELECT metric FROM given)
)
INSERT INTO measure
SELECT * FROM given ORDER BY metric
ON CONFLICT (metric) DO UPDATE
SET label_ko = excluded.label_ko,
    label_en = excluded.label_en,
    nature = excluded.nature,
    plausible_low = excluded.plausible_low,
    plausible_high = excluded.plausible_high,
    parent = excluded.parent,
    parts = excluded.parts,
    complementary = excluded.complementary,
    unit_classes = excluded.unit_classes
WHERE measure IS DISTINCT FROM excluded
