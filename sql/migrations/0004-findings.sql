-- depends: 0003-checks
-- What the checks read (figures that stand now, series that are due) and how their messages are worded.

CREATE TABLE check_due (
    due_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    series_id  uuid NOT NULL,
    release_id uuid NOT NULL
);
COMMENT ON TABLE check_due IS 'Series whose observations changed since the checks last looked; filled by triggers, emptied by the checks.';
COMMENT ON COLUMN check_due.due_id IS 'Counts up; rows are only ever added, so parallel loads never wait for each other here.';
COMMENT ON COLUMN check_due.series_id IS 'Series that was touched; it may be gone by the time of the check.';
COMMENT ON COLUMN check_due.release_id IS 'Announcement in which it was touched.';

CREATE FUNCTION note_new_observations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO check_due (series_id, release_id)
    SELECT DISTINCT series_id, release_id FROM new_rows;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION note_new_observations() IS 'Notes the series of new or changed observations in check_due.';

CREATE FUNCTION note_old_observations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO check_due (series_id, release_id)
    SELECT DISTINCT series_id, release_id FROM old_rows;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION note_old_observations() IS 'Notes the series that lost or changed observations in check_due.';

CREATE FUNCTION note_seen_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO check_due (series_id, release_id)
    SELECT DISTINCT observation.series_id, observation.release_id
    FROM new_rows
    JOIN article_version AS seen ON seen.version_id = new_rows.version_id
    JOIN article_version AS other ON other.article_id = seen.article_id
    JOIN observation ON observation.version_id = other.version_id
    WHERE EXISTS (
        SELECT FROM article_version AS rival
        WHERE rival.article_id = seen.article_id AND rival.version_id <> seen.version_id
    );
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION note_seen_versions() IS 'A page that shows another version than before touches the series of all its versions: figures went or came back.';

CREATE TRIGGER observation_inserted AFTER INSERT ON observation
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_new_observations();
CREATE TRIGGER observation_updated_from AFTER UPDATE ON observation
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_old_observations();
CREATE TRIGGER observation_updated_to AFTER UPDATE ON observation
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_new_observations();
CREATE TRIGGER observation_deleted AFTER DELETE ON observation
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_old_observations();
CREATE TRIGGER version_seen AFTER INSERT ON version_sighting
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION note_seen_versions();

CREATE VIEW current_reading AS
SELECT observation.series_id,
       observation.figure_id,
       observation.version_id,
       observation.release_id,
       article.article_id,
       observation.period_start,
       observation.period_end,
       observation.value,
       observation.value_high,
       CASE WHEN figure.low IS NULL THEN '-Infinity' ELSE observation.low END AS low,
       CASE WHEN figure.high IS NULL THEN 'Infinity' ELSE observation.high END AS high,
       observation.kind,
       observation.role,
       figure.period_rung,
       figure.start_char,
       figure.unit,
       figure.counter,
       figure.phrase,
       figure.quote,
       figure.sentence,
       figure.stands_in,
       article.url,
       article.outlet_id,
       coalesce(observation.published_from, observation.recorded_at) AS said_at,
       CASE
           WHEN article_version.published_at IS NOT NULL
               THEN to_char(article_version.published_at AT TIME ZONE 'Asia/Seoul', 'YYYY-MM-DD"T"HH24:MI:SS"+09:00"')
           ELSE article_version.published_day::text
       END AS published
FROM observation
JOIN figure ON figure.figure_id = observation.figure_id
JOIN article_version ON article_version.version_id = observation.version_id
JOIN article ON article.article_id = article_version.article_id
WHERE observation.version_id = (
    SELECT version.version_id
    FROM article_version AS version
    LEFT JOIN version_sighting ON version_sighting.version_id = version.version_id
    WHERE version.article_id = article.article_id
    ORDER BY coalesce(version_sighting.seen_at, version.recorded_at) DESC, version.version_id DESC
    LIMIT 1
);
COMMENT ON VIEW current_reading IS 'Observations of the version that each article showed last, with what is needed to quote them.';
COMMENT ON COLUMN current_reading.series_id IS 'The series it belongs to.';
COMMENT ON COLUMN current_reading.figure_id IS 'The figure that claims it.';
COMMENT ON COLUMN current_reading.version_id IS 'Article version in which it stands.';
COMMENT ON COLUMN current_reading.release_id IS 'Announcement of which the article is a copy.';
COMMENT ON COLUMN current_reading.article_id IS 'Article in which it stands.';
COMMENT ON COLUMN current_reading.period_start IS 'First day of the period, inclusive; null where open.';
COMMENT ON COLUMN current_reading.period_end IS 'Last day of the period, inclusive; null where open.';
COMMENT ON COLUMN current_reading.value IS 'Value in base units.';
COMMENT ON COLUMN current_reading.value_high IS 'Upper value of a range.';
COMMENT ON COLUMN current_reading.low IS 'Lower end of the stated interval; -Infinity where the words leave it open (이하).';
COMMENT ON COLUMN current_reading.high IS 'Upper end of the stated interval; Infinity where the words leave it open (이상).';
COMMENT ON COLUMN current_reading.kind IS 'Kind of the figure.';
COMMENT ON COLUMN current_reading.role IS 'Role of the figure; only report is the news itself.';
COMMENT ON COLUMN current_reading.period_rung IS 'Where the period was found.';
COMMENT ON COLUMN current_reading.start_char IS 'First character of the figure in its text.';
COMMENT ON COLUMN current_reading.unit IS 'Unit of the value.';
COMMENT ON COLUMN current_reading.counter IS 'Counter as printed; null for money and per cent.';
COMMENT ON COLUMN current_reading.phrase IS 'Noun phrase that the figure measures.';
COMMENT ON COLUMN current_reading.quote IS 'The number and unit as printed.';
COMMENT ON COLUMN current_reading.sentence IS 'The sentence around the figure.';
COMMENT ON COLUMN current_reading.stands_in IS 'Part of the text in which it stands.';
COMMENT ON COLUMN current_reading.url IS 'Address of the article.';
COMMENT ON COLUMN current_reading.outlet_id IS 'Outlet that published it.';
COMMENT ON COLUMN current_reading.said_at IS 'When the source said so; when we first knew where the source gives no time.';
COMMENT ON COLUMN current_reading.published IS 'Publication time as ISO 8601 in +09:00; only the day, or null, where the page gives no more.';

