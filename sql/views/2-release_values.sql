-- What each announcement says for each series and period, as of a moment, with quote and link.
CREATE FUNCTION release_values(as_of timestamptz, time_basis time_basis DEFAULT 'known')
RETURNS TABLE (
    series_id uuid, place text, place_id text, metric text, registered boolean, scope text,
    basis text, kind_class text, unit_class text, speaker text,
    period_start date, period_end date, value numeric, value_high numeric, low numeric,
    high numeric, unit text, counter text, kind text, role text, said_at timestamptz,
    recorded_at timestamptz, release_said_at timestamptz, release_figures bigint,
    release_agrees boolean, phrase text, quote text, sentence text, period_rung text, outlet_id text, url text, title text,
    release_id uuid, article_id uuid, version_id uuid, figure_id uuid
)
LANGUAGE sql STABLE AS $$
SELECT claim.series_id, claim.place, claim.place_id, claim.metric, claim.registered, claim.scope,
       claim.basis, claim.kind_class, claim.unit_class, claim.speaker,
       claim.period_start, claim.period_end, claim.value, claim.value_high, claim.low,
       claim.high, figure.unit, figure.counter, claim.kind, claim.role, claim.said_at,
       claim.recorded_at, claim.release_said_at, claim.release_figures, claim.release_agrees, figure.phrase,
       figure.quote, figure.sentence, figure.period_rung, article.outlet_id, article.url,
       version.title, claim.release_id, claim.article_id, claim.version_id, claim.figure_id
FROM release_claims(as_of, time_basis) AS claim
JOIN figure ON figure.figure_id = claim.figure_id
JOIN article_version AS version ON version.version_id = claim.version_id
JOIN article ON article.article_id = claim.article_id
$$;
COMMENT ON FUNCTION release_values(timestamptz, time_basis) IS
    'One row for each series, period and announcement: the value that the announcement gives, as published or as known to us at a moment. Wordings that only round another value are left out. Columns as in series_latest; release_said_at is when the announcement first gave a value, release_figures how many of its figures say something of that series and period, release_agrees whether they are all the same value within the rounding of each.';
