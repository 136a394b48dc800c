-- depends: 0017-corrections-told
-- Named industrial complexes are places of their own, and who speaks is a property of each figure.

COMMENT ON COLUMN series_key.place IS 'Whose figure it is: official Korean name, of an industrial complex that of its city and its own (창원시 창원국가산단), or the holder as printed.';
COMMENT ON COLUMN series_key.place_id IS 'Id in the register of places; of an industrial complex the id of the place in which it lies, a slash and its name (kr-48-changwon/창원국가산단); null for holders that are neither.';
COMMENT ON COLUMN series_key.scope IS 'Part of the measure that is meant (direct, 15-64, complex for industrial complexes that are not named …); empty if not stated.';
COMMENT ON COLUMN series_key.speaker IS 'Who claims it, in the sentence of the figure or else in the article: city, ministry, province, council, company, civic_group, other.';
