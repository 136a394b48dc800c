-- An address on a page of an archive; of one that the ledger knows only the day is new.
INSERT INTO address AS known (outlet_id, url, discovered_at, listed_title, listed_at, listed_from, listed_on, is_archived)
VALUES (%(outlet_id)s, %(url)s, %(now)s, %(listed_title)s, %(listed_at)s, 'list', %(listed_on)s, true)
ON CONFLICT (outlet_id, url) DO UPDATE
SET listed_on = excluded.listed_on
WHERE known.listed_on IS NULL AND excluded.listed_on IS NOT NULL
