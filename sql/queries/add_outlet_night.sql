-- What an outlet gave in a run; a crawl that was tried again adds to the first.
INSERT INTO outlet_night AS known (run_id, outlet_id, listed, fetched, captured, unchanged, failed, seconds)
VALUES (%(run_id)s, %(outlet_id)s, %(listed)s, %(fetched)s, %(captured)s, %(unchanged)s, %(failed)s, %(seconds)s)
ON CONFLICT (run_id, outlet_id) DO UPDATE
SET listed = greatest(known.listed, excluded.listed),
    fetched = known.fetched + excluded.fetched,
    captured = known.captured + excluded.captured,
    unchanged = known.unchanged + excluded.unchanged,
    failed = known.failed + excluded.failed,
    seconds = known.seconds + excluded.seconds
