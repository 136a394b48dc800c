-- depends: 0011-findings-by-figure
-- What the checks of pages rest on: sentences without their numbers, rounding, numbers that are broken, pages
-- that are gone, and series that are to be looked at again though nothing touched them.

CREATE FUNCTION last_place(number numeric) RETURNS numeric LANGUAGE sql IMMUTABLE
RETURN CASE
    WHEN number = 0 THEN 1
    WHEN number <> trunc(number) THEN power(10::numeric, -scale(trim_scale(number)))
    ELSE power(10::numeric, length(trunc(abs(number))::text) - length(rtrim(trunc(abs(number))::text, '0')))
END;
COMMENT ON FUNCTION last_place(numeric) IS 'Worth of one step in the last digit that is not zero: 100 for 4,700, 0.1 for 27.4.';

CREATE FUNCTION only_rounds(fine numeric, coarse numeric) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN fine <> coarse
    AND abs(fine - coarse) < least(last_place(coarse), abs(coarse) / 5)
    AND mod(fine, last_place(coarse)) <> 0;
COMMENT ON FUNCTION only_rounds(numeric, numeric) IS 'Whether the second number is the first one rounded or cut off at some digit, as headlines do: 2,380,000 for 2,387,900.';

CREATE FUNCTION values_differ(
    one numeric, one_low numeric, one_high numeric, other numeric, other_low numeric, other_high numeric
) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN one <> other
    AND (one_low > other_high
         OR other_low > one_high
         -- 92억 and 93억 meet in 92.5억; of exact numbers one may well be the end of the other's interval.
         OR ((one_low = other_high OR other_low = one_high) AND one_low < one_high AND other_low < other_high));
COMMENT ON FUNCTION values_differ(numeric, numeric, numeric, numeric, numeric, numeric) IS 'Whether two printed numbers differ beyond the intervals that their digits and qualifiers state; neighbours in the last printed digit differ.';

