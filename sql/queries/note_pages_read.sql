-- The ledger learns from the captures that were just read when their pages say they were published, and whether
-- they are gone: both move the next look at them. Locked in the order of their addresses, lest two workers
-- wait for each other.
WITH page AS MATERIALIZED (
    SELECT address.outlet_id, address.url, stated.published_at
    FROM (
        SELECT DISTINCT capture.outlet_id, capture.url
        FROM staged_capture
        JOIN capture ON capture.capture_id = staged_capture.capture_id
    ) AS read
    JOIN outlet ON outlet.outlet_id = read.outlet_id
    JOIN address ON address.outlet_id = read.outlet_id AND address.url = read.url
    CROSS JOIN LATERAL (
        SELECT min(coalesce(version.published_at,
                            version.published_day::timestamp AT TIME ZONE 'Asia/Seoul')) AS published_at
        FROM article
        JOIN article_version AS version ON version.article_id = article.article_id
        WHERE article.outlet_id = read.outlet_id AND article.url = read.url
    ) AS stated
    WHERE address.published_at IS DISTINCT FROM stated.published_at
       OR address.recheck_at IS DISTINCT FROM next_recheck(address, recheck_ages(outlet.settings))
    ORDER BY address.outlet_id, address.url
    FOR NO KEY UPDATE OF address
)
UPDATE address
SET published_at = page.published_at
FROM page
WHERE address.outlet_id = page.outlet_id AND address.url = page.url
