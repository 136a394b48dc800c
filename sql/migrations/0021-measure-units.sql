-- depends: 0012-figure-relations
-- In which units the levels of a measure are counted, so that money is not held against what a measure of
-- people may be.
ALTER TABLE measure ADD COLUMN unit_classes text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN measure.unit_classes IS 'Unit classes of its levels as the registry names them: money, person, company, percent …';
