-- The target for a date is another one in a later announcement, or has moved to a later year, or both, without
-- a word about the change.
WITH aim AS MATERIALIZED (
    -- The texts follow at the end, for what is told.
    SELECT figure_id, version_id, release_id, series_id, place, metric, value, low, high, starts, ends, period_start, period_end,
           said_on, release_said_at,
           CASE WHEN low > '-Infinity' AND high < 'Infinity' THEN (high - low) / 2 ELSE 0 END AS cut,
           period_start IS NULL OR sentence ~ '년까지|말까지' AS by_a_date
    FROM scope_voice
    WHERE kind_class = 'target'
      AND role = 'report'
      AND agrees
      AND period_end IS NOT NULL
      AND period_rung <> 'none'
),
-- The same target said again and again is told by the first and the last time: pairs grow with the square.
told AS (
    SELECT aim.*,
           ROW (value, low, high, cut, starts, by_a_date) AS said,
           lag(ROW (value, low, high, cut, starts, by_a_date)) OVER same_day AS said_before,
           lead(ROW (value, low, high, cut, starts, by_a_date)) OVER same_day AS said_after
    FROM aim
    WINDOW same_day AS (PARTITION BY series_id, ends ORDER BY release_said_at, figure_id)
),
turn AS MATERIALIZED (
    SELECT * FROM told WHERE said IS DISTINCT FROM said_before OR said IS DISTINCT FROM said_after
),
first_said AS MATERIALIZED (
    SELECT series_id, ends, min(release_said_at) AS first_said_at FROM aim GROUP BY series_id, ends
),
-- Told side by side they are steps on one way.
milestones AS MATERIALIZED (
    SELECT DISTINCT series_id
    FROM (
        SELECT series_id FROM aim GROUP BY series_id, release_id HAVING count(DISTINCT ends) > 1
    ) AS told_together
),
pair AS (
    SELECT earlier.figure_id AS earlier_figure_id, later.figure_id AS later_figure_id,
           later.series_id, earlier.ends AS earlier_ends, later.ends, 'value' AS moved,
           later.release_said_at, earlier.release_said_at AS earlier_said_at,
           later.low AS later_low, later.high AS later_high, later.cut AS later_cut
    FROM turn AS earlier
    JOIN turn AS later
      ON later.series_id = earlier.series_id
     AND later.ends = earlier.ends
     -- A target for one year and a target by its end are one; 7월까지 and 한 해 are not, they end apart.
     AND (later.starts = earlier.starts OR later.by_a_date = earlier.by_a_date)
     AND later.release_id <> earlier.release_id
     AND later.release_said_at > earlier.release_said_at
     AND (later.low > earlier.high + greatest(earlier.cut, later.cut)
          OR later.high < earlier.low - greatest(earlier.cut, later.cut))
    UNION ALL
    SELECT earlier.figure_id, later.figure_id, later.series_id, earlier.ends, later.ends,
           CASE WHEN later.value = earlier.value THEN 'date' ELSE 'both' END,
           later.release_said_at, earlier.release_said_at, later.low, later.high, later.cut
    FROM aim AS earlier
    JOIN aim AS later
      ON later.series_id = earlier.series_id
     AND later.ends > earlier.ends
     AND CASE WHEN later.value = earlier.value THEN later.high - later.low = earlier.high - earlier.low
              -- Before its day is over the earlier target is no longer the aim, and nobody says how far it got.
              ELSE earlier.ends > later.release_said_at + interval '90 days'
                   AND (later.low > earlier.high OR later.high < earlier.low) END
     AND later.release_id <> earlier.release_id
     AND later.release_said_at > earlier.release_said_at
    JOIN first_said AS later_aim ON later_aim.series_id = later.series_id AND later_aim.ends = later.ends
    LEFT JOIN milestones ON milestones.series_id = later.series_id
    -- The same number for every single year is a repeated yearly target.
    WHERE earlier.by_a_date
      AND later.by_a_date
      -- Both stood before, or it is a series of milestones.
      AND (later.value = earlier.value
           OR later_aim.first_said_at > earlier.release_said_at AND milestones.series_id IS NULL)
      AND extract(year FROM earlier.period_end) > extract(year FROM earlier.said_on)
      AND extract(year FROM later.period_end) > extract(year FROM later.said_on)
      AND extract(year FROM later.period_end) > extract(year FROM earlier.period_end)
      -- Both dates were known before, or are told side by side: milestones.
      AND NOT EXISTS (
          SELECT FROM aim AS beside
          WHERE beside.series_id = later.series_id AND beside.ends = earlier.ends AND beside.release_id = later.release_id
      )
      AND NOT EXISTS (
          SELECT FROM aim AS beside
          WHERE beside.series_id = later.series_id AND beside.ends = later.ends AND beside.release_id = earlier.release_id
      )
),
-- Each later target is held against the one that stood before it; the last change is told.
before AS (
    SELECT DISTINCT ON (pair.later_figure_id, pair.moved) pair.*
    FROM pair
    -- What was said between the two may have been the change already.
    WHERE NOT EXISTS (
        SELECT FROM turn AS between_them
        WHERE between_them.series_id = pair.series_id
          AND between_them.ends = pair.ends
          AND between_them.release_said_at < pair.release_said_at
          AND between_them.release_said_at > pair.earlier_said_at
          AND between_them.low <= pair.later_high + greatest(between_them.cut, pair.later_cut)
          AND between_them.high >= pair.later_low - greatest(between_them.cut, pair.later_cut)
    )
    ORDER BY pair.later_figure_id, pair.moved, pair.earlier_said_at DESC, pair.earlier_figure_id
),
change AS (
    SELECT DISTINCT ON (series_id, ends) before.*
    FROM before
    ORDER BY series_id, ends, moved DESC, release_said_at DESC, later_figure_id
),
-- The later announcement names the earlier target itself.
named AS MATERIALIZED (
    SELECT DISTINCT change.later_figure_id
    FROM change
    JOIN aim AS earlier ON earlier.figure_id = change.earlier_figure_id
    JOIN aim AS later ON later.figure_id = change.later_figure_id
    JOIN scope_reading AS quoted
      ON quoted.release_id = later.release_id
     AND quoted.place = later.place
     AND quoted.metric = later.metric
     AND quoted.value = earlier.value
     AND quoted.high - quoted.low = earlier.high - earlier.low
    WHERE change.moved <> 'date'
      AND quoted.kind_class IN ('target', 'amount', 'forecast')
),
judged AS (
    SELECT change.*,
           (SELECT version.text ~ '상향|하향|목표[가-힣]{0,2}[을를] ?((\S+(로|서|만큼|이나)|다시|크게|소폭|대폭|일부) ){0,3}(조정|변경|수정|늘|줄|높|낮|올려|올렸|올린|올리|내려|내렸|늦|미루|미뤄|미뤘|앞당|바꾸|바꿨|바꿔|연장|확대|축소|고쳐)|목표[^.]{0,20}(재조정|재설정|새로 (잡|정|세))|당초(?! ?예산)|애초|종전|기존 ?(목표|계획)|수정 ?(목표|계획)|계획[을를이] ?(\S+(로|서) ){0,2}(변경|조정|수정|축소|연기|늦|미루|미뤄)|목표 ?(연도|시점|시기)[^.]{0,10}(늦|미|조정|변경|앞당)'
            FROM article_version AS version WHERE version.version_id = later.version_id)
           OR named.later_figure_id IS NOT NULL AS told_so
    FROM change
    JOIN aim AS earlier ON earlier.figure_id = change.earlier_figure_id
    JOIN aim AS later ON later.figure_id = change.later_figure_id
    LEFT JOIN named ON named.later_figure_id = change.later_figure_id
)
SELECT concat_ws(':', later.series_id, CASE WHEN judged.moved <> 'value' THEN earlier.period_end END, later.period_end) AS fingerprint,
       CASE
           WHEN judged.told_so THEN 'info'
           WHEN 'publication' IN (earlier.period_rung, later.period_rung) THEN 'info'
           WHEN judged.moved = 'date' THEN 'warning'
           -- More for later may well be a further target.
           WHEN judged.moved = 'both'
                AND later.value > earlier.value * (1 + 0.5 * (extract(year FROM later.period_end) - extract(year FROM earlier.period_end)))
               THEN 'info'
           WHEN abs(later.value - earlier.value) < 0.02 * greatest(abs(later.value), abs(earlier.value)) THEN 'info'
           -- Rather the target of a part, or of another thing of the same name.
           WHEN least(abs(later.value), abs(earlier.value)) < 0.4 * greatest(abs(later.value), abs(earlier.value)) THEN 'info'
           ELSE 'warning'
       END AS severity,
       later.series_id,
       later.place,
       later.metric,
       series_words(later.place, later.metric, later.phrase, later.period_start, later.period_end, later.scope, '')
       || jsonb_build_object(
           'say', CASE
               WHEN judged.moved = 'date' THEN 'moved'
               WHEN judged.moved = 'both' THEN 'rebased'
               WHEN later.value > earlier.value THEN 'raised'
               ELSE 'lowered'
           END,
           'silently', CASE WHEN NOT judged.told_so THEN jsonb_build_object('say', 'silently') END,
           'until', CASE WHEN dated.by_a_date THEN deadline_words(later.period_end)
                         ELSE period_words(later.period_start, later.period_end) END,
           'before', amount_words(earlier.value, earlier.unit, earlier.counter),
           'before_on', day_words(earlier.said_on),
           'before_year', extract(year FROM earlier.period_end)::text,
           'after', amount_words(later.value, later.unit, later.counter),
           'after_on', day_words(later.said_on),
           'after_year', extract(year FROM later.period_end)::text) AS told,
       ARRAY[later.value, earlier.value] AS compared,
       jsonb_build_array(
           figure_evidence(later.url, later.outlet_id, later.published, later.sentence, later.value),
           figure_evidence(earlier.url, earlier.outlet_id, earlier.published, earlier.sentence, earlier.value)) AS evidence,
       ARRAY[later.figure_id, earlier.figure_id] AS figure_ids
FROM judged
JOIN scope_voice AS earlier ON earlier.figure_id = judged.earlier_figure_id AND earlier.role = 'report'
JOIN scope_voice AS later ON later.figure_id = judged.later_figure_id AND later.role = 'report'
JOIN aim AS dated ON dated.figure_id = judged.later_figure_id
