-- depends: 0025-shares-listed
-- Two neighbouring digits that changed places: what a number would be with them put back.

CREATE FUNCTION swapped_near(value numeric, expected numeric, tolerance numeric) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
SELECT EXISTS (
    SELECT
    FROM (SELECT trunc(abs(value))::text AS digits) AS printed
    CROSS JOIN LATERAL generate_series(1, length(printed.digits) - 1) AS place
    CROSS JOIN LATERAL (
        SELECT overlay(printed.digits
                       PLACING substr(printed.digits, place + 1, 1) || substr(printed.digits, place, 1)
                       FROM place FOR 2)::numeric AS value
    ) AS swapped
    WHERE length(printed.digits) >= 4
      AND abs(swapped.value - abs(expected)) <= tolerance * abs(expected))
$$;
COMMENT ON FUNCTION swapped_near(numeric, numeric, numeric) IS 'Whether a number of four digits or more is, with two neighbouring digits put in the other order, within a share of an expected value (141,832 for 114,832).';
