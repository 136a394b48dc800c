-- depends: 0011-findings-by-figure
-- What goes wrong with printed digits: a scale that slipped, a digit that was lost; and how they are worded.

CREATE FUNCTION slipped_values(number numeric) RETURNS TABLE (meant numeric, slip text)
LANGUAGE sql IMMUTABLE AS $$
    SELECT number * power(10::numeric, places), '×10^' || places
    FROM unnest(ARRAY[-8, -4, -3, -2, -1, 1, 2, 3, 4, 8]) AS places
    WHERE number <> 0
    UNION ALL
    -- 9억 3681달러 for 9억 3681만 달러, 1조 844만 for 1조 844억: the unit of the last group.
    SELECT trunc(number / large) * large + mod(number, large) * 10000, 'last group'
    FROM unnest(ARRAY[1e8, 1e12]::numeric[]) AS large
    WHERE number > large
      AND mod(number, large) > 0
      AND mod(number, large) < large / 10000
$$;
COMMENT ON FUNCTION slipped_values(numeric) IS 'What a number may have meant if a unit slipped: ten to the power of 1 to 4 or 8 up and down, or the unit of its last group (만 for nothing, 억 for 만).';

CREATE FUNCTION lacks_one_digit(short numeric, whole numeric) RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN short > 0
   AND short < whole
   -- A nought at the end is a slipped unit, not a lost digit.
   AND whole <> short * 10
   AND (EXISTS (
            SELECT FROM generate_series(1, length(trunc(whole)::text)) AS place
            WHERE overlay(trunc(whole)::text PLACING '' FROM place FOR 1) = trunc(short)::text
              AND whole = trunc(whole) AND short = trunc(short))
        OR (SELECT count(*) = 1 AND bool_and(
                       short_group > 0
                       AND length(short_group::text) = length(whole_group::text) - 1
                       AND EXISTS (
                           SELECT FROM generate_series(1, length(whole_group::text)) AS place
                           WHERE overlay(whole_group::text PLACING '' FROM place FOR 1) = short_group::text))
            FROM (
                SELECT mod(trunc(short / base), 10000) AS short_group, mod(trunc(whole / base), 10000) AS whole_group
                FROM unnest(ARRAY[1, 1e4, 1e8, 1e12, 1e16]::numeric[]) AS base
            ) AS groups
            WHERE short_group <> whole_group));
COMMENT ON FUNCTION lacks_one_digit(numeric, numeric) IS 'True if one number is the other without one of its digits, over all or within one of its groups of four (1조 844억 and 1조 8844억).';

CREATE FUNCTION with_particle(words text, after_consonant text, after_vowel text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
SELECT words || CASE
    WHEN last_letter.letter IS NULL THEN after_vowel
    WHEN last_letter.letter BETWEEN '가' AND '힣' THEN CASE
        WHEN mod(ascii(last_letter.letter) - 44032, 28) = 0 THEN after_vowel
        -- ㄹ before 로: 서울로, 건물로.
        WHEN mod(ascii(last_letter.letter) - 44032, 28) = 8 AND after_vowel LIKE '로%' THEN after_vowel
        ELSE after_consonant
    END
    WHEN last_letter.letter = ANY (ARRAY['0', '1', '3', '6', '7', '8']) THEN after_consonant
    ELSE after_vowel
END
FROM (SELECT substring(words FROM '([가-힣0-9A-Za-z%])[^가-힣0-9A-Za-z%]*$') AS letter) AS last_letter
$$;
COMMENT ON FUNCTION with_particle(text, text, text) IS 'Words with the particle that fits their last letter: with_particle(x, ''으로'', ''로''), (x, ''은'', ''는''), (x, ''이'', ''가'').';
