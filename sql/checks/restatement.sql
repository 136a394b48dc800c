-- A later announcement gives another value for a period that was announced before, as news or as what it
-- compares with, and does not say that it was revised.
WITH camp AS MATERIALIZED (
    SELECT scope_camp.*,
           (SELECT array_agg(DISTINCT word) FROM regexp_split_to_table(phrase, '\s+') AS word) AS words
    FROM scope_camp
),
first_told AS MATERIALIZED (
    SELECT DISTINCT ON (series_id, frame_start, period_end) *
    FROM scope_camp
    WHERE first_round AND NOT running
    ORDER BY series_id, frame_start, period_end, releases DESC, first_said_on, release_id, figure_id
),
paired AS (
    SELECT later.figure_id, first_told.figure_id AS original_figure_id
    FROM scope_camp AS later
    JOIN first_told USING (series_id, frame_start, period_end)
    WHERE NOT later.first_round AND NOT later.running
    UNION ALL
    -- While the period runs a value follows the one before it.
    SELECT figure_id, figure_before FROM scope_camp WHERE running AND NOT first_round
),
judged AS (
    SELECT later.*, original.figure_id AS original_figure_id,
           CASE
               -- Called provisional: meant to be replaced.
               WHEN original.provisional THEN NULL
               -- Counted while the period was running: it grows, but hardly falls.
               WHEN later.running THEN CASE WHEN later.low > original.high THEN NULL ELSE 'info' END
               -- More is allotted in the course of the year, and the last days may still count.
               WHEN original.last_said_on < original.period_end AND later.low > original.high
                    AND (later.first_said_on <= later.period_end AND later.role = 'report'
                         OR original.first_said_on >= original.period_start + 45) THEN NULL
               WHEN later.revised THEN 'info'
               -- What these are measured against is not part of their series.
               WHEN later.kind_class IN ('growth', 'change', 'share', 'rank', 'attainment') THEN 'info'
               WHEN 'publication' IN (original.period_rung, later.period_rung) THEN 'info'
               -- A proposal or a request, decided otherwise since; a budget with its supplements.
               WHEN original.proposed AND (later.role = 'base' OR NOT later.proposed) THEN 'info'
               WHEN original.supplemented <> later.supplemented THEN 'info'
               -- Twice or half as much is rather another thing of the same name.
               WHEN least(abs(later.value), abs(original.value)) < 0.5 * greatest(abs(later.value), abs(original.value))
                   THEN 'info'
               WHEN abs(later.value - original.value) < 0.002 * greatest(abs(later.value), abs(original.value))
                   THEN 'info'
               -- The key of a measure that no registry knows is made of words; two things may meet in it.
               WHEN NOT later.registered
                    AND (NOT (later.words <@ original.words OR original.words <@ later.words)
                         OR later.period_rung NOT IN ('clause', 'sentence')
                         OR original.period_rung NOT IN ('clause', 'sentence')) THEN 'info'
               ELSE 'warning'
           END AS severity
    FROM paired
    JOIN camp AS later USING (figure_id)
    JOIN camp AS original ON original.figure_id = paired.original_figure_id
),
restated AS (
    SELECT judged.*,
           row_number() OVER (PARTITION BY series_id, frame_start, period_end, running
                              ORDER BY severity = 'warning' DESC, releases DESC, first_said_on DESC, release_id, figure_id)
               AS place_in_line
    FROM judged
    WHERE severity IS NOT NULL
),
told AS (
    SELECT series_id, frame_start, period_end, running,
           CASE WHEN bool_or(severity = 'warning') THEN 'warning' ELSE 'info' END AS severity,
           bool_or(revised) AS revised,
           array_agg(value ORDER BY first_said_on, release_id, figure_id) AS compared,
           jsonb_agg(figure_evidence(url, outlet_id, published, sentence, value)
                     ORDER BY first_said_on, release_id, figure_id) AS evidence,
           array_agg(figure_id ORDER BY place_in_line) AS figure_ids,
           (array_agg(original_figure_id ORDER BY place_in_line))[1] AS original_figure_id,
           jsonb_agg(
               jsonb_build_object(
                   'say', 'value', 'value', amount_words(value, unit, counter), 'on', day_words(first_said_on),
                   'releases', releases,
                   'cited', CASE WHEN first_role = 'base' THEN jsonb_build_object('say', 'cited') END)
               ORDER BY first_said_on, release_id, figure_id) AS later_values,
           max(releases) AS most_releases,
           (array_agg(amount_words(value, unit, counter) ORDER BY releases DESC, first_said_on DESC, release_id, figure_id))[1]
               AS most_said,
           (array_agg(amount_words(value, unit, counter) ORDER BY last_said_on DESC, release_id, figure_id))[1] AS last_said
    FROM restated
    WHERE place_in_line <= 3
    GROUP BY series_id, frame_start, period_end, running
)
SELECT concat_ws(':', told.series_id,
                 CASE WHEN told.frame_start = '-infinity' THEN 'open' ELSE told.frame_start::date::text END,
                 told.period_end, CASE WHEN told.running THEN 'running' END) AS fingerprint,
       told.severity,
       told.series_id,
       original.place,
       original.metric,
       series_words(original.place, original.metric, original.phrase, original.period_start, original.period_end,
                    original.scope, original.basis, original.kind_class)
       || jsonb_build_object(
           'say', 'restated',
           'first', jsonb_build_object(
               'say', 'value', 'value', amount_words(original.value, original.unit, original.counter),
               'on', day_words(original.first_said_on), 'releases', original.releases,
               'cited', CASE WHEN original.first_role = 'base' THEN jsonb_build_object('say', 'cited') END),
           'later', told.later_values,
           'verdict', CASE
               WHEN told.revised THEN jsonb_build_object('say', 'revised')
               WHEN original.releases > told.most_releases
                   THEN jsonb_build_object('say', 'first_more', 'value', amount_words(original.value, original.unit, original.counter))
               WHEN told.most_releases > original.releases THEN jsonb_build_object('say', 'later_more', 'value', told.most_said)
               ELSE jsonb_build_object('say', 'even', 'value', told.last_said)
           END) AS told,
       original.value || told.compared AS compared,
       jsonb_build_array(figure_evidence(original.url, original.outlet_id, original.published, original.sentence, original.value))
           || told.evidence AS evidence,
       told.figure_ids || original.figure_id AS figure_ids
FROM told
JOIN scope_camp AS original ON original.figure_id = told.original_figure_id
