-- depends: 0017-corrections-told
-- Messages in Korean and in English: the words of what a finding names, and where they are kept.

CREATE TABLE key_label (
    part     text NOT NULL CHECK (part IN ('scope', 'basis')),
    word     text NOT NULL,
    label_ko text NOT NULL,
    label_en text NOT NULL,
    PRIMARY KEY (part, word)
);
COMMENT ON TABLE key_label IS 'Words for people for what stands in series_key.scope and series_key.basis, as the lexicon gave them when the checks last ran. What has no row there is printed as it stands: it is Korean already.';
COMMENT ON COLUMN key_label.part IS 'Column of series_key: scope or basis.';
COMMENT ON COLUMN key_label.word IS 'The word as it stands in the key; # stands for a number.';
COMMENT ON COLUMN key_label.label_ko IS 'In Korean; # stands for the number.';
COMMENT ON COLUMN key_label.label_en IS 'In English; # stands for the number.';

ALTER TABLE check_finding ADD COLUMN told jsonb;
ALTER TABLE check_finding ADD COLUMN message_en text;
ALTER TABLE flag ADD COLUMN message_en text;
COMMENT ON COLUMN check_finding.message IS 'One Korean sentence for a person.';
COMMENT ON COLUMN check_finding.message_en IS 'The same sentence in English; null in findings of before there was one.';
COMMENT ON COLUMN check_finding.told IS 'What the sentence says: which one of its check (say) and what stands in it, each in both languages (ko, en).';
COMMENT ON COLUMN flag.message IS 'One Korean sentence for a person.';
COMMENT ON COLUMN flag.message_en IS 'The same sentence in English; null if last found before there was one.';

CREATE FUNCTION english_number(number numeric) RETURNS text LANGUAGE sql IMMUTABLE
RETURN CASE
    WHEN abs(number) >= 1e12 AND scale(trim_scale(number / 1e12)) <= 5 THEN plain_number(trim_scale(number / 1e12)) || ' trillion'
    WHEN abs(number) >= 1e9 AND scale(trim_scale(number / 1e9)) <= 5 THEN plain_number(trim_scale(number / 1e9)) || ' billion'
    WHEN abs(number) >= 1e6 AND scale(trim_scale(number / 1e6)) <= 5 THEN plain_number(trim_scale(number / 1e6)) || ' million'
    ELSE plain_number(number)
END;
COMMENT ON FUNCTION english_number(numeric) IS 'A number with the largest of trillion, billion and million that leaves at most five decimals, exact: 1.8844 trillion, 57,350.';

