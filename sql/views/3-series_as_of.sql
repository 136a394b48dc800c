-- One value for each series and period: what the latest announcement says, as of a moment.
CREATE FUNCTION series_as_of(as_of timestamptz, time_basis time_basis DEFAULT 'known')
RETURNS TABLE (
    series_id uuid, place text, place_id text, metric text, registered boolean, scope text,
    basis text, kind_class text, unit_class text, speaker text,
    period_start date, period_end date, value numeric, value_high numeric, low numeric,
    high numeric, unit text, counter text, kind text, role text, said_at timestamptz,
    recorded_at timestamptz, phrase text, quote text, sentence text, period_rung text,
    outlet_id text, url text, title text, release_id uuid, article_id uuid, version_id uuid,
    figure_id uuid, corrected_value numeric
)
LANGUAGE sql STABLE AS $$
SELECT claim.series_id, claim.place, claim.place_id, claim.metric, claim.registered, claim.scope,
       claim.basis, claim.kind_class, claim.unit_class, claim.speaker, claim.period_start,
       claim.period_end, claim.value, claim.value_high, claim.low, claim.high, quoted.unit,
       quoted.counter, claim.kind, claim.role, claim.said_at, claim.recorded_at, quoted.phrase,
       quoted.quote, quoted.sentence, quoted.period_rung, quoted.outlet_id, quoted.url,
       quoted.title, claim.release_id, claim.article_id, claim.version_id, claim.figure_id,
       (SELECT correction.value
        FROM corrections_as_of(CASE time_basis WHEN 'known' THEN as_of ELSE 'infinity' END) AS correction
        WHERE correction.series_id = claim.series_id
          AND correction.period_end IS NOT DISTINCT FROM claim.period_end
          AND correction.period_start IS NOT DISTINCT FROM claim.period_start)
FROM (
    -- The columns of the key stand in DISTINCT ON so that a condition on them is applied first.
    SELECT DISTINCT ON (series_id, period_start, period_end, place, place_id, metric, registered,
                        scope, basis, kind_class, unit_class, speaker) *
    FROM release_claims(as_of, time_basis)
    ORDER BY series_id, period_start, period_end, place, place_id, metric, registered, scope,
             basis, kind_class, unit_class, speaker, release_said_at DESC, release_id DESC
) AS claim
-- By key, row by row: the planner expects far more rows than there are, and would read
-- whole tables for the few that are quoted.
CROSS JOIN LATERAL (
    SELECT figure.*, version.title, article.outlet_id, article.url
    FROM figure, article_version AS version, article
    WHERE figure.figure_id = claim.figure_id
      AND version.version_id = claim.version_id
      AND article.article_id = claim.article_id
    LIMIT 1
) AS quoted
$$;
COMMENT ON FUNCTION series_as_of(timestamptz, time_basis) IS
    'What every series said at a moment, one row for each series and period: as known to us (known: what we had recorded by then) or as published (published: what sources had said by then, whenever we learned of it). Corrections follow: those made by then, or all of them. Columns as in series_latest.';
