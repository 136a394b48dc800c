-- What was announced for the date of a target falls short of it, and the text does not say so.
-- Targets and results are different series of one measure, place, scope and speaker. A target for a period
-- is held against what was counted in that period; one by a date against a running total or a stock.
WITH
-- Few of the targets in scope have a result: only of those the words are looked at.
meeting AS MATERIALIZED (
    SELECT aim.ctid AS aim_place, outcome.ctid AS outcome_place
    FROM scope_voice AS aim
    JOIN scope_voice AS outcome
      ON outcome.place = aim.place
     AND outcome.metric = aim.metric
     AND outcome.scope = aim.scope
     AND outcome.speaker = aim.speaker
     AND outcome.unit_class = aim.unit_class
     AND outcome.unit = aim.unit
     AND outcome.ends = aim.ends
     AND outcome.release_id <> aim.release_id
     AND outcome.release_said_at > aim.release_said_at
    WHERE aim.kind_class = 'target'
      AND aim.role = 'report'
      AND aim.agrees
      AND aim.period_end IS NOT NULL
      AND aim.period_rung <> 'none'
      AND outcome.kind_class IN ('amount', 'cumulative')
      AND outcome.role = 'report'
      AND outcome.agrees
      AND outcome.basis IN ('', 'final')
      AND outcome.period_rung NOT IN ('none', 'publication')
      -- What is told in the last two weeks of a year is its result.
      AND (outcome.said_on >= outcome.period_end - 16
           -- Money is allotted before its budget year.
           OR (outcome.unit = 'KRW' AND outcome.kind = 'level'
               AND outcome.period_end - outcome.period_start BETWEEN 360 AND 366
               AND outcome.said_on >= outcome.period_start - 40))
),
aim AS MATERIALIZED (
    SELECT scope_voice.*, scope_voice.ctid AS row_place,
           -- 2026년까지, 누적: the whole until then, not what is counted in the last year.
           -- 올해 말까지 420곳: what is done in this year.
           period_start IS NULL AND extract(year FROM period_end) > extract(year FROM said_on)
           OR sentence ~ '누적|누계'
           OR (sentence ~ '년까지|말까지|까지' AND extract(year FROM period_end) > extract(year FROM said_on) + 1) AS by_a_date,
           CASE
               WHEN bound.upper_limit THEN 'down'
               WHEN bound.reduction THEN 'up'
               WHEN bound.lowered_to THEN 'down'
               WHEN bound.burden THEN 'down'
               WHEN sentence ~ '감축|저감|절감|낮추|줄이|줄여|감소' THEN NULL
               ELSE 'up'
           END AS direction
    FROM scope_voice
    LEFT JOIN measure USING (metric)
    CROSS JOIN LATERAL (
        SELECT substr(sentence, greatest(strpos(sentence, quote), 1) + length(quote), 16) AS after_quote,
               concat_ws(' ', phrase, measure.label_ko) AS name
    ) AS words
    -- No registry says whether more is better: the words do. A limit, a burden, a fall to a value ask for
    -- less; a measure that is itself a reduction asks for more of it.
    CROSS JOIN LATERAL (
        SELECT after_quote ~ '^\s*(이하|이내|미만|밑)' AS upper_limit,
               name ~ '(감축|절감|저감|감소|절약|감면)' AND after_quote !~ '^\s*(수준)?(으로|로|까지)\s*(감축|줄|낮|저감|절감)' AS reduction,
               after_quote ~ '^\s*(수준)?(으로|로|까지)\s*[가-힣]{0,6}\s*(감축|줄|낮|저감|감소|떨어|억제)' AS lowered_to,
               name ~ '사망|부상|사상자|사고|재해|화재|범죄|실업|미분양|체납|부채|채무|미세먼지|오염|농도|배출|폐기물|쓰레기|악취|누수|결식|자살|빈집|공실|폐업|이직|결핵|감염|확진|환자|민원|산불|탈락|체불|유출 인구|전출'
                   AS burden
    ) AS bound
    WHERE scope_voice.ctid IN (SELECT aim_place FROM meeting)
),
outcome AS MATERIALIZED (
    SELECT scope_voice.*, scope_voice.ctid AS row_place,
           kind_class = 'cumulative'
           OR period_start IS NULL
           OR (kind = 'level' AND (measure.nature = 'stock' OR period_start = period_end OR sentence ~ '말까지|년까지|말 기준|말 현재|누적|지금까지|그동안'))
               AS by_a_date
    FROM scope_voice
    LEFT JOIN measure USING (metric)
    WHERE scope_voice.ctid IN (SELECT outcome_place FROM meeting)
),
paired AS (
    SELECT aim.figure_id AS aim_figure_id, outcome.figure_id AS outcome_figure_id, aim.series_id, aim.ends, aim.direction,
           aim.value AS target, outcome.value AS result, aim.unit, aim.registered, aim.by_a_date, outcome.kind_class,
           outcome.release_said_at, outcome.said_on, outcome.version_id, outcome.release_id,
           aim.release_said_at AS aim_said_at,
           CASE aim.direction WHEN 'up' THEN outcome.high >= aim.low ELSE outcome.low <= aim.high END AS met
    FROM meeting
    JOIN aim ON aim.row_place = meeting.aim_place
    JOIN outcome
      ON outcome.row_place = meeting.outcome_place
     AND CASE
             WHEN aim.by_a_date THEN outcome.by_a_date
             ELSE (outcome.starts = aim.starts
                   OR aim.period_start IS NULL AND outcome.period_end - outcome.period_start BETWEEN 360 AND 366)
                  AND outcome.kind_class = 'amount'
                  OR outcome.by_a_date AND outcome.kind_class = 'amount'
         END
    WHERE aim.direction IS NOT NULL
),
-- The target that stood when the result was told, and the result that was told last.
standing AS (
    SELECT DISTINCT ON (series_id, ends) paired.*
    FROM paired
    ORDER BY series_id, ends, release_said_at DESC, outcome_figure_id, aim_said_at DESC, aim_figure_id
),
missed AS (
    SELECT standing.*,
           abs(result - target) AS gap,
           (SELECT version.text ~ '못 ?미치|미치지 못|못 ?미쳤|못미|미달|밑돌|하회|달성하지 못|채우지 못|이루지 못|달성에 실패|목표보다 [^.]{0,20}(적|낮|부족|모자)|목표에 [^.]{0,12}(부족|모자)|하향|차질을 빚'
            FROM article_version AS version WHERE version.version_id = standing.version_id)
           OR EXISTS (
               SELECT FROM scope_reading AS quota
               WHERE quota.release_id = standing.release_id
                 AND quota.kind_class = 'attainment'
                 AND quota.period_end = standing.ends
                 AND quota.value < 100
           ) AS told_so
    FROM standing
    WHERE NOT met
      AND NOT EXISTS (
          SELECT FROM paired AS other
          WHERE other.series_id = standing.series_id AND other.ends = standing.ends AND other.met
      )
)
SELECT concat_ws(':', aim.series_id, aim.period_end) AS fingerprint,
       CASE
           WHEN missed.told_so THEN 'info'
           WHEN missed.unit IN ('%', '%p') THEN CASE WHEN missed.gap >= 1 AND missed.gap >= 0.02 * abs(missed.target) THEN 'warning' ELSE 'info' END
           WHEN missed.gap < 0.05 * abs(missed.target) THEN 'info'
           -- A few per cent of the target are another thing than what was aimed at.
           WHEN missed.direction = 'up' AND missed.result < 0.2 * missed.target THEN 'info'
           WHEN missed.direction = 'up' AND (missed.by_a_date OR NOT missed.registered) AND missed.result < 0.4 * missed.target THEN 'info'
           WHEN missed.direction = 'down' AND missed.result > 5 * missed.target THEN 'info'
           ELSE 'warning'
       END AS severity,
       outcome.series_id,
       aim.place,
       aim.metric,
       series_words(aim.place, aim.metric, aim.phrase, aim.period_start, aim.period_end, aim.scope, '')
       || jsonb_build_object(
           'say', 'missed',
           'until', CASE WHEN aim.by_a_date THEN deadline_words(aim.period_end)
                         ELSE period_words(aim.period_start, aim.period_end) END,
           'target', amount_words(aim.value, aim.unit, aim.counter),
           'aimed_on', day_words(aim.said_on),
           'result', amount_words(outcome.value, outcome.unit, outcome.counter),
           'told_on', day_words(outcome.said_on),
           'rest', CASE
               WHEN missed.told_so THEN jsonb_build_object('say', 'told_so')
               WHEN aim.unit IN ('%', '%p') THEN jsonb_build_object('say', 'apart', 'gap', amount_words(missed.gap, '%p', NULL))
               WHEN aim.value <> 0
                   THEN jsonb_build_object('say', 'share', 'share', amount_words(round(100 * outcome.value / aim.value, 1), '%', NULL))
           END) AS told,
       ARRAY[outcome.value, aim.value] AS compared,
       jsonb_build_array(
           figure_evidence(outcome.url, outcome.outlet_id, outcome.published, outcome.sentence, outcome.value),
           figure_evidence(aim.url, aim.outlet_id, aim.published, aim.sentence, aim.value)) AS evidence,
       ARRAY[outcome.figure_id, aim.figure_id] AS figure_ids
FROM missed
JOIN aim ON aim.figure_id = missed.aim_figure_id
JOIN outcome ON outcome.figure_id = missed.outcome_figure_id
