-- Requests that the budget paid for and that were not sent.
UPDATE outlet_requests
SET requests = requests - %(requests)s
WHERE outlet_id = %(outlet_id)s AND news_day = %(news_day)s