CREATE FUNCTION english_count(number numeric, noun text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN english_number(number) || ' ' || CASE
    WHEN abs(number) = 1 THEN regexp_replace(noun, 's$', CASE WHEN noun LIKE '%s_count' THEN 's' ELSE '' END)
    WHEN noun = 'person' THEN 'people'
    WHEN noun IN ('aircraft', 'people') OR noun LIKE '%s' AND noun !~ '(?:ss|us)$' THEN noun
    WHEN noun ~ '[^aeiou]y$' THEN regexp_replace(noun, 'y$', 'ies')
    WHEN noun ~ '(?:s|x|ch|sh)$' THEN noun || 'es'
    ELSE noun || 's'
END;
COMMENT ON FUNCTION english_count(numeric, text) IS 'A number of things in English: 1 company, 626 companies.';

CREATE FUNCTION english_amount(number numeric, unit text, counter text) RETURNS text LANGUAGE sql IMMUTABLE
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
    WHEN counter IS NULL THEN english_number(number) || ' ' || unit
    -- Counters of whatever is counted (개, 건, 기) name nothing: the measure does.
    WHEN unit IN ('item', 'case', 'aircraft') THEN english_number(number)
    ELSE english_count(number, replace(unit, '_', ' '))
END;
COMMENT ON FUNCTION english_amount(numeric, text, text) IS 'A value in base units as an English reader expects it: 801.7 billion won, 76 companies, 4.29%.';

CREATE FUNCTION english_period(first_day date, last_day date) RETURNS text LANGUAGE sql STABLE
RETURN CASE
    WHEN last_day IS NULL THEN coalesce(to_char(first_day, '"from" FMDD FMMonth FMYYYY'), 'period not stated')
    WHEN first_day IS NULL THEN to_char(last_day, '"up to" FMDD FMMonth FMYYYY')
    WHEN first_day = last_day THEN to_char(last_day, 'FMDD FMMonth FMYYYY')
    WHEN extract(day FROM first_day) <> 1 OR extract(day FROM last_day + 1) <> 1
        THEN to_char(first_day, CASE WHEN extract(year FROM first_day) = extract(year FROM last_day) THEN 'FMDD FMMonth' ELSE 'FMDD FMMonth FMYYYY' END) || ' to ' || to_char(last_day, 'FMDD FMMonth FMYYYY')
    WHEN first_day + interval '1 month' = last_day + 1 THEN to_char(last_day, 'FMMonth FMYYYY')
    WHEN first_day + interval '1 year' = last_day + 1 AND extract(month FROM first_day) = 1
        THEN to_char(last_day, 'FMYYYY')
    WHEN first_day + interval '6 months' = last_day + 1 AND extract(month FROM first_day) = 1
        THEN to_char(last_day, '"first half of" FMYYYY')
    WHEN first_day + interval '6 months' = last_day + 1 AND extract(month FROM first_day) = 7
        THEN to_char(last_day, '"second half of" FMYYYY')
    WHEN first_day + interval '3 months' = last_day + 1 AND extract(month FROM first_day) IN (1, 4, 7, 10)
        THEN to_char(last_day, '"Q"Q FMYYYY')
    WHEN extract(month FROM first_day) = 1 AND extract(month FROM last_day) = 12
        THEN to_char(first_day, 'FMYYYY') || ' to ' || to_char(last_day, 'FMYYYY')
    WHEN extract(year FROM first_day) = extract(year FROM last_day)
        THEN to_char(first_day, 'FMMonth') || ' to ' || to_char(last_day, 'FMMonth FMYYYY')
    ELSE to_char(first_day, 'FMMonth FMYYYY') || ' to ' || to_char(last_day, 'FMMonth FMYYYY')
END;
COMMENT ON FUNCTION english_period(date, date) IS 'A period in English words: 2020, first half of 2021, July 2018 to June 2021.';

-- A year stands once where both ends of a period have it.
CREATE OR REPLACE FUNCTION korean_period(first_day date, last_day date) RETURNS text LANGUAGE sql STABLE
RETURN CASE
    WHEN last_day IS NULL THEN coalesce(to_char(first_day, 'FMYYYY"년" FMMM"월" FMDD"일부터"'), '기간 미상')
    WHEN first_day IS NULL THEN to_char(last_day, 'FMYYYY"년" FMMM"월" FMDD"일까지"')
    WHEN first_day = last_day THEN to_char(last_day, 'FMYYYY"년" FMMM"월" FMDD"일"')
    WHEN extract(day FROM first_day) <> 1 OR extract(day FROM last_day + 1) <> 1
        THEN to_char(first_day, 'FMYYYY"년" FMMM"월" FMDD"일"') || '~'
            || to_char(last_day, CASE WHEN extract(year FROM first_day) = extract(year FROM last_day) THEN 'FMMM"월" FMDD"일"' ELSE 'FMYYYY"년" FMMM"월" FMDD"일"' END)
    WHEN first_day + interval '1 month' = last_day + 1 THEN to_char(last_day, 'FMYYYY"년" FMMM"월"')
    WHEN first_day + interval '1 year' = last_day + 1 AND extract(month FROM first_day) = 1
        THEN to_char(last_day, 'FMYYYY"년"')
    WHEN first_day + interval '6 months' = last_day + 1 AND extract(month FROM first_day) = 1
        THEN to_char(last_day, 'FMYYYY"년 상반기"')
    WHEN first_day + interval '6 months' = last_day + 1 AND extract(month FROM first_day) = 7
        THEN to_char(last_day, 'FMYYYY"년 하반기"')
    WHEN first_day + interval '3 months' = last_day + 1 AND extract(month FROM first_day) IN (1, 4, 7, 10)
        THEN to_char(last_day, 'FMYYYY"년" Q"분기"')
    WHEN extract(month FROM first_day) = 1 AND extract(month FROM last_day) = 12
        THEN to_char(first_day, 'FMYYYY') || '~' || to_char(last_day, 'FMYYYY"년"')
    WHEN extract(year FROM first_day) = extract(year FROM last_day)
        THEN to_char(first_day, 'FMYYYY"년" FMMM') || '~' || to_char(last_day, 'FMMM"월"')
    ELSE to_char(first_day, 'FMYYYY"년" FMMM"월"') || '~' || to_char(last_day, 'FMYYYY"년" FMMM"월"')
END;

CREATE FUNCTION amount_words(number numeric, unit text, counter text) RETURNS jsonb LANGUAGE sql IMMUTABLE
RETURN CASE WHEN number IS NOT NULL THEN jsonb_build_object(
    'ko', korean_amount(number, unit, counter), 'en', english_amount(number, unit, counter)) END;
COMMENT ON FUNCTION amount_words(numeric, text, text) IS 'A value in base units in the words of both languages; null for none.';

CREATE FUNCTION period_words(first_day date, last_day date) RETURNS jsonb LANGUAGE sql STABLE
RETURN jsonb_build_object('ko', korean_period(first_day, last_day), 'en', english_period(first_day, last_day));
COMMENT ON FUNCTION period_words(date, date) IS 'A period in the words of both languages.';

CREATE FUNCTION day_words(day date) RETURNS jsonb LANGUAGE sql STABLE
RETURN jsonb_build_object('ko', day::text, 'en', to_char(day, 'FMDD FMMonth FMYYYY'));
COMMENT ON FUNCTION day_words(date) IS 'A day in both languages, short in Korean: 2021-02-07, 7 February 2021.';

CREATE FUNCTION key_words(key_part text, words text) RETURNS jsonb LANGUAGE sql STABLE
AS $$
SELECT jsonb_build_object(
           'ko', string_agg(coalesce(replace(label_ko, '#', coalesce(number, '')), word), ' ' ORDER BY place),
           'en', string_agg(coalesce(replace(label_en, '#', coalesce(number, '')), word), ' ' ORDER BY place))
FROM (
    SELECT item.place, item.word, item.number, key_label.label_ko, key_label.label_en
    FROM (
        SELECT found.place, found.match[1] AS word, substring(found.match[1] FROM '[0-9]+') AS number
        FROM regexp_matches(words, '((?:[a-z_]+ [0-9]+)|\S+)', 'g') WITH ORDINALITY AS found (match, place)
    ) AS item
    LEFT JOIN key_label
           ON key_label.part = key_part
          AND key_label.word = CASE WHEN item.word ~ '^[a-z_]+ [0-9]+$' THEN regexp_replace(item.word, '[0-9]+', '#') ELSE item.word END
) AS labelled
$$;
COMMENT ON FUNCTION key_words(text, text) IS 'What a series key says of its scope or basis, in the words of both languages.';

CREATE FUNCTION frame_words(first_day date, last_day date, scope text, basis text) RETURNS jsonb LANGUAGE sql STABLE
AS $$
SELECT jsonb_build_object(
           'ko', concat_ws(', ', korean_period(first_day, last_day), nullif(scope_words ->> 'ko', ''), nullif(basis_words ->> 'ko', '')),
           'en', concat_ws(', ', english_period(first_day, last_day), nullif(scope_words ->> 'en', ''), nullif(basis_words ->> 'en', '')))
FROM (
    SELECT CASE WHEN scope <> '' THEN key_words('scope', scope) END AS scope_words,
           CASE WHEN basis <> '' THEN key_words('basis', basis) END AS basis_words
) AS narrowed
$$;
COMMENT ON FUNCTION frame_words(date, date, text, text) IS 'Period, scope and basis of a figure in the words of both languages, for brackets behind its name.';

CREATE FUNCTION measure_words(metric text, phrase text) RETURNS jsonb LANGUAGE sql STABLE
AS $$
SELECT jsonb_build_object(
           'ko', '‘' || left(measure_words.phrase, 60) || '’',
           'en', coalesce((SELECT '“' || measure.label_en || '”' FROM measure
                           WHERE measure.metric = measure_words.metric AND measure.label_en <> ''),
                          '‘' || left(measure_words.phrase, 60) || '’'))
$$;
COMMENT ON FUNCTION measure_words(text, text) IS 'What a figure measures: in Korean as printed, in English by the name in the registry, or as printed where it has none.';

CREATE FUNCTION deadline_words(last_day date) RETURNS jsonb LANGUAGE sql STABLE
RETURN CASE to_char(last_day, 'MMDD')
    WHEN '1231' THEN jsonb_build_object('ko', to_char(last_day, 'FMYYYY"년까지"'), 'en', to_char(last_day, '"by the end of" FMYYYY'))
    ELSE jsonb_build_object('ko', to_char(last_day, 'FMYYYY"년" FMMM"월까지"'), 'en', to_char(last_day, '"by" FMMonth FMYYYY'))
END;
COMMENT ON FUNCTION deadline_words(date) IS 'The date of a target in the words of both languages: 2022년까지, by the end of 2022.';

CREATE FUNCTION kind_words(kind_class text) RETURNS jsonb LANGUAGE sql IMMUTABLE
RETURN CASE kind_class
    WHEN 'growth' THEN jsonb_build_object('ko', ' 증감률', 'en', 'the growth of ')
    WHEN 'change' THEN jsonb_build_object('ko', ' 증감', 'en', 'the change of ')
    WHEN 'share' THEN jsonb_build_object('ko', ' 비중', 'en', 'the share of ')
    WHEN 'attainment' THEN jsonb_build_object('ko', ' 달성률', 'en', 'the attainment of ')
    WHEN 'rank' THEN jsonb_build_object('ko', ' 순위', 'en', 'the rank of ')
    WHEN 'target' THEN jsonb_build_object('ko', ' 목표', 'en', 'the target for ')
    WHEN 'forecast' THEN jsonb_build_object('ko', ' 전망', 'en', 'the forecast of ')
    WHEN 'cumulative' THEN jsonb_build_object('ko', ' 누계', 'en', 'the running total of ')
END;
COMMENT ON FUNCTION kind_words(text) IS 'What kind of figure of a measure it is, in the words of both languages: behind the measure in Korean, before it in English; null for the amount itself.';

CREATE FUNCTION series_words(
    place text, metric text, phrase text, first_day date, last_day date, scope text, basis text,
    kind_class text DEFAULT 'amount'
) RETURNS jsonb LANGUAGE sql STABLE
AS $$
SELECT jsonb_build_object(
           'place', jsonb_build_object('name', place),
           'what', measure_words(metric, phrase),
           'kind', kind_words(kind_class),
           'frame', frame_words(first_day, last_day, scope, basis),
           'narrowed', CASE WHEN scope <> '' OR basis <> '' THEN jsonb_build_object(
               'say', 'narrowed',
               'words', (SELECT jsonb_agg(key_words(part, words) ORDER BY part DESC)
                         FROM (VALUES ('scope', scope), ('basis', basis)) AS both_parts (part, words)
                         WHERE words <> '')) END)
$$;
COMMENT ON FUNCTION series_words(text, text, text, date, date, text, text, text) IS 'Whose (place), of what (what, kind), when (frame: period, scope, basis): what every sentence about a series says. narrowed: scope and basis alone, for sentences that tell the period elsewhere; null for none.';
