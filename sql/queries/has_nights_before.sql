-- Whether one of some outlets has nights before a day.
SELECT EXISTS (
    SELECT FROM outlet_reading
    JOIN night_run ON night_run.run_id = outlet_reading.run_id
    WHERE outlet_reading.outlet_id = ANY (%(outlet_ids)s) AND night_run.news_day < %(day)s
)
