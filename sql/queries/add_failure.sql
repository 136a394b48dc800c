INSERT INTO failure (failure_id, run_id, outlet_id, url, step, reason, detail, occurred_at)
VALUES (%(failure_id)s, %(run_id)s, %(outlet_id)s, %(url)s, %(step)s, %(reason)s, %(detail)s, %(occurred_at)s)
ON CONFLICT (failure_id) DO NOTHING
