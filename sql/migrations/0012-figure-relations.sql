-- depends: 0011-findings-by-figure
-- What the figures of one text say of one another: levels and their changes, totals and their parts, shares.

CREATE TABLE figure_relation (
    relation_id    uuid NOT NULL,
    version_id     uuid NOT NULL REFERENCES article_version,
    figure_id      uuid NOT NULL REFERENCES figure,
    sort           text NOT NULL CHECK (sort IN ('change', 'total', 'share')),
    wording        text NOT NULL CHECK (wording IN ('sentence', 'brackets', 'list', 'breakdown', 'rest', 'table', 'scopes', 'parts')),
    part           text NOT NULL CHECK (part IN ('level', 'base', 'change', 'growth', 'total', 'part', 'whole', 'share')),
    complete       boolean NOT NULL,
    compared_start date,
    compared_end   date,
    PRIMARY KEY (relation_id, figure_id)
);
COMMENT ON TABLE figure_relation IS 'Which figures of one text its words put together, one row per figure: a level with its change, growth and base, a total with its parts, a part with its share of a whole. Decided by words, never by values.';
COMMENT ON COLUMN figure_relation.relation_id IS 'The relation; derived from version, sort and figures.';
COMMENT ON COLUMN figure_relation.version_id IS 'Article version in whose text it stands.';
COMMENT ON COLUMN figure_relation.figure_id IS 'The figure.';
COMMENT ON COLUMN figure_relation.sort IS 'change: a level and how it moved; total: a sum; share: a part of a whole in per cent.';
COMMENT ON COLUMN figure_relation.wording IS 'What establishes it: sentence, brackets behind a total, list beside it, breakdown behind it (연령별로는), rest (나머지), table with a row of sums, scopes that complement one another, parts that the registry adds up.';
COMMENT ON COLUMN figure_relation.part IS 'What the figure is in it: level, base, change, growth; total, part; whole, part, share.';
COMMENT ON COLUMN figure_relation.complete IS 'True where the parts of a total claim to be all of it; false for examples (등, 주요) and for other sorts.';
COMMENT ON COLUMN figure_relation.compared_start IS 'First day of the period with which a level is compared; null where the text does not compare with a time.';
COMMENT ON COLUMN figure_relation.compared_end IS 'Last day of that period.';
CREATE INDEX figure_relation_by_version ON figure_relation (version_id);
CREATE INDEX figure_relation_by_figure ON figure_relation (figure_id);

ALTER TABLE measure ADD COLUMN complementary text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN measure.complementary IS 'Sets of scopes that together make the whole, each as its scopes with a blank between (general special).';
