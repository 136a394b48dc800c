-- A listed address; what the ledger knows of it already stays.
INSERT INTO address (outlet_id, url, discovered_at, listed_title, listed_at, listed_from)
VALUES (%(outlet_id)s, %(url)s, %(now)s, %(listed_title)s, %(listed_at)s, %(listed_from)s)
ON CONFLICT (outlet_id, url) DO NOTHING