CREATE FUNCTION plain_number(number numeric) RETURNS text LANGUAGE sql IMMUTABLE
RETURN CASE WHEN number < 0 THEN '-' ELSE '' END
    || trim(to_char(trunc(abs(number)), 'FM999,999,999,999,999,999,999,990'))
    || CASE WHEN number <> trunc(number) THEN '.' || split_part(trim_scale(abs(number))::text, '.', 2) ELSE '' END;
COMMENT ON FUNCTION plain_number(numeric) IS 'A number with commas and without trailing zeros: 57,350 or 4.29.';

CREATE FUNCTION grouped_number(number numeric) RETURNS text LANGUAGE sql IMMUTABLE
RETURN CASE
    WHEN abs(number) < 10000 THEN plain_number(number)
    ELSE CASE WHEN number < 0 THEN '-' ELSE '' END || concat_ws(' ',
        plain_number(nullif(trunc(abs(number) / 1000000000000), 0)) || '조',
        plain_number(nullif(trunc(mod(abs(number), 1000000000000) / 100000000), 0)) || '억',
        plain_number(nullif(trunc(mod(abs(number), 100000000) / 10000), 0)) || '만',
        plain_number(nullif(mod(abs(number), 10000), 0)))
END;
COMMENT ON FUNCTION grouped_number(numeric) IS 'A number in 조, 억 and 만, exact: 1조 6,000억.';

CREATE FUNCTION korean_amount(number numeric, unit text, counter text) RETURNS text LANGUAGE sql IMMUTABLE
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
    ELSE grouped_number(number) || ' ' || unit
END;
COMMENT ON FUNCTION korean_amount(numeric, text, text) IS 'A value in base units as a Korean reader expects it: 8,017억 원, 76개사, 4.29%.';

CREATE FUNCTION korean_period(first_day date, last_day date) RETURNS text LANGUAGE sql STABLE
RETURN CASE
    WHEN last_day IS NULL THEN coalesce(to_char(first_day, 'FMYYYY"년" FMMM"월" FMDD"일부터"'), '기간 미상')
    WHEN first_day IS NULL THEN to_char(last_day, 'FMYYYY"년" FMMM"월" FMDD"일까지"')
    WHEN first_day = last_day THEN to_char(last_day, 'FMYYYY"년" FMMM"월" FMDD"일"')
    WHEN extract(day FROM first_day) <> 1 OR extract(day FROM last_day + 1) <> 1
        THEN to_char(first_day, 'FMYYYY"년" FMMM"월" FMDD"일"') || '~' || to_char(last_day, 'FMYYYY"년" FMMM"월" FMDD"일"')
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
    ELSE to_char(first_day, 'FMYYYY"년" FMMM"월"') || '~' || to_char(last_day, 'FMYYYY"년" FMMM"월"')
END;
COMMENT ON FUNCTION korean_period(date, date) IS 'A period in words: 2020년, 2021년 상반기, 2018년 7월~2021년 6월.';

CREATE FUNCTION round_significant(number numeric, digits integer) RETURNS numeric LANGUAGE sql IMMUTABLE
RETURN CASE
    WHEN number = 0 THEN 0
    ELSE trim_scale(round(number, digits - 1 - floor(log(abs(number)))::integer))
END;
COMMENT ON FUNCTION round_significant(numeric, integer) IS 'A derived number rounded to so many significant digits; printed values are never rounded.';

CREATE FUNCTION figure_evidence(
    url text, outlet_id text, published text, quote text, value numeric
) RETURNS jsonb LANGUAGE sql IMMUTABLE
RETURN jsonb_build_object(
    'url', url, 'outlet', outlet_id, 'published_at', published, 'quote', quote,
    'value', trim_scale(value)::text);
COMMENT ON FUNCTION figure_evidence(text, text, text, text, numeric) IS 'One piece of evidence of a finding; its value is a decimal string in base units.';
