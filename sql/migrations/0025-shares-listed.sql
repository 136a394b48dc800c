-- depends: 0024-parts-beside
-- Shares told beside the entries of a list, of a whole that only the text before it tells; and numbers from which
-- one digit may have fallen out.

ALTER TABLE figure_relation DROP CONSTRAINT figure_relation_wording_check;
ALTER TABLE figure_relation ADD CONSTRAINT figure_relation_wording_check
    CHECK (wording IN ('sentence', 'brackets', 'list', 'breakdown', 'rest', 'beside', 'listed', 'table', 'scopes', 'parts'));
COMMENT ON COLUMN figure_relation.wording IS 'What establishes it: sentence, brackets behind a total, list beside it, breakdown behind it (연령별로는), rest (나머지), beside for a list in the next sentence that no word calls its parts, listed for shares beside the entries of a list whose whole only stands before it, table with a row of sums, scopes that complement one another, parts that the registry adds up.';

CREATE FUNCTION digits_put_in(number numeric) RETURNS SETOF numeric LANGUAGE sql IMMUTABLE AS $$
SELECT DISTINCT longer.value
FROM (
    SELECT overlay(trunc(number)::text PLACING digit::text FROM place FOR 0)::numeric AS value
    FROM generate_series(1, length(trunc(number)::text)) AS place, generate_series(0, 9) AS digit
    UNION ALL
    -- Within one group: 1조 844억 for 1조 8844억.
    SELECT number + (overlay(part.digits PLACING digit::text FROM place FOR 0)::numeric - part.digits::numeric) * part.base
    FROM (
        SELECT base, mod(trunc(number / base), 10000)::text AS digits
        FROM unnest(ARRAY[1, 1e4, 1e8, 1e12]::numeric[]) AS base
        WHERE base * 10 <= number
    ) AS part,
    generate_series(1, length(part.digits) + 1) AS place,
    generate_series(0, 9) AS digit
    WHERE part.digits <> '0'
      AND length(part.digits) < 4
) AS longer
WHERE number = trunc(number)
  AND lacks_one_digit(number, longer.value)
$$;
COMMENT ON FUNCTION digits_put_in(numeric) IS 'The numbers of which a whole number may be what is left after one digit fell out, over all or within one of its groups of four; a nought at the end is no such digit.';
