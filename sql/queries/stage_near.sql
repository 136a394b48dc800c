-- Pairs of series that are near in words, before the announcements are asked.
CREATE TEMPORARY TABLE near_pair (one uuid, other uuid) ON COMMIT DROP
