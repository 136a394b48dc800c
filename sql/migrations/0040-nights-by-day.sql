-- How an outlet did lately is asked every night, and found from the last night backwards.
-- depends: 0039-gone-captures
CREATE INDEX night_run_by_day ON night_run (news_day, run_id) WHERE kind = 'nightly';

CREATE FUNCTION median_of(numbers numeric[]) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY number) FROM unnest(numbers) AS number
$$;
COMMENT ON FUNCTION median_of(numeric[]) IS 'The median of numbers; null where there are none.';
