-- Failures before a moment that say nothing more: of pages that came since or failed again since, of outlets as a
-- whole (outlet_reading keeps their counts), of readers (the capture says the same). What says that a page is gone
-- stays: the checks rest on it.
SELECT failure.failure_id
FROM failure
WHERE failure.occurred_at < %(before)s
  AND failure.reason NOT IN ('http_404', 'http_410', 'gone')
  AND (failure.url IS NULL
       OR failure.step = 'parse'
       OR EXISTS (
           SELECT FROM address
           WHERE address.outlet_id = failure.outlet_id AND address.url = failure.url
             AND address.answered_at > failure.occurred_at)
       OR EXISTS (
           SELECT FROM failure AS later
           WHERE later.outlet_id = failure.outlet_id AND later.url = failure.url
             AND (later.occurred_at, later.failure_id) > (failure.occurred_at, failure.failure_id)))
ORDER BY failure.failure_id
