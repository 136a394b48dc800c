-- Hosts that asked not to be asked yet, the longest wait first.
SELECT host, wait_until AS until, wait_detail AS detail
FROM host
WHERE host = ANY (%(hosts)s) AND wait_until > %(now)s
ORDER BY wait_until DESC, host
