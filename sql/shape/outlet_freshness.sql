-- Every outlet that was collected in the two weeks before now: how old its latest night and page are.
SELECT outlet.outlet_id,
       extract(epoch FROM %(now)s - latest.night_at) / 86400 AS days_since_night,
       extract(epoch FROM %(now)s - greatest(latest.page_at, outlet.registered_at)) / 86400 AS days_since_new_page
FROM outlet
CROSS JOIN LATERAL (
    SELECT (SELECT max(night_run.now_at)
            FROM outlet_night
            JOIN night_run ON night_run.run_id = outlet_night.run_id
            WHERE outlet_night.outlet_id = outlet.outlet_id) AS night_at,
           (SELECT max(address.discovered_at)
            FROM address
            WHERE address.outlet_id = outlet.outlet_id) AS page_at
) AS latest
WHERE NOT outlet.is_sample
  AND latest.night_at BETWEEN %(now)s - interval '14 days' AND %(now)s
