-- What a run of the checks begins with: touched series, each with an announcement in which it was.
CREATE TEMPORARY TABLE touched_series (series_id uuid, release_id uuid, only_told boolean DEFAULT false) ON COMMIT DROP
