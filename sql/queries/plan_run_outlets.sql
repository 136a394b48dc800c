-- The outlets of a run, those first whose last crawl took longest; unknown ones before all.
INSERT INTO run_outlet (run_id, outlet_id, place)
SELECT %(run_id)s,
       wanted.outlet_id,
       row_number() OVER (ORDER BY last_crawl.seconds DESC NULLS FIRST, wanted.outlet_id)
FROM unnest(%(outlet_ids)s::text[]) AS wanted (outlet_id)
LEFT JOIN LATERAL (
    SELECT outlet_night.seconds
    -- From the last run backwards: years of nights would be sorted for each outlet.
    FROM night_run
    JOIN outlet_night ON outlet_night.run_id = night_run.run_id AND outlet_night.outlet_id = wanted.outlet_id
    ORDER BY night_run.started_at DESC
    LIMIT 1
) AS last_crawl ON true
