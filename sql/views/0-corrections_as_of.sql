-- Which correction stood for each series and period, as of a moment: the last one not withdrawn.
CREATE FUNCTION corrections_as_of(as_of timestamptz)
RETURNS TABLE (
    correction_id bigint, series_id uuid, period_start date, period_end date, value numeric,
    low numeric, high numeric
)
LANGUAGE sql STABLE AS $$
SELECT correction.correction_id, correction.current_series_id, correction.period_start, correction.period_end,
       correction.value, correction.low, correction.high
FROM correction
WHERE correction.corrected_at <= as_of
  AND NOT EXISTS (
      SELECT FROM correction_withdrawal
      WHERE correction_withdrawal.correction_id = correction.correction_id
        AND correction_withdrawal.withdrawn_at <= as_of
  )
  AND NOT EXISTS (
      SELECT FROM correction AS later
      WHERE later.current_series_id = correction.current_series_id
        AND later.period_end IS NOT DISTINCT FROM correction.period_end
        AND later.period_start IS NOT DISTINCT FROM correction.period_start
        AND later.correction_id > correction.correction_id
        AND later.corrected_at <= as_of
        AND NOT EXISTS (
            SELECT FROM correction_withdrawal
            WHERE correction_withdrawal.correction_id = later.correction_id
              AND correction_withdrawal.withdrawn_at <= as_of
        )
  )
$$;
COMMENT ON FUNCTION corrections_as_of(timestamptz) IS
    'Corrections in force at a moment, at most one for each series and period.';

CREATE FUNCTION confirmed_errors_as_of(as_of timestamptz)
RETURNS TABLE (
    figure_id uuid, series_id uuid, period_start date, period_end date, value numeric,
    corrected_value numeric, correction_id bigint
)
LANGUAGE sql STABLE AS $$
SELECT observation.figure_id, observation.series_id, observation.period_start, observation.period_end,
       observation.value, correction.value, correction.correction_id
FROM corrections_as_of(as_of) AS correction
JOIN observation
  ON observation.series_id = correction.series_id
 AND observation.period_end IS NOT DISTINCT FROM correction.period_end
 AND observation.period_start IS NOT DISTINCT FROM correction.period_start
WHERE observation.role IN ('report', 'base')
  AND observation.recorded_at <= as_of
  AND (observation.low > correction.high OR observation.high < correction.low)
$$;
COMMENT ON FUNCTION confirmed_errors_as_of(timestamptz) IS
    'Printed figures that were known at a moment to be wrong: another value stands in a correction of their series and period, beyond the rounding of both.';
