-- Count anew what was told of the series that were touched. What is only told otherwise is of no further concern.
DELETE FROM series_told WHERE series_id IN (SELECT series_id FROM touched_series);
INSERT INTO series_told
SELECT * FROM told_of_series(ARRAY(SELECT DISTINCT series_id FROM touched_series));
DELETE FROM touched_series WHERE only_told
