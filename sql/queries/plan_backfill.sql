-- A list that a backfill has to walk; how far it was walked before stays.
INSERT INTO backfill (outlet_id, first_day, last_day, list_url, position)
VALUES (%(outlet_id)s, %(first_day)s, %(last_day)s, %(list_url)s, %(position)s)
ON CONFLICT (outlet_id, first_day, last_day, list_url) DO NOTHING
