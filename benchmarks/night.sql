-- A night on top of series.sql: 2,000 new figures in 100 articles of the places 1 to 20, five for each. An
-- article gives twenty series their value of 2024; it tells every tenth in words of trade, as half of the texts
-- of a city do, and every fiftieth figure leaves the course of its series.
CREATE TEMPORARY TABLE told ON COMMIT DROP AS
SELECT place_number, part, place_in_text, (part * 20 + place_in_text) AS series,
       md5('night' || place_number || '-' || part)::uuid AS article_id,
       md5('night version' || place_number || '-' || part)::uuid AS version_id,
       md5('series' || place_number || '-' || (part * 20 + place_in_text))::uuid AS series_id,
       row_number() OVER (ORDER BY place_number, part, place_in_text) AS number
FROM generate_series(1, 20) AS place_number, generate_series(0, 4) AS part, generate_series(1, 20) AS place_in_text;

INSERT INTO article (article_id, outlet_id, url, first_seen_at, news_day, release_id, release_due)
SELECT DISTINCT article_id, 'bench', 'http://127.0.0.1/night/' || place_number || '-' || part,
       timestamptz '2025-01-20 09:00+09', date '2025-01-20', article_id, false
FROM told;

INSERT INTO article_version (version_id, article_id, title, subtitle, body, text, published_at, published_day,
                             published_from, byline, section, place, recorded_at, reader_version)
SELECT DISTINCT version_id, article_id, '제목', '', '', '', timestamptz '2025-01-20 09:00+09', date '2025-01-20',
       'meta', '', '', '가람' || place_number || '시', timestamptz '2025-01-21 02:00+09', 'bench'
FROM told;

INSERT INTO version_sighting (version_id, seen_at)
SELECT DISTINCT version_id, timestamptz '2025-01-21 02:00+09' FROM told;

CREATE TEMPORARY TABLE new_figure ON COMMIT DROP AS
SELECT md5('night figure' || number)::uuid AS figure_id, version_id, article_id, series_id, place_in_text * 100 AS start_char,
       (1000 + series * 7 + 2024) * 100000000::numeric * CASE WHEN number % 50 = 0 THEN 3 ELSE 1 END AS value,
       repeat('가람시는 지난해 ' || chr(44032 + series * 53) || chr(44032 + series * 31)
              || CASE WHEN place_in_text % 10 = 0 THEN ' 수출 계약으로 ' ELSE ' 사업으로 정부를 설득해 ' END, 4) AS words
FROM told;

INSERT INTO figure (figure_id, version_id, start_char, end_char, quote, value, low, high, unit, kind, role, phrase,
                    stands_in, period_start, period_end, period_rung, sentence)
SELECT figure_id, version_id, start_char, start_char + 8, trim_scale(value / 100000000) || '억 원', value, value - 50000000,
       value + 49999999, 'KRW', 'flow', 'report', '국비 확보액', 'paragraph', date '2024-01-01', date '2024-12-31', 'clause',
       words || trim_scale(value / 100000000) || '억 원을 확보했다.'
FROM new_figure;

INSERT INTO observation (figure_id, series_id, version_id, release_id, period_start, period_end, value, low, high,
                         kind, role, published_from, recorded_at)
SELECT figure_id, series_id, version_id, article_id, date '2024-01-01', date '2024-12-31', value, value - 50000000,
       value + 49999999, 'flow', 'report', timestamptz '2025-01-20 09:00+09', timestamptz '2025-01-21 02:00+09'
FROM new_figure;
