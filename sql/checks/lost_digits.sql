-- A printed number is another one of the same series and period without one of its digits.
-- The other one may be what another announcement or copy reports, or what a later one cites as its base.
SELECT concat_ws(':', short.series_id, coalesce(short.period_start::text, 'open'), coalesce(short.period_end::text, 'open'))
           AS fingerprint,
       'warning' AS severity,
       short.series_id,
       short.place,
       short.metric,
       format('%s의 ‘%s’ %s(%s)에서 숫자가 빠진 듯합니다: 다른 곳에는 %s 나옵니다(%s회).',
              short.place, left(short.phrase, 60),
              korean_amount(short.value, short.unit, short.counter),
              korean_period(short.period_start, short.period_end),
              with_particle(korean_amount(whole.value, whole.unit, whole.counter), '으로', '로'), whole.times) AS message,
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
