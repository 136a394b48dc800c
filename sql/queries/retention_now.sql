-- Outlets that no file names any more, with the retention that their entry had last.
SELECT outlet_id, (settings ->> 'keep_bodies_days')::integer
FROM outlet
WHERE settings ->> 'keep_bodies_days' IS NOT NULL
