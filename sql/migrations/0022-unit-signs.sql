-- depends: 0020-both-languages
-- Units of measurement as people write them: ha, ㎡ and ℃, not the codes under which they are kept.

CREATE FUNCTION unit_sign(unit text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
SELECT CASE unit
           WHEN 'Cel' THEN '℃'
           ELSE replace(replace(replace(replace(replace(replace(
               unit, 'km2', '㎢'), 'm2', '㎡'), 'm3', '㎥'), 'har', 'ha'), 'W.h', 'Wh'), '/d', '/일')
       END
$$;
COMMENT ON FUNCTION unit_sign(text) IS 'A unit of measurement as it is written: ha for har, ㎡ for m2, ℃ for Cel, ㎥/일 for m3/d.';

CREATE OR REPLACE FUNCTION korean_amount(number numeric, unit text, counter text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN CASE
    WHEN unit = 'KRW' THEN grouped_number(number) || ' 원'
    WHEN unit = 'USD' THEN grouped_number(number) || ' 달러'
    WHEN unit = 'EUR' THEN grouped_number(number) || ' 유로'
    WHEN unit = 'JPY' THEN grouped_number(number) || ' 엔'
    WHEN unit = 'CNY' THEN grouped_number(number) || ' 위안'
    WHEN unit = '%' THEN plain_number(number) || '%'
    WHEN unit = '%p' THEN plain_number(number) || '%포인트'
    WHEN unit = 'times' THEN plain_number(number) || '배'
    WHEN unit = 'rank' THEN plain_number(number) || '위'
    WHEN counter IS NOT NULL AND abs(number) < 100000000 THEN plain_number(number) || counter
    WHEN counter IS NOT NULL THEN grouped_number(number) || ' ' || counter
    ELSE grouped_number(number) || ' ' || unit_sign(unit)
END;

CREATE OR REPLACE FUNCTION english_amount(number numeric, unit text, counter text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN CASE
    WHEN unit = 'KRW' THEN english_number(number) || ' won'
    WHEN unit = 'USD' THEN english_number(number) || ' US dollars'
    WHEN unit = 'EUR' THEN english_number(number) || ' euros'
    WHEN unit = 'JPY' THEN english_number(number) || ' yen'
    WHEN unit = 'CNY' THEN english_number(number) || ' yuan'
    WHEN unit = '%' THEN plain_number(number) || '%'
    WHEN unit = '%p' THEN english_count(number, 'percentage point')
    WHEN unit = 'times' THEN plain_number(number) || ' times'
    WHEN unit = 'times_count' THEN english_count(number, 'time')
    WHEN unit = 'rank' THEN 'rank ' || plain_number(number)
    -- A counter that no class knows, and units of measurement.
    WHEN unit LIKE '[%' THEN english_number(number) || ' ' || coalesce(counter, btrim(unit, '[]'))
    WHEN counter IS NULL THEN english_number(number) || ' ' || replace(unit_sign(unit), '/일', '/day')
    -- Counters of whatever is counted (개, 건, 기) name nothing: the measure does.
    WHEN unit IN ('item', 'case', 'aircraft') THEN english_number(number)
    ELSE english_count(number, replace(unit, '_', ' '))
END;
