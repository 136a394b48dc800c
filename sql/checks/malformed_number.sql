-- Numbers that cannot be read as printed, with what is likely meant.
-- What is meant stands in the same text or in a copy of the announcement for the same series and period, or
-- follows from the growth that the text prints; else the usual slips of the form say what it may be.
WITH broken AS MATERIALIZED (
    SELECT found.*, version.*, article.*, named.*
    FROM scope_run
    JOIN check_scope ON check_scope.run_id = scope_run.run_id
    CROSS JOIN LATERAL (
        SELECT figure.figure_id, figure.version_id, figure.series_id, figure.quote, figure.sentence, figure.unit,
               figure.counter, figure.phrase, figure.role, figure.stands_in, figure.start_char,
               figure.period_start, figure.period_end, figure.kind,
               coalesce(figure.value, printed_amount(figure.quote)) AS value
        FROM figure
        WHERE figure.series_id = check_scope.series_id
          AND figure.malformed
        OFFSET 0
    ) AS found
    -- By key, step by step: malformed numbers are few, and the tables large.
    CROSS JOIN LATERAL (
        SELECT version.article_id, version.published_at, version.published_day
        FROM article_version AS version
        WHERE version.version_id = found.version_id
          AND version.relevance <> 'other'
          AND version.version_id = (
              SELECT shown.version_id
              FROM article_version AS shown
              WHERE shown.article_id = version.article_id
                AND shown.recorded_at <= scope_run.as_of
              ORDER BY version_seen_at(shown.version_id, shown.recorded_at, scope_run.as_of) DESC, shown.version_id DESC
              LIMIT 1)
        OFFSET 0
    ) AS version
    CROSS JOIN LATERAL (
        SELECT article.release_id, article.url, article.outlet_id
        FROM article
        WHERE article.article_id = version.article_id
        OFFSET 0
    ) AS article
    CROSS JOIN LATERAL (
        SELECT series_key.place, series_key.metric, series_key.scope, series_key.basis, series_key.kind_class
        FROM series_key
        WHERE series_key.series_id = found.series_id
        OFFSET 0
    ) AS named
),
-- Well-formed figures that say the same thing: in the same text, or in a copy.
counterpart AS (
    SELECT broken.figure_id AS broken_id, good.figure_id, good.value, good.url, good.outlet_id, good.published,
           good.sentence, good.low, good.high,
           CASE
               WHEN good.version_id <> broken.version_id THEN 'copy'
               WHEN good.stands_in IN ('title', 'subtitle') THEN 'headline'
               ELSE 'text'
           END AS stands
    FROM broken
    JOIN scope_reading AS good
      ON good.release_id = broken.release_id
     AND good.unit = broken.unit
     AND good.role = broken.role
    WHERE good.figure_id NOT IN (SELECT figure_id FROM broken)
      AND ((good.series_id = broken.series_id
            AND good.period_end IS NOT DISTINCT FROM broken.period_end
            AND good.period_start IS NOT DISTINCT FROM broken.period_start)
           OR (good.version_id <> broken.version_id
               AND masked_sentence(good.sentence) = masked_sentence(broken.sentence)
               AND masked_sentence(text_before(good.sentence, good.quote))
                   = masked_sentence(text_before(broken.sentence, broken.quote)))
           -- Of another series by its words, but one of the readings that the form itself suggests.
           OR good.value = broken.value
           OR good.value IN (SELECT amounts_meant(broken.quote)))
),
-- What a printed growth or change makes of the level before.
derived AS (
    SELECT broken.figure_id AS broken_id, base.figure_id, base.value AS base_value,
           base.url, base.outlet_id, base.published, base.sentence,
           CASE WHEN step.unit = '%' THEN base.value * (1 + step.low / 100) ELSE base.low + step.low END AS low,
           CASE WHEN step.unit = '%' THEN base.value * (1 + step.high / 100) ELSE base.high + step.high END AS high
    FROM broken
    -- In other words (징수액) it is the same if the text has no other such base.
    JOIN (
        SELECT scope_reading.*, count(*) OVER (PARTITION BY version_id, place, unit) AS bases
        FROM scope_reading
        WHERE role = 'base'
    ) AS base
      ON base.version_id = broken.version_id AND base.place = broken.place AND base.unit = broken.unit
     AND (base.series_id = broken.series_id OR base.bases = 1)
     AND base.value > 0
    JOIN scope_reading AS step
      ON step.version_id = broken.version_id AND step.place = broken.place
     AND step.metric IN (broken.metric, base.metric)
     AND step.period_end IS NOT DISTINCT FROM broken.period_end
     AND ((step.kind = 'growth' AND step.unit = '%') OR (step.kind = 'change' AND step.unit = broken.unit))
),
reading AS (
    SELECT figure_id AS broken_id, value, true AS needs_witness FROM broken
    UNION
    SELECT figure_id, meant, false FROM broken CROSS JOIN LATERAL amounts_meant(broken.quote) AS meant
    UNION
    -- 2,84억: digits are gone behind the comma. Noughts are as good as any others, if something speaks for them.
    SELECT broken.figure_id, printed_amount(padded.quote), true
    FROM broken
    CROSS JOIN LATERAL (
        SELECT regexp_replace(regexp_replace(broken.quote, ',([0-9]{2})(?![0-9])', ',\10', 'g'),
                              ',([0-9])(?![0-9])', ',\100', 'g') AS quote
    ) AS padded
    WHERE padded.quote <> broken.quote
),
-- Each reading with what speaks for it; a counterpart is a reading by itself.
weighed AS (
    SELECT reading.broken_id, reading.value, reading.needs_witness,
           (SELECT (array_agg(counterpart.figure_id ORDER BY counterpart.stands = 'headline' DESC, counterpart.figure_id))[1]
            FROM counterpart
            WHERE counterpart.broken_id = reading.broken_id
              AND counterpart.low <= reading.value AND counterpart.high >= reading.value) AS counterpart_id,
           (SELECT (array_agg(derived.figure_id ORDER BY derived.figure_id))[1]
            FROM derived
            WHERE derived.broken_id = reading.broken_id
              AND derived.low <= reading.value AND derived.high >= reading.value) AS base_id
    FROM reading
    UNION ALL
    SELECT broken_id, value, false, figure_id, NULL
    FROM counterpart
),
likely AS (
    SELECT DISTINCT ON (broken_id) *
    FROM weighed
    WHERE NOT needs_witness OR counterpart_id IS NOT NULL OR base_id IS NOT NULL
    ORDER BY broken_id, counterpart_id IS NOT NULL DESC, base_id IS NOT NULL DESC, needs_witness, value
)
SELECT concat_ws(':', broken.article_id, broken.series_id, coalesce(broken.period_start::text, 'open'),
                 coalesce(broken.period_end::text, 'open'), broken.stands_in IN ('title', 'subtitle'),
                 -- A text may print two broken numbers of one series and period.
                 row_number() OVER (
                     PARTITION BY broken.article_id, broken.series_id, broken.period_start, broken.period_end,
                                  broken.stands_in IN ('title', 'subtitle')
                     ORDER BY broken.start_char)) AS fingerprint,
       'warning' AS severity,
       broken.series_id,
       broken.place,
       broken.metric,
       series_words(broken.place, broken.metric, broken.phrase, broken.period_start, broken.period_end, broken.scope,
                    broken.basis, broken.kind_class)
       || jsonb_build_object(
           'say', 'malformed',
           'quote', btrim(broken.quote),
           'literal', CASE WHEN broken.value IS NOT NULL
               THEN jsonb_build_object('say', 'literal', 'value', amount_words(broken.value, broken.unit, broken.counter)) END,
           'likely', CASE WHEN likely.value IS NOT NULL THEN jsonb_build_object(
               'say', CASE
                   WHEN counterpart.stands = 'copy' THEN 'by_copy'
                   WHEN likely.counterpart_id IS NOT NULL
                       THEN concat_ws('_and_', 'by_' || counterpart.stands, CASE WHEN likely.base_id IS NOT NULL THEN 'growth' END)
                   WHEN likely.base_id IS NOT NULL THEN 'by_growth'
                   ELSE 'by_form'
               END,
               'value', amount_words(likely.value, broken.unit, broken.counter)) END) AS told,
       array_remove(ARRAY[broken.value, nullif(likely.value, broken.value), base.value], NULL) AS compared,
       jsonb_build_array(figure_evidence(
           broken.url, broken.outlet_id,
           CASE
               WHEN broken.published_at IS NOT NULL
                   THEN to_char(broken.published_at AT TIME ZONE 'Asia/Seoul', 'YYYY-MM-DD"T"HH24:MI:SS"+09:00"')
               ELSE broken.published_day::text
           END,
           broken.sentence, broken.value))
       || CASE WHEN counterpart.figure_id IS NULL THEN '[]' ELSE jsonb_build_array(figure_evidence(
              counterpart.url, counterpart.outlet_id, counterpart.published, counterpart.sentence, counterpart.value)) END
       || CASE WHEN base.figure_id IS NULL THEN '[]' ELSE jsonb_build_array(figure_evidence(
              base.url, base.outlet_id, base.published, base.sentence, base.value)) END AS evidence,
       array_remove(ARRAY[broken.figure_id, counterpart.figure_id, base.figure_id], NULL) AS figure_ids
FROM broken
LEFT JOIN likely ON likely.broken_id = broken.figure_id
LEFT JOIN counterpart ON counterpart.broken_id = broken.figure_id AND counterpart.figure_id = likely.counterpart_id
LEFT JOIN scope_reading AS base ON base.figure_id = likely.base_id
