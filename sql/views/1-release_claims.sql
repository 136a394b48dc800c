-- What each announcement says for each series and period, as of a moment.
--
-- The articles of a release speak with one value: of its wordings that differ only in rounding the
-- most precise one, printed by most of its articles, in the earliest of them. A wording that only
-- rounds what another release says is not counted either. An article speaks through the version
-- that stood at the moment. Articles that are about no local government do not speak.
CREATE FUNCTION release_claims(as_of timestamptz, time_basis time_basis DEFAULT 'known')
RETURNS TABLE (
    series_id uuid, place text, place_id text, metric text, registered boolean, scope text,
    basis text, kind_class text, unit_class text, speaker text,
    period_start date, period_end date, value numeric, value_high numeric, low numeric,
    high numeric, kind text, role text, said_at timestamptz, recorded_at timestamptz,
    release_said_at timestamptz, release_figures bigint, release_agrees boolean,
    release_id uuid, article_id uuid, version_id uuid, figure_id uuid, reader_version text
)
LANGUAGE sql STABLE AS $$
SELECT key.*, voice.period_start, voice.period_end, voice.value, voice.value_high, voice.low,
       voice.high, voice.kind, voice.role, voice.said_at, voice.recorded_at, voice.release_said_at,
       voice.release_figures, voice.release_agrees, voice.release_id, voice.article_id, voice.version_id, voice.figure_id,
       voice.reader_version
FROM series_key AS key
CROSS JOIN LATERAL (
    WITH claim AS MATERIALIZED (
        SELECT observation.*, version.article_id, version.reader_version,
               coalesce(observation.published_from, observation.recorded_at) AS said_at
        FROM observation
        JOIN article_version AS version ON version.version_id = observation.version_id
        WHERE observation.series_id = key.series_id
          AND version.relevance <> 'other'
          AND observation.role IN ('report', 'base')
          AND CASE time_basis
                  WHEN 'known' THEN observation.recorded_at
                  ELSE coalesce(observation.published_from, observation.recorded_at)
              END <= as_of
          -- Another version of the same page stood in its place.
          AND NOT EXISTS (
              SELECT FROM article_version AS rival
              WHERE rival.article_id = version.article_id
                AND rival.version_id <> version.version_id
                AND CASE time_basis
                        WHEN 'known'
                            THEN rival.recorded_at <= as_of
                             AND (version_seen_at(rival.version_id, rival.recorded_at, as_of), rival.version_id)
                               > (version_seen_at(version.version_id, version.recorded_at, as_of), version.version_id)
                        ELSE version_said_at(rival) <= as_of
                             AND (version_said_at(rival), version_seen_at(rival.version_id, rival.recorded_at, 'infinity'), rival.version_id)
                               > (version_said_at(version), version_seen_at(version.version_id, version.recorded_at, 'infinity'), version.version_id)
                    END
          )
    ),
    measured AS (
        SELECT claim.*, high - low AS width, min(high - low) OVER (PARTITION BY period_start, period_end) AS finest
        FROM claim
    )
    SELECT DISTINCT ON (counted.period_start, counted.period_end, counted.release_id) counted.*
    FROM (
        SELECT measured.*,
               min(said_at) OVER releases AS release_said_at,
               count(*) OVER releases AS release_figures,
               max(low) OVER releases <= min(high) OVER releases AS release_agrees,
               count(*) OVER (PARTITION BY period_start, period_end, release_id, value) AS printed
        FROM measured
        WHERE width <= finest
           OR NOT EXISTS (
                  SELECT FROM claim AS finer
                  WHERE finer.period_end IS NOT DISTINCT FROM measured.period_end
                    AND finer.period_start IS NOT DISTINCT FROM measured.period_start
                    AND finer.low <= measured.high
                    AND finer.high >= measured.low
                    AND finer.high - finer.low < measured.width
              )
        WINDOW releases AS (PARTITION BY period_start, period_end, release_id)
    ) AS counted
    ORDER BY counted.period_start, counted.period_end, counted.release_id,
             (counted.role = 'report') DESC, counted.printed DESC, counted.said_at, counted.figure_id
) AS voice
$$;
COMMENT ON FUNCTION release_claims(timestamptz, time_basis) IS
    'What release_values rests on: the same rows without quotes and addresses; reader_version is the reader of pages and figures that gave the row.';
