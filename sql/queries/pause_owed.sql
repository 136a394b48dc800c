-- How long the hosts of a crawl are still owed a pause from the crawl before, in seconds.
SELECT coalesce(
    max(greatest(pause_seconds, %(delay_seconds)s) - extract(epoch FROM clock_timestamp() - last_seen_at)), 0
)::float8
FROM host
WHERE host = ANY (%(hosts)s)
