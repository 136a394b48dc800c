-- The checks read figures together with the text around them: asked for beside current_reading_as_of, each figure and
-- each version was looked up a second time.
-- depends: 0040-nights-by-day
CREATE FUNCTION reading_in_text_as_of(as_of timestamptz)
RETURNS TABLE (
    series_id uuid, figure_id uuid, version_id uuid, release_id uuid, article_id uuid,
    period_start date, period_end date, value numeric, value_high numeric, low numeric, high numeric,
    kind text, role text, period_rung text, start_char integer, unit text, counter text, phrase text,
    quote text, sentence text, stands_in text, url text, outlet_id text, said_at timestamptz, published text,
    end_char integer, qualifiers text[], title text, relevance text
)
LANGUAGE sql STABLE AS $$
SELECT observation.series_id,
       observation.figure_id,
       observation.version_id,
       observation.release_id,
       article.article_id,
       observation.period_start,
       observation.period_end,
       observation.value,
       observation.value_high,
       CASE WHEN figure.low IS NULL THEN '-Infinity' ELSE observation.low END,
       CASE WHEN figure.high IS NULL THEN 'Infinity' ELSE observation.high END,
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
       coalesce(observation.published_from, observation.recorded_at),
       CASE
           WHEN article_version.published_at IS NOT NULL
               THEN to_char(article_version.published_at AT TIME ZONE 'Asia/Seoul', 'YYYY-MM-DD"T"HH24:MI:SS"+09:00"')
           ELSE article_version.published_day::text
       END,
       figure.end_char,
       figure.qualifiers,
       article_version.title,
       article_version.relevance
FROM observation
JOIN figure ON figure.figure_id = observation.figure_id
JOIN article_version ON article_version.version_id = observation.version_id
JOIN article ON article.article_id = article_version.article_id
WHERE observation.recorded_at <= as_of
  -- No other version of the same page was seen after it.
  AND NOT EXISTS (
      SELECT FROM article_version AS rival
      WHERE rival.article_id = article_version.article_id
        AND rival.version_id <> article_version.version_id
        AND rival.recorded_at <= as_of
        AND (version_seen_at(rival.version_id, rival.recorded_at, as_of), rival.version_id)
          > (version_seen_at(article_version.version_id, article_version.recorded_at, as_of), article_version.version_id)
  )
$$;
COMMENT ON FUNCTION reading_in_text_as_of(timestamptz) IS 'The rows of current_reading_as_of, each with where its number ends in the text, its qualifiers, and the title and relevance of its article.';

CREATE OR REPLACE FUNCTION current_reading_as_of(as_of timestamptz)
RETURNS TABLE (
    series_id uuid, figure_id uuid, version_id uuid, release_id uuid, article_id uuid,
    period_start date, period_end date, value numeric, value_high numeric, low numeric, high numeric,
    kind text, role text, period_rung text, start_char integer, unit text, counter text, phrase text,
    quote text, sentence text, stands_in text, url text, outlet_id text, said_at timestamptz, published text
)
LANGUAGE sql STABLE AS $$
SELECT series_id, figure_id, version_id, release_id, article_id, period_start, period_end, value, value_high, low, high,
       kind, role, period_rung, start_char, unit, counter, phrase, quote, sentence, stands_in, url, outlet_id, said_at,
       published
FROM reading_in_text_as_of(as_of)
$$;
