-- The address of a page from an archive; what the ledger knows of it already stays.
INSERT INTO address (outlet_id, url, discovered_at, listed_at, listed_from)
VALUES (%(outlet_id)s, %(url)s, %(fetched_at)s, %(listed_at)s, %(listed_from)s)
ON CONFLICT (outlet_id, url) DO NOTHING
