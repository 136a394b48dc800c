-- Different announcements of the same weeks give different values for the same series and period.
-- Announcements that agree within their printed digits speak together (scope_camp); those of the first
-- round knew nothing of one another. What is told later differs by restatement, another check.
WITH party AS MATERIALIZED (
    SELECT * FROM scope_camp WHERE first_round AND first_role = 'report'
),
pair AS (
    SELECT earlier.series_id, earlier.frame_start, earlier.period_end, earlier.running,
           CASE
               -- The period was still running: a value that grew with it is news, one that fell is odd.
               WHEN earlier.running AND later.first_said_on - earlier.first_said_on > 10
                   THEN CASE WHEN later.low > earlier.high THEN NULL ELSE 'info' END
               -- Prices and stocks told on different days of one period were those of the days.
               WHEN earlier.kind = 'level' AND NOT earlier.registered
                    AND later.first_said_on > earlier.first_said_on
                    AND later.first_said_on <= earlier.period_end THEN 'info'
               -- What growth, changes, shares and ranks are measured against is not part of their series.
               WHEN earlier.kind_class IN ('growth', 'change', 'share', 'rank') THEN 'info'
               WHEN earlier.provisional OR later.revised THEN 'info'
               -- The later text names the earlier value itself and says what became of it (군이 낸 8,412억 원에서
               -- 37억 원을 깎아).
               WHEN EXISTS (
                   SELECT FROM figure AS named
                   WHERE named.version_id = later.version_id AND named.unit = earlier.unit
                     AND named.value = earlier.value AND named.figure_id <> later.figure_id
                     AND length(rtrim(trunc(abs(named.value))::text, '0')) >= 3) THEN 'info'
               -- No period was stated: only announcements of the same weeks surely mean the same one.
               WHEN 'publication' IN (earlier.period_rung, later.period_rung)
                    AND (later.first_said_on - earlier.first_said_on > 30 OR NOT earlier.registered) THEN 'info'
               WHEN later.first_said_on - earlier.first_said_on <= 30
                    AND earlier.registered
                    AND abs(later.value - earlier.value) >= 0.2 * greatest(abs(later.value), abs(earlier.value))
                   THEN 'critical'
               ELSE 'warning'
           END AS severity
    FROM party AS earlier
    JOIN party AS later
      ON later.series_id = earlier.series_id
     AND later.frame_start = earlier.frame_start
     AND later.period_end = earlier.period_end
     AND later.running = earlier.running
     AND (later.first_said_on, later.said_at, later.release_id)
         > (earlier.first_said_on, earlier.said_at, earlier.release_id)
),
judged AS (
    SELECT series_id, frame_start, period_end, running,
           CASE
               WHEN bool_or(severity = 'critical') THEN 'critical'
               WHEN bool_or(severity = 'warning') THEN 'warning'
               ELSE 'info'
           END AS severity
    FROM pair
    WHERE severity IS NOT NULL
    GROUP BY series_id, frame_start, period_end, running
),
spokesman AS (
    SELECT party.*, judged.severity,
           row_number() OVER (
               PARTITION BY series_id, frame_start, period_end, running
               ORDER BY releases DESC, first_said_on, release_id, figure_id) AS place_in_line
    FROM party
    JOIN judged USING (series_id, frame_start, period_end, running)
)
SELECT concat_ws(':', series_id, CASE WHEN frame_start = '-infinity' THEN 'open' ELSE frame_start::date::text END, period_end,
                 CASE WHEN running THEN 'running' END) AS fingerprint,
       severity,
       series_id,
       place,
       metric,
       series_words(place, metric, (array_agg(phrase ORDER BY place_in_line))[1],
                    (array_agg(period_start ORDER BY place_in_line))[1], period_end, scope, basis, min(kind_class))
       || jsonb_build_object(
           'say', 'differs',
           'values', jsonb_agg(
               jsonb_build_object('say', 'value', 'value', amount_words(value, unit, counter), 'releases', releases,
                                  'first_on', day_words(first_said_on))
               ORDER BY place_in_line),
           'verdict', CASE
               WHEN max(releases) FILTER (WHERE place_in_line = 1) > max(releases) FILTER (WHERE place_in_line > 1)
                   THEN jsonb_build_object('say', 'most', 'value', (array_agg(amount_words(value, unit, counter) ORDER BY place_in_line))[1])
               ELSE jsonb_build_object('say', 'even')
           END,
           'revised', CASE WHEN bool_or(revised) THEN jsonb_build_object('say', 'revised') END) AS told,
       array_agg(value ORDER BY place_in_line) AS compared,
       jsonb_agg(figure_evidence(url, outlet_id, published, sentence, value) ORDER BY place_in_line) AS evidence,
       array_agg(figure_id ORDER BY place_in_line DESC) AS figure_ids
FROM spokesman
WHERE place_in_line <= 4
GROUP BY series_id, frame_start, period_end, running, severity, place, metric, scope, basis
HAVING count(*) > 1
