-- What people corrected, beside what is announced; and the printed figures that are wrong by it.
CREATE VIEW corrections AS
SELECT correction.correction_id, key.series_id, key.place, key.place_id, key.metric, key.registered,
       key.scope, key.basis, key.kind_class, key.unit_class, key.speaker, correction.period_start,
       correction.period_end, announced.value AS announced_value, correction.value AS corrected_value,
       correction.quote, correction.reason, correction.corrected_by, correction.corrected_at,
       standing.correction_id IS NOT NULL AS in_force,
       withdrawal.withdrawn_by, withdrawal.withdrawn_at, withdrawal.reason AS withdrawal_reason,
       current_flag(correction.flag_id) AS flag_id
FROM correction
JOIN series_key AS key ON key.series_id = correction.current_series_id
LEFT JOIN correction_withdrawal AS withdrawal ON withdrawal.correction_id = correction.correction_id
LEFT JOIN corrections_as_of('infinity') AS standing ON standing.correction_id = correction.correction_id
LEFT JOIN LATERAL (
    SELECT latest.value
    FROM series_latest AS latest
    WHERE latest.series_id = key.series_id
      AND latest.period_end IS NOT DISTINCT FROM correction.period_end
      AND latest.period_start IS NOT DISTINCT FROM correction.period_start
    LIMIT 1
) AS announced ON true;
COMMENT ON VIEW corrections IS 'What people found to be right, beside what the latest announcement says, withdrawn corrections included.';
COMMENT ON COLUMN corrections.correction_id IS 'The correction; `jipyo flags withdraw` takes it.';
COMMENT ON COLUMN corrections.announced_value IS 'Value of the latest announcement, as in series_latest; null where none stands.';
COMMENT ON COLUMN corrections.corrected_value IS 'The right value, in base units.';
COMMENT ON COLUMN corrections.quote IS 'The right value as the person wrote it.';
COMMENT ON COLUMN corrections.reason IS 'Why it is right.';
COMMENT ON COLUMN corrections.corrected_by IS 'Who says so.';
COMMENT ON COLUMN corrections.corrected_at IS 'When.';
COMMENT ON COLUMN corrections.in_force IS 'False where it was withdrawn, or a later one stands.';
COMMENT ON COLUMN corrections.withdrawn_by IS 'Who took it back; null where nobody did.';
COMMENT ON COLUMN corrections.withdrawn_at IS 'When; null where nobody did.';
COMMENT ON COLUMN corrections.withdrawal_reason IS 'Why; null where nobody did.';
COMMENT ON COLUMN corrections.flag_id IS 'Flag that led to it.';

CREATE VIEW confirmed_errors AS
SELECT * FROM confirmed_errors_as_of('infinity');
COMMENT ON VIEW confirmed_errors IS 'Printed figures that are known to be wrong: another value stands in a correction of their series and period, beyond the rounding of both. What no trend should be drawn through.';
COMMENT ON COLUMN confirmed_errors.value IS 'The printed value, in base units.';
COMMENT ON COLUMN confirmed_errors.corrected_value IS 'The right value, in base units.';
COMMENT ON COLUMN confirmed_errors.correction_id IS 'The correction that says so.';
