-- A value is called the largest (or smallest) ever, and an earlier one of its series was larger (smaller).
-- The words must belong to the figure: of the amounts in their sentence it stands nearest; or they stand in the
-- sentence without numbers that opens the text, and it is the first amount after it and of something named there.
-- What is the
-- largest since a year (5년 만에, 2015년 이후) says nothing of the time before. Months, quarters and halves
-- are compared with the same season where the words are about it (10월 기준).
WITH text AS MATERIALIZED (
    -- Few texts have such words at all.
    SELECT version.version_id, version.body
    FROM (SELECT DISTINCT version_id FROM scope_reading WHERE NOT is_companion) AS read
    -- By key: there are many texts that are not in scope.
    CROSS JOIN LATERAL (
        SELECT article_version.version_id, article_version.body
        FROM article_version
        WHERE article_version.version_id = read.version_id
          AND article_version.text ~ '최[대고다저소]|가장'
        OFFSET 0
    ) AS version
),
praised AS (
    SELECT reading.*, words.record, words.record ~ '[저소]$|가장\s?[적낮작]' AS smallest,
           row_number() OVER (
               PARTITION BY reading.version_id, reading.sentence
               ORDER BY abs(strpos(said.sentence, reading.quote) - strpos(said.sentence, words.record))
           ) AS nearness
    FROM scope_reading AS reading
    JOIN text AS version ON version.version_id = reading.version_id
    CROSS JOIN LATERAL (
        SELECT CASE WHEN reading.stands_in = 'paragraph' AND reading.sentence !~ '(?:역대|사상)'
                    THEN substring(text_before(version.body, reading.quote) FROM '^[^0-9]{8,90}[다됐음]\.\s[^.]{0,80}$') END AS opening
    ) AS led
    CROSS JOIN LATERAL (
        SELECT CASE WHEN led.opening ~ '(?:역대|사상)\s?(?:최[대고다저소]|가장)'
                     AND EXISTS (
                         SELECT FROM regexp_split_to_table(split_part(led.opening, '.', 1), '[^가-힣]+') AS word
                         WHERE length(word) >= 3 AND left(word, 2) <> left(reading.place, 2)
                           AND strpos(reading.phrase, left(word, 3)) > 0)
                    THEN split_part(led.opening, '.', 1) || reading.sentence
                    ELSE reading.sentence END AS sentence
    ) AS said
    CROSS JOIN LATERAL (
        SELECT substring(
            said.sentence
            FROM '(?:역대|사상)\s?(?:최[대고다저소]|가장\s?[가-힣]{1,2})'
              || '|(?:통계|집계|조사|관측|측정|개최|개장|개관|출범|개청|도입|시행|시작)(?:\s?작성)?(?:을 시작한|한|된)?\s?(?:이래|이후|뒤)'
              || '(?:로)?\s?(?:최[대고다저소]|가장\s?[가-힣]{1,2})|지금까지\s?가장\s?[가-힣]{1,2}') AS record
    ) AS words
    WHERE reading.role = 'report'
      AND reading.kind_class IN ('amount', 'cumulative')
      -- What it is held against is of its own series, of which companions are read in part.
      AND NOT reading.is_companion
      AND words.record IS NOT NULL
      AND reading.sentence !~ '(?:년|개월|분기)\s?만에|[0-9]년[^,.]{0,6}(?:이후|이래)|(?:번째|[두세네]\s?번)'
),
claim AS (
    SELECT DISTINCT ON (praised.series_id, point.length, point.starts, point.ends)
           praised.*, point.length, point.starts, point.ends, point.releases
    FROM praised
    JOIN scope_point AS point
      ON point.series_id = praised.series_id
     AND point.period_end = praised.period_end
     AND point.starts = coalesce(praised.period_start, '-infinity')
    WHERE praised.nearness = 1
    ORDER BY praised.series_id, point.length, point.starts, point.ends, praised.said_at, praised.figure_id
),
higher AS (
    SELECT DISTINCT ON (claim.figure_id)
           claim.figure_id AS claim_figure, point.*
    FROM claim
    JOIN scope_point AS point
      ON point.series_id = claim.series_id
     AND point.length = claim.length
     AND point.ends < claim.ends
     AND CASE WHEN claim.smallest THEN point.high < claim.low ELSE point.low > claim.high END
     AND point.said_at < claim.said_at
     AND NOT point.confirmed_error
    WHERE claim.length NOT IN ('month', 'quarter', 'half')
       OR claim.sentence !~ '(?:월|분기|반기)\s?(?:기준|중|으로는|로는|실적)'
       OR extract(month FROM point.period_end) = extract(month FROM claim.period_end)
    ORDER BY claim.figure_id, CASE WHEN claim.smallest THEN point.value ELSE -point.value END, point.ends DESC
)
SELECT concat_ws(':', claim.series_id, coalesce(claim.period_start::text, 'open'), claim.period_end) AS fingerprint,
       CASE WHEN claim.registered OR higher.releases > 1 OR claim.phrase = higher.phrase THEN 'warning' ELSE 'info' END
           AS severity,
       claim.series_id,
       claim.place,
       claim.metric,
       series_words(claim.place, claim.metric, claim.phrase, claim.period_start, claim.period_end, claim.scope, claim.basis)
       || jsonb_build_object(
           'say', CASE WHEN claim.smallest THEN 'smallest' ELSE 'largest' END,
           'value', amount_words(claim.value, claim.unit, claim.counter),
           'record', claim.record,
           'other_period', period_words(higher.period_start, higher.period_end),
           'other', amount_words(higher.value, higher.unit, higher.counter)) AS told,
       ARRAY[claim.value, higher.value] AS compared,
       jsonb_build_array(
           figure_evidence(claim.url, claim.outlet_id, claim.published, claim.sentence, claim.value),
           figure_evidence(higher.url, higher.outlet_id, higher.published, higher.sentence, higher.value)) AS evidence,
       ARRAY[claim.figure_id, higher.figure_id] AS figure_ids
FROM claim
JOIN higher ON higher.claim_figure = claim.figure_id
