-- The same series and period, a later announcement, another value.
CREATE VIEW restatements AS
SELECT series_id, place, metric, scope, basis, kind_class, speaker, period_start, period_end,
       earlier_value, value AS later_value, value - earlier_value AS difference,
       CASE WHEN earlier_value <> 0
           THEN round(100 * (value - earlier_value) / abs(earlier_value), 2)
       END AS difference_percent,
       unit, counter, role AS later_role,
       earlier_said_at, release_said_at AS later_said_at,
       earlier_recorded_at, recorded_at AS later_recorded_at,
       earlier_quote, quote AS later_quote, earlier_sentence, sentence AS later_sentence,
       earlier_outlet_id, outlet_id AS later_outlet_id, earlier_url, url AS later_url,
       earlier_release_id, release_id AS later_release_id,
       earlier_figure_id, figure_id AS later_figure_id
FROM (
    SELECT voice.*,
           lag(value) OVER earlier AS earlier_value,
           lag(low) OVER earlier AS earlier_low,
           lag(high) OVER earlier AS earlier_high,
           lag(release_said_at) OVER earlier AS earlier_said_at,
           lag(recorded_at) OVER earlier AS earlier_recorded_at,
           lag(quote) OVER earlier AS earlier_quote,
           lag(sentence) OVER earlier AS earlier_sentence,
           lag(outlet_id) OVER earlier AS earlier_outlet_id,
           lag(url) OVER earlier AS earlier_url,
           lag(release_id) OVER earlier AS earlier_release_id,
           lag(figure_id) OVER earlier AS earlier_figure_id
    FROM release_values('infinity', 'known') AS voice
    -- What contradicts itself restates nothing.
    WHERE release_agrees
    WINDOW earlier AS (
        PARTITION BY series_id, period_start, period_end, place, metric, scope, basis, kind_class, speaker
        ORDER BY release_said_at, release_id)
) AS voice
WHERE earlier_low > high OR earlier_high < low;
COMMENT ON VIEW restatements IS 'Where a later announcement gives another value for a period of a series than the one before it, beyond the rounding of both. A report of last year''s value beside this year''s counts (later_role base).';
COMMENT ON COLUMN restatements.earlier_value IS 'Value of the announcement before, in base units.';
COMMENT ON COLUMN restatements.later_value IS 'Value of the later announcement, in base units.';
COMMENT ON COLUMN restatements.difference IS 'Later minus earlier value.';
COMMENT ON COLUMN restatements.difference_percent IS 'Difference in per cent of the earlier value, two places; null where that is zero.';
COMMENT ON COLUMN restatements.later_role IS 'report, or base: given as what this year''s value is compared with.';
COMMENT ON COLUMN restatements.earlier_said_at IS 'When the earlier announcement first gave its value.';
COMMENT ON COLUMN restatements.later_said_at IS 'When the later one did.';
COMMENT ON COLUMN restatements.earlier_recorded_at IS 'Since when we know the earlier value.';
COMMENT ON COLUMN restatements.later_recorded_at IS 'Since when we know the later value.';
COMMENT ON COLUMN restatements.earlier_quote IS 'The earlier number and unit as printed.';
COMMENT ON COLUMN restatements.later_quote IS 'The later number and unit as printed.';
COMMENT ON COLUMN restatements.earlier_sentence IS 'The sentence around the earlier one.';
COMMENT ON COLUMN restatements.later_sentence IS 'The sentence around the later one.';
COMMENT ON COLUMN restatements.earlier_outlet_id IS 'Outlet that printed the earlier one.';
COMMENT ON COLUMN restatements.later_outlet_id IS 'Outlet that printed the later one.';
COMMENT ON COLUMN restatements.earlier_url IS 'Address of the earlier one.';
COMMENT ON COLUMN restatements.later_url IS 'Address of the later one.';
COMMENT ON COLUMN restatements.earlier_release_id IS 'The earlier announcement.';
COMMENT ON COLUMN restatements.later_release_id IS 'The later announcement.';
COMMENT ON COLUMN restatements.earlier_figure_id IS 'The figure that gives the earlier value.';
COMMENT ON COLUMN restatements.later_figure_id IS 'The figure that gives the later value.';
