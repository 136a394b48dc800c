-- A listed address; what the ledger knows of it already stays. One that only a backfill had listed is new
-- to a night.
INSERT INTO address AS known (outlet_id, url, discovered_at, listed_title, listed_at, listed_from)
VALUES (%(outlet_id)s, %(url)s, %(now)s, %(listed_title)s, %(listed_at)s, %(listed_from)s)
ON CONFLICT (outlet_id, url) DO UPDATE
SET is_archived = false
WHERE known.is_archived AND known.latest_body_sha256 IS NULL
