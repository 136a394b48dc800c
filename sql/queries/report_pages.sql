-- The pages that a report can have: each measure of each place, with all that was told of it as one number (state), so
-- that a page is only made anew where something of it changed. A measure that the registry does not know has a page
-- where it was told for another period or in another announcement, or is flagged; the others are counted only.
WITH due AS MATERIALIZED (
    -- What changed since the checks last looked, and what nobody has counted yet.
    SELECT series_id FROM check_due
    UNION
    SELECT series_id FROM series_key
    WHERE NOT EXISTS (SELECT FROM series_told WHERE series_told.series_id = series_key.series_id)
),
told AS (
    SELECT * FROM series_told WHERE series_id NOT IN (SELECT series_id FROM due)
    UNION ALL
    SELECT * FROM told_of_series(ARRAY(SELECT series_id FROM due))
),
corrected AS (
    SELECT series_id, sum(hashtext(correction_id::text)) AS state
    FROM corrections_as_of('infinity')
    GROUP BY series_id
),
measured AS (
    SELECT series_key.place, series_key.place_id, series_key.metric,
           bool_or(series_key.registered) AS registered,
           array_agg(series_key.series_id ORDER BY series_key.series_id) AS series_ids,
           array_agg(told.state + coalesce(corrected.state, 0) ORDER BY series_key.series_id) AS series_states,
           array_agg(told.figures ORDER BY series_key.series_id) AS series_figures,
           sum(told.figures)::bigint AS figures,
           bool_or(told.is_told_again) OR min(told.first_end) <> max(told.last_end) AS is_told_again,
           max(told.last_said_at) AS last_said_at,
           sum(told.state) + coalesce(sum(corrected.state), 0) AS state
    FROM told
    JOIN series_key ON series_key.series_id = told.series_id
    LEFT JOIN corrected ON corrected.series_id = told.series_id
    GROUP BY series_key.place, series_key.place_id, series_key.metric
),
flagged AS (
    SELECT place, metric,
           count(*) FILTER (WHERE status <> 'resolved' AND severity = 'critical') AS critical,
           count(*) FILTER (WHERE status <> 'resolved' AND severity = 'warning') AS warning,
           count(*) FILTER (WHERE status <> 'resolved' AND severity = 'info') AS info,
           -- What a page tells of those that are resolved: they are many, and read only where it is made anew.
           sum(uuid_hash(flag_id) # hashtext(check_id) # hashint8(extract(epoch FROM opened_at)::bigint)
               # 3 * hashtext(severity)::bigint # 5 * hashtext(message)::bigint
               # 7 * hashtext(coalesce(message_en, ''))::bigint
               # 11 * coalesce(muted_until - date '2000-01-01', -1)::bigint)
               FILTER (WHERE status = 'resolved') AS past_state
    FROM flag
    GROUP BY place, metric
)
SELECT measured.place, measured.place_id, measured.metric, measured.registered, measured.series_ids, measured.series_states,
       measured.series_figures, measured.figures,
       measured.last_said_at,
       coalesce(measure.label_ko, phrase.phrase, measured.metric) AS label_ko,
       coalesce(measure.label_en, phrase.phrase, measured.metric) AS label_en,
       coalesce(flagged.critical, 0) AS critical,
       coalesce(flagged.warning, 0) AS warning,
       coalesce(flagged.info, 0) AS info,
       flagged.past_state,
       measured.registered OR measured.is_told_again
           OR coalesce(flagged.critical + flagged.warning + flagged.info, 0) > 0 AS has_page,
       measured.state
FROM measured
LEFT JOIN measure ON measure.metric = measured.metric AND measured.registered
LEFT JOIN flagged ON flagged.place = measured.place AND flagged.metric = measured.metric
LEFT JOIN LATERAL (
    -- The words of the earliest period name what the registry does not; the index gives that one at once.
    SELECT nullif(figure.phrase, '') AS phrase
    FROM (
        SELECT figure_id
        FROM observation
        WHERE measure.metric IS NULL AND series_id = measured.series_ids[1]
        ORDER BY period_end, period_start, recorded_at, figure_id
        LIMIT 1
    ) AS earliest
    JOIN figure ON figure.figure_id = earliest.figure_id
) AS phrase ON true
WHERE %(place)s::text IS NULL
   OR measured.place = %(place)s
   -- The industrial complexes inside of it.
   OR measured.place_id LIKE (SELECT min(place_id) FROM series_key WHERE place = %(place)s) || '/%%'
ORDER BY measured.place, measured.place_id, measured.metric
