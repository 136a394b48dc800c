-- Places (as many as the setting bench.places says) with 180 series of 6 years, each value stated 4 times, in
-- articles of 20 figures; one article in 32 has a second version that repeats its figures. 232 places make
-- 1,033,240 observations, 23 places 102,480.
INSERT INTO outlet (outlet_id, name, family, origin, registered_at)
VALUES ('bench', 'Bench', 'generic', 'http://127.0.0.1', '2020-01-01+09');

CREATE TEMPORARY TABLE place AS
SELECT number, md5('place' || number)::uuid AS place_key, '가람' || number || '시' AS name
FROM generate_series(1, current_setting('bench.places')::integer) AS number;

INSERT INTO series_key (series_id, place, place_id, metric, registered, scope, basis, kind_class, unit_class, speaker)
SELECT md5('series' || place.number || '-' || series)::uuid, place.name, NULL, 'bench.measure_' || series,
       series % 3 = 0, '', '', 'amount', 'KRW', 'city'
FROM place, generate_series(1, 180) AS series
ORDER BY place.number, series;

-- Article n of a place holds its 20 statements n * 20 and following.
CREATE TEMPORARY TABLE statement AS
SELECT place.number AS place_number, place.name, series, 2018 + year AS year, told,
       md5('series' || place.number || '-' || series)::uuid AS series_id,
       place.number * 1000 + told * 54 + (series * 6 + year - 6) / 20 AS article_number,
       (series * 6 + year) % 20 AS place_in_text
FROM place, generate_series(1, 180) AS series, generate_series(0, 5) AS year, generate_series(0, 3) AS told;

INSERT INTO article (article_id, outlet_id, url, first_seen_at, news_day, release_id, release_due)
SELECT DISTINCT ON (article_number)
       md5('article' || article_number)::uuid, 'bench', 'http://127.0.0.1/' || article_number,
       timestamptz '2019-01-01+09' + told * interval '400 days' + article_number % 300 * interval '1 day',
       date '2019-01-01' + told * 400 + article_number % 300,
       -- Two of the four tellings are copies of one release.
       md5('article' || CASE WHEN told = 1 THEN article_number - 54 ELSE article_number END)::uuid, false
FROM statement
ORDER BY article_number;

INSERT INTO article_version (version_id, article_id, title, subtitle, body, text, published_at, published_day,
                             published_from, byline, section, place, recorded_at, reader_version)
SELECT md5(article_id::text || copy)::uuid, article_id, '제목', '', '', '', first_seen_at, news_day, 'meta', '', '',
       NULL, first_seen_at + copy * interval '1 day', 'bench'
FROM article, generate_series(0, 1) AS copy
WHERE copy = 0 OR hashtext(article_id::text) % 32 = 0;

INSERT INTO version_sighting (version_id, seen_at) SELECT version_id, recorded_at FROM article_version;

CREATE TEMPORARY TABLE printed AS
SELECT md5(version.version_id::text || place_in_text || '-' || series)::uuid AS figure_id, version.version_id,
       article.release_id, series_id, place_in_text * 100 AS start_char, year,
       (1000 + series * 7 + year + CASE WHEN told = 3 AND series % 10 = 0 THEN 5 ELSE 0 END)::numeric * 100000000 AS value,
       -- A sentence of the usual length, its own for each series.
       repeat('가람시는 지난해 ' || chr(44032 + series * 53) || chr(44032 + series * 31) || ' 사업으로 정부를 설득해 ', 4) AS words,
       version.published_at, version.recorded_at
FROM statement
JOIN article ON article.article_id = md5('article' || article_number)::uuid
JOIN article_version AS version ON version.article_id = article.article_id;

INSERT INTO figure (figure_id, version_id, start_char, end_char, quote, value, low, high, unit, kind, role, phrase,
                    stands_in, period_start, period_end, period_rung, sentence)
SELECT figure_id, version_id, start_char, start_char + 8, trim_scale(value / 100000000) || '억 원', value, value - 50000000,
       value + 49999999, 'KRW', 'flow', 'report', '국비 확보액', 'paragraph', make_date(year, 1, 1),
       make_date(year, 12, 31), 'clause', words || trim_scale(value / 100000000) || '억 원을 확보했다.'
FROM printed
ON CONFLICT DO NOTHING;

INSERT INTO observation (figure_id, series_id, version_id, release_id, period_start, period_end, value, low, high,
                         kind, role, published_from, recorded_at)
SELECT figure_id, series_id, version_id, release_id, make_date(year, 1, 1), make_date(year, 12, 31), value,
       value - 50000000, value + 49999999, 'flow', 'report', published_at, recorded_at
FROM printed
WHERE figure_id IN (SELECT figure_id FROM figure);

TRUNCATE check_due;
