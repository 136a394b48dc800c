-- The measures of a place together with those of the industrial complexes in it, as runs of the checks ask for them:
-- they went through all places that have the measure.
-- depends: 0043-series-told
CREATE INDEX series_key_by_whole ON series_key (split_part(place_id, '/', 1), metric);
