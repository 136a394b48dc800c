-- Requests are about to be sent: the outlet's budget of the news day pays for them, and the host's row says when the
-- first was. No row comes back where the budget does not reach; else what the outlet has spent by now. The commit is
-- not waited for on disk: a crash of the server forgets the last of them at most, and no page has to wait for it.
WITH light AS (
    SELECT set_config('synchronous_commit', 'off', true)
),
paid AS (
    INSERT INTO outlet_requests AS known (outlet_id, news_day, requests)
    SELECT %(outlet_id)s, %(news_day)s, %(requests)s::int
    FROM light
    WHERE %(requests)s::int <= %(requests_per_night)s::int
    ON CONFLICT (outlet_id, news_day) DO UPDATE
    SET requests = known.requests + excluded.requests
    WHERE known.requests + excluded.requests <= %(requests_per_night)s::int
    RETURNING requests
),
seen AS (
    INSERT INTO host (host, last_seen_at, pause_seconds)
    SELECT %(host)s, clock_timestamp(), %(pause_seconds)s
    FROM paid
    ON CONFLICT (host) DO UPDATE
    SET last_seen_at = excluded.last_seen_at,
        pause_seconds = excluded.pause_seconds
)
SELECT requests FROM paid
