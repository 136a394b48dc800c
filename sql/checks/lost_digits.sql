-- A printed number is another one of the same series and period without one of its digits.
-- The other one may be what another announcement or copy reports, or what a later one cites as its base.
SELECT concat_ws(':', short.series_id, coalesce(short.period_start::text, 'open'), coalesce(short.period_end::text, 'open'))
           AS fingerprint,
       'warning' AS severity,
       short.series_id,
       short.place,
       short.metric,
       series_words(short.place, short.metric, short.phrase, short.period_start, short.period_end, short.scope, short.basis)
       || jsonb_build_object(
           'say', 'lost',
           'value', amount_words(short.value, short.unit, short.counter),
           'whole', amount_words(whole.value, whole.unit, whole.counter),
           'times', whole.times) AS told,
       ARRAY[short.value, whole.value] AS compared,
       jsonb_build_array(
           figure_evidence(short.url, short.outlet_id, short.published, short.sentence, short.value),
           figure_evidence(whole.url, whole.outlet_id, whole.published, whole.sentence, whole.value)) AS evidence,
       ARRAY[short.figure_id, whole.figure_id] AS figure_ids
FROM scope_said AS short
JOIN scope_said AS whole
  ON whole.series_id = short.series_id
 AND whole.starts = short.starts
 AND whole.ends = short.ends
WHERE whole.low > short.high
  AND length(rtrim(trunc(whole.value)::text, '0')) >= 4
  AND lacks_one_digit(short.value, whole.value)
  -- What a text corrects is mended, and its correction is no slip.
  AND NOT EXISTS (
      SELECT FROM article_version AS version
      WHERE version.version_id IN (short.version_id, whole.version_id) AND tells_correction(version.text)
  )
