-- Give a flag the series and fingerprint under which the checks find it from now on; its events come along.
UPDATE flag
SET flag_id = %(new_flag_id)s,
    fingerprint = %(new_fingerprint)s,
    series_id = %(new_series_id)s,
    place = %(place)s,
    metric = %(metric)s
WHERE flag_id = %(flag_id)s
