-- A value outside what its measure can plausibly be, or what its unit allows.
-- The range is that of the registry; a part of a whole over 100 per cent of it and a fall by more than 100 per
-- cent are impossible for any measure. What is held against something else (대비, 용적률, 부채비율) may exceed it.
WITH suspect AS (
    SELECT DISTINCT ON (reading.series_id, reading.release_id, reading.value)
           reading.*,
           CASE
               WHEN reading.kind = 'share' AND reading.unit = '%' AND reading.low > 100
                    AND (reading.phrase !~ '(?:률|율)$' OR reading.phrase ~ '점유율$')
                    AND text_before(reading.sentence, reading.quote) !~ '(?:대비|비해|보다|기준)[^,]*$' THEN 100
               WHEN reading.kind = 'growth' AND reading.unit = '%' AND reading.high < -100 THEN -100
               -- What a part of a whole is called as a rate: nobody is served, employed or passes twice.
               WHEN reading.kind IN ('level', 'share') AND reading.unit = '%' AND reading.low > 100
                    AND reading.phrase ~ '(?:(?<!주택)(?<!주택 )보급률|취업률|고용률|실업률|진학률|투표율|합격률|접종률|포장률|점유율|공정률|공실률|응답률|등록률|수료율|생존율|검거율|회수율|재활용률|참여율|설치율)$'
                   THEN 100
               WHEN reading.high < measure.plausible_low THEN measure.plausible_low
               WHEN reading.low > measure.plausible_high THEN measure.plausible_high
           END AS bound,
           reading.phrase ~ '(?:비중|점유율|구성비)'
               OR reading.sentence ~ '[0-9]%?[를을]?\s?(?:차지|점유)' AS of_a_whole
    FROM scope_reading AS reading
    LEFT JOIN measure
           ON measure.metric = reading.metric
          AND reading.kind IN ('level', 'flow', 'cumulative')
          AND reading.registered
          AND reading.value > 0
          AND (reading.unit ~ '^[A-Z]{3}$') = ('money' = ANY (measure.unit_classes))
          AND (reading.unit = '%') = ('percent' = ANY (measure.unit_classes))
          -- The range is that of the whole, so a part may be smaller than it.
          AND (reading.scope = '' OR reading.low > measure.plausible_high)
    WHERE reading.role IN ('report', 'base')
      AND NOT reading.is_companion
    ORDER BY reading.series_id, reading.release_id, reading.value, reading.said_at, reading.figure_id
)
SELECT concat_ws(':', series_id, release_id, coalesce(period_end::text, 'open'), kind) AS fingerprint,
       CASE
           WHEN kind = 'growth' OR (kind = 'share' AND of_a_whole) THEN 'warning'
           WHEN bound = 100 AND unit = '%' AND phrase ~ '[률율]$' THEN 'warning'
           WHEN kind = 'share' THEN 'info'
           -- So little money is rather what one person gets, unless the measure was told before.
           WHEN value < bound AND unit ~ '^[A-Z]{3}$'
                AND NOT EXISTS (
                    SELECT FROM scope_point AS point
                    WHERE point.series_id = suspect.series_id AND point.value >= suspect.bound) THEN 'info'
           WHEN value > 10 * bound OR value * 10 < bound THEN 'warning'
           ELSE 'info'
       END AS severity,
       series_id,
       place,
       metric,
       series_words(place, metric, phrase, period_start, period_end, scope, basis)
       || jsonb_build_object(
           'say', CASE
               WHEN bound = 100 AND unit = '%' AND phrase ~ '[률율]$' THEN 'rate'
               WHEN kind IN ('share', 'growth') THEN kind
               WHEN value < bound THEN 'small'
               ELSE 'large'
           END,
           'value', amount_words(value, unit, counter),
           'bound', amount_words(bound, unit, counter)) AS told,
       ARRAY[value, bound] AS compared,
       jsonb_build_array(figure_evidence(url, outlet_id, published, sentence, value)) AS evidence,
       ARRAY[figure_id] AS figure_ids
FROM suspect
WHERE bound IS NOT NULL
