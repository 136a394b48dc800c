-- What each announcement says for each period of some series, the latest period first, and in it what was said last:
-- the rows of charts and tables of a report, without their words (report_words) but for those of corrections. What was
-- said last for a period stands; what was said before it is kept beside it. A correction is what a person found to be right.
SELECT told.series_id, told.figure_id, told.period_start, told.period_end, told.value, told.low, told.high, told.role,
       told.said_at, told.reader_version,
       correction.value AS corrected,
       (SELECT amount_words(correction.value, figure.unit, figure.counter)
        FROM figure
        WHERE correction.value IS NOT NULL AND figure.figure_id = told.figure_id) AS corrected_amount
FROM release_claims('infinity', 'known') AS told
LEFT JOIN corrections_as_of('infinity') AS correction
       ON correction.series_id = told.series_id
      AND correction.period_end IS NOT DISTINCT FROM told.period_end
      AND correction.period_start IS NOT DISTINCT FROM told.period_start
WHERE told.series_id = ANY(%(series_ids)s)
ORDER BY told.series_id, told.period_end DESC NULLS LAST, told.period_start DESC NULLS LAST,
         told.release_said_at DESC, told.release_id DESC
