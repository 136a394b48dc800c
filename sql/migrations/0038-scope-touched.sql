-- A run of the checks validates the rows that changed, not all that ever stood in their series.
-- depends: 0037-shared-nights
ALTER TABLE check_scope ADD COLUMN touched_in uuid[];
ALTER TABLE check_scope ALTER COLUMN touched_in SET DEFAULT '{}';
COMMENT ON COLUMN check_scope.touched_in IS 'Announcements in which its figures changed: suite shape validates their rows. None where the series only came along with others; null where the run looked at everything, or is older than this column: every row is validated.';
