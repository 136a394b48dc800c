-- Different announcements give different values for the same series and period.
-- A release speaks with one value: the most precise wording of its articles (headline rounding gives
-- way), printed by most of them; a release that contradicts itself is not used here. Two releases
-- disagree only where the intervals that their digits state do not overlap.
WITH stated AS MATERIALIZED (
    SELECT *
    FROM scope_voice
    WHERE role = 'report'
      AND agrees
      -- Targets and forecasts are revised, not contradicted: another check looks at them.
      AND kind_class NOT IN ('target', 'forecast')
      AND period_end IS NOT NULL
      AND (period_start IS NOT NULL OR kind_class = 'cumulative')
      AND period_rung <> 'none'
),
pair AS (
    SELECT earlier.series_id, earlier.period_start, earlier.period_end,
           earlier.release_id AS earlier_release, later.release_id AS later_release,
           CASE
               -- The period was still running: a value that grew with it is news, one that fell is odd.
               WHEN earlier.said_on < earlier.period_end AND later.said_on - earlier.said_on > 10
                   THEN CASE WHEN later.low > earlier.high THEN NULL ELSE 'info' END
               -- What growth, changes, shares and ranks are measured against is not part of their series.
               WHEN earlier.kind_class IN ('growth', 'change', 'share', 'rank') THEN 'info'
               -- No period was stated: only announcements of the same weeks surely mean the same one.
               WHEN 'publication' IN (earlier.period_rung, later.period_rung)
                    AND (later.said_on - earlier.said_on > 30 OR NOT earlier.registered) THEN 'info'
               WHEN later.said_on - earlier.said_on <= 30
                    AND earlier.registered
                    AND abs(later.value - earlier.value) >= 0.2 * greatest(abs(later.value), abs(earlier.value))
                   THEN 'critical'
               ELSE 'warning'
           END AS severity
    FROM stated AS earlier
    JOIN stated AS later
      ON later.series_id = earlier.series_id
     AND later.period_end = earlier.period_end
     AND later.period_start IS NOT DISTINCT FROM earlier.period_start
     AND (later.said_at, later.release_id) > (earlier.said_at, earlier.release_id)
     AND (later.low > earlier.high OR later.high < earlier.low)
),
party AS (
    SELECT DISTINCT stated.*
    FROM pair
    JOIN stated
      ON stated.series_id = pair.series_id
     AND stated.period_end = pair.period_end
     AND stated.period_start IS NOT DISTINCT FROM pair.period_start
     AND stated.release_id IN (pair.earlier_release, pair.later_release)
    WHERE pair.severity IS NOT NULL
),
-- Parties that agree within their printed digits speak together, through the most precise of them.
camp AS (
    SELECT party.*, leader.release_id AS led_by
    FROM party
    CROSS JOIN LATERAL (
        SELECT other.release_id
        FROM party AS other
        WHERE other.series_id = party.series_id
          AND other.period_end = party.period_end
          AND other.period_start IS NOT DISTINCT FROM party.period_start
          AND other.low <= party.high
          AND other.high >= party.low
        ORDER BY other.high - other.low, other.said_at, other.release_id
        LIMIT 1
    ) AS leader
),
voice AS (
    SELECT camp.*,
           count(*) OVER camps AS releases,
           min(camp.said_on) OVER camps AS first_said_on,
           row_number() OVER (
               PARTITION BY series_id, period_start, period_end, led_by
               ORDER BY high - low, said_at, release_id) AS place_in_camp
    FROM camp
    WINDOW camps AS (PARTITION BY series_id, period_start, period_end, led_by)
),
spokesman AS (
    SELECT voice.*,
           row_number() OVER (
               PARTITION BY series_id, period_start, period_end
               ORDER BY releases DESC, first_said_on, release_id) AS place_in_line
    FROM voice
    WHERE place_in_camp = 1
)
SELECT concat_ws(':', series_id, coalesce(period_start::text, 'open'), period_end) AS fingerprint,
       (SELECT CASE
                   WHEN bool_or(pair.severity = 'critical') THEN 'critical'
                   WHEN bool_or(pair.severity = 'warning') THEN 'warning'
                   ELSE 'info'
               END
        FROM pair
        WHERE pair.series_id = spokesman.series_id
          AND pair.period_end = spokesman.period_end
          AND pair.period_start IS NOT DISTINCT FROM spokesman.period_start) AS severity,
       series_id,
       place,
       metric,
       format('%s의 ‘%s’ 수치(%s)가 발표마다 다릅니다: %s.',
              place,
              left((array_agg(phrase ORDER BY place_in_line))[1], 60),
              concat_ws(', ', korean_period(period_start, period_end), nullif(scope, ''), nullif(basis, '')),
              string_agg(
                  format('%s (발표 %s건, 처음 %s)', korean_amount(value, unit, counter), releases, first_said_on),
                  ' / ' ORDER BY place_in_line)) AS message,
       array_agg(value ORDER BY place_in_line) AS compared,
       jsonb_agg(figure_evidence(url, outlet_id, published, sentence, value) ORDER BY place_in_line) AS evidence,
       array_agg(figure_id ORDER BY place_in_line DESC) AS figure_ids
FROM spokesman
WHERE place_in_line <= 4
GROUP BY series_id, period_start, period_end, place, metric, scope, basis
-- A coarse value may have been everyone's ally: without a second camp there is nothing to compare.
HAVING count(*) > 1
