-- Hold a series, so that two corrections of it are made one after the other.
SELECT FROM series_key WHERE series_id = %(series_id)s FOR NO KEY UPDATE
