-- The second number of a range has a sign as the first has, and is no longer the greater one where both are falls.
-- depends: 0045-words-stable
COMMENT ON COLUMN figure.value_high IS 'Second number of a printed range, with its sign (2~3% 감소: -3).';
COMMENT ON COLUMN observation.value_high IS 'Second number of a printed range, with its sign (2~3% 감소: -3).';
COMMENT ON COLUMN current_reading.value_high IS 'Second number of a printed range, with its sign (2~3% 감소: -3).';
