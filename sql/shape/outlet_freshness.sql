-- Every outlet that was collected in the two weeks before now: how old its latest night and page are.
SELECT outlet.outlet_id,
       extract(epoch FROM %(now)s - latest.night_at) / 86400 AS days_since_night,
       extract(epoch FROM %(now)s - greatest(latest.page_at, outlet.registered_at)) / 86400 AS days_since_new_page
FROM (
    SELECT outlet_night.outlet_id, max(night_run.now_at) AS night_at,
           (SELECT max(address.discovered_at)
            FROM address
            WHERE address.outlet_id = outlet_night.outlet_id) AS page_at
    FROM night_run
    JOIN outlet_night ON outlet_night.run_id = night_run.run_id
    WHERE night_run.now_at BETWEEN %(now)s - interval '14 days' AND %(now)s
    GROUP BY outlet_night.outlet_id
) AS latest
JOIN outlet ON outlet.outlet_id = latest.outlet_id
WHERE NOT outlet.is_sample
