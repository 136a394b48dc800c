-- depends: 0023-provisional-told
-- A sentence behind a total that lists what may be its parts, without a word that says so.

ALTER TABLE figure_relation DROP CONSTRAINT figure_relation_wording_check;
ALTER TABLE figure_relation ADD CONSTRAINT figure_relation_wording_check
    CHECK (wording IN ('sentence', 'brackets', 'list', 'breakdown', 'rest', 'beside', 'table', 'scopes', 'parts'));
COMMENT ON COLUMN figure_relation.wording IS 'What establishes it: sentence, brackets behind a total, list beside it, breakdown behind it (연령별로는), rest (나머지), beside for a list in the next sentence that no word calls its parts, table with a row of sums, scopes that complement one another, parts that the registry adds up.';
