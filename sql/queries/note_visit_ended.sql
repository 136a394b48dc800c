-- The last answer of hosts came now: who asks next keeps its distance.
INSERT INTO host (host, last_seen_at, pause_seconds)
SELECT name, clock_timestamp(), %(pause_seconds)s
FROM unnest(%(hosts)s::text[]) AS name
ON CONFLICT (host) DO UPDATE
SET last_seen_at = excluded.last_seen_at,
    pause_seconds = greatest(host.pause_seconds, excluded.pause_seconds)
