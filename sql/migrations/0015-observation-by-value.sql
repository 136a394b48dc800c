-- depends: 0011-findings-by-figure
-- Check claim_strength asks where else an amount of money stands; small numbers stand everywhere.
CREATE INDEX observation_by_value ON observation (value) WHERE value >= 100000;
COMMENT ON INDEX observation_by_value IS 'Finds the same amount in other series.';
