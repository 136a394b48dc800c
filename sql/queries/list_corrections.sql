-- Corrections, the latest last; each filter applies where it is not null.
SELECT correction_id, series_id, place, metric, period_start, period_end,
       korean_period(period_start, period_end) AS period, corrected_value, quote, reason, corrected_by,
       corrected_at, flag_id, in_force, withdrawn_by, withdrawn_at, withdrawal_reason
FROM corrections
WHERE (%(correction_id)s::bigint IS NULL OR correction_id = %(correction_id)s)
  AND (%(flag_id)s::uuid IS NULL OR flag_id = %(flag_id)s)
  AND (%(series_id)s::uuid IS NULL OR series_id = %(series_id)s)
ORDER BY correction_id
