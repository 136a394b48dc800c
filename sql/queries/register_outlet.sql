-- An outlet as its entry in outlets.yaml says; when it was first seen stays.
INSERT INTO outlet AS known (outlet_id, name, family, place, origin, is_sample, settings, registered_at)
VALUES (%(outlet_id)s, %(name)s, %(family)s, %(place)s, %(origin)s, %(is_sample)s, %(settings)s,
        %(registered_at)s)
ON CONFLICT (outlet_id) DO UPDATE
SET name = excluded.name,
    family = excluded.family,
    place = excluded.place,
    origin = excluded.origin,
    is_sample = excluded.is_sample,
    settings = excluded.settings
WHERE (known.name, known.family, known.place, known.origin, known.is_sample, known.settings)
      IS DISTINCT FROM
      (excluded.name, excluded.family, excluded.place, excluded.origin, excluded.is_sample, excluded.settings)
