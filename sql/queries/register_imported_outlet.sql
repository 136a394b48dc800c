-- An outlet that is known only from imports; one that is known already stays as it is.
INSERT INTO outlet (outlet_id, name, family, place, origin, is_sample, settings, registered_at)
VALUES (%(outlet_id)s, %(outlet_id)s, 'import', NULL, %(origin)s, false, '{}', %(registered_at)s)
ON CONFLICT (outlet_id) DO NOTHING
