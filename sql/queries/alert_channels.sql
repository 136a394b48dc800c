-- How the last attempt of each channel went, and how many messages it took.
SELECT channel,
       count(sent_at)::integer AS sent,
       max(sent_at) AS last_sent_at,
       (array_agg(failure ORDER BY message_id DESC))[1] AS failure
FROM alert_message
GROUP BY channel
ORDER BY channel
