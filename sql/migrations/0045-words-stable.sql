-- Words and evidence as JSON are made by functions of the server that are stable, so these are too. Called immutable
-- they were run one by one, five times as long as within the query that asks for them.
-- depends: 0044-series-by-whole
ALTER FUNCTION amount_words(numeric, text, text) STABLE;
ALTER FUNCTION figure_evidence(text, text, text, text, numeric) STABLE;
ALTER FUNCTION kind_words(text) STABLE;