CREATE FUNCTION masked_sentence(sentence text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN regexp_replace(
    regexp_replace(
        sentence,
        '[0-9][0-9,.]*(?![0-9,.])(?!\s?(?:년|개월|월|분기))(?:\s?[조억만천백십]+여?\s?(?:[0-9][0-9,.]*)?)*', '#', 'g'),
    '[^#0-9가-힣A-Za-z%％△▲]', '', 'g');
COMMENT ON FUNCTION masked_sentence(text) IS 'A sentence with a mark for each of its numbers, years, months and quarters excepted, without spaces and punctuation: the same for copies of it in other notation or with another number.';

CREATE FUNCTION text_before(sentence text, quote text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN left(sentence, greatest(strpos(sentence, quote) - 1, 0));
COMMENT ON FUNCTION text_before(text, text) IS 'The part of a sentence before a figure of it, for finding the same place in another text.';

CREATE FUNCTION small_amount(digits text) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
SELECT sum(coalesce(nullif(part[1], '')::numeric, 1)
           * CASE part[2] WHEN '천' THEN 1000 WHEN '백' THEN 100 WHEN '십' THEN 10 ELSE 1 END)
FROM regexp_matches(digits, '([0-9]+(?:\.[0-9]+)?|(?=[천백십]))(천|백|십|)', 'g') AS part
$$;
COMMENT ON FUNCTION small_amount(text) IS 'Value of digits with 천, 백 and 십: 4천368 is 4368; null where there is no number.';

CREATE FUNCTION printed_amount(quote text) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
SELECT sum(small_amount(part[1])
           * CASE part[2] WHEN '조' THEN 1e12 WHEN '억' THEN 1e8 WHEN '만' THEN 1e4 ELSE 1 END)
FROM regexp_matches(regexp_replace(quote, '[\s,여]', '', 'g'), '([0-9.천백십]+)([조억만]?)', 'g') AS part
$$;
COMMENT ON FUNCTION printed_amount(text) IS 'Value of a printed number with its groups simply added up, commas left out; null where there is no number.';

CREATE FUNCTION amounts_meant(quote text) RETURNS SETOF numeric LANGUAGE sql IMMUTABLE AS $$
SELECT DISTINCT printed_amount(repaired)
FROM (VALUES
    -- 4000천억, 1,234백만: the small unit stands twice, in digits and in words.
    (regexp_replace(quote, '([0-9]{4,}|[0-9]{1,3}(?:,[0-9]{3})+)\s?[천백십](?=[조억만])', '\1')),
    -- 억억, 만만
    (regexp_replace(quote, '([조억만천백십])\1+', '\1')),
    -- 5조 12000억: one nought too many after a larger unit.
    (regexp_replace(quote, '([조억])\s?([0-9]{1,4})0([억만])', '\1\2\3')),
    -- 1,8억: a comma for a point, where nothing follows.
    (CASE WHEN quote ~ '^[^0-9]*[0-9]+,[0-9]{1,2}\s?[조억만][^0-9]*$' THEN replace(quote, ',', '.') END)
) AS repair (repaired)
WHERE repaired <> quote
$$;
COMMENT ON FUNCTION amounts_meant(text) IS 'What a malformed number may have been meant to be, by the usual slips: 95조 4000천억 for 95조 4000억.';

CREATE INDEX figure_malformed ON figure (series_id) WHERE malformed;
CREATE INDEX failure_by_address ON failure (outlet_id, url) WHERE url IS NOT NULL;

CREATE TABLE check_again (
    series_id uuid NOT NULL,
    check_id  text NOT NULL,
    look_at   timestamptz NOT NULL,
    PRIMARY KEY (series_id, check_id)
);
COMMENT ON TABLE check_again IS 'Series that the checks take up again at a moment though nothing touched them: the next value is due, or a page that was gone is asked again.';
COMMENT ON COLUMN check_again.series_id IS 'The series; it may be gone by then.';
COMMENT ON COLUMN check_again.check_id IS 'The check that wants to see it.';
COMMENT ON COLUMN check_again.look_at IS 'From when on, on the clock of the runs.';
CREATE INDEX check_again_by_moment ON check_again (look_at);

CREATE FUNCTION note_gone_pages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO check_due (series_id, release_id)
    SELECT DISTINCT observation.series_id, observation.release_id
    FROM new_rows
    JOIN article ON article.outlet_id = new_rows.outlet_id AND article.url = new_rows.url
    JOIN article_version ON article_version.article_id = article.article_id
    JOIN observation ON observation.version_id = article_version.version_id
    WHERE new_rows.reason IN ('http_404', 'http_410', 'gone');
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION note_gone_pages() IS 'Notes the series of an article in check_due when its page is found gone.';
CREATE TRIGGER failure_inserted AFTER INSERT ON failure
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_gone_pages();

CREATE FUNCTION digits_slipped(one numeric, other numeric) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
SELECT one <> other AND (length(a) = 2 AND length(b) = 2 AND a = reverse(b) OR greatest(length(a), length(b)) >= 3 AND (
    a = b
    OR (length(a) = length(b)
        AND (SELECT string_agg(digit, '' ORDER BY digit) FROM regexp_split_to_table(a, '') AS digit)
          = (SELECT string_agg(digit, '' ORDER BY digit) FROM regexp_split_to_table(b, '') AS digit))
    OR (length(a) = length(b)
        AND (SELECT count(*) FROM generate_series(1, length(a)) AS at WHERE substr(a, at, 1) <> substr(b, at, 1)) = 1)
    OR (abs(length(a) - length(b)) = 1 AND least(length(a), length(b)) >= 3
        AND EXISTS (
            SELECT FROM generate_series(1, greatest(length(a), length(b))) AS at
            WHERE CASE WHEN length(a) > length(b)
                      THEN overlay(a PLACING '' FROM at FOR 1) = b
                      ELSE overlay(b PLACING '' FROM at FOR 1) = a
                  END))))
FROM (SELECT trim(BOTH '0' FROM replace(trim_scale(abs(one))::text, '.', '')) AS a,
             trim(BOTH '0' FROM replace(trim_scale(abs(other))::text, '.', '')) AS b) AS digits
$$;
COMMENT ON FUNCTION digits_slipped(numeric, numeric) IS 'Whether two numbers are one slip of the pen apart: digits in another order, and from three digits on one digit other or lost, or another unit.';
