-- Series beside those in scope, each with the periods for which its figures are read along: what they say of other
-- periods is not looked at in this run, nor are they themselves.
CREATE TEMPORARY TABLE scope_companion (series_id uuid, period_end date) ON COMMIT DROP
