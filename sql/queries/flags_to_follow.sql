-- Flags that name a redirected series, with the fingerprint that they get, and flags that stand there
-- already; the latter are where they belong. Ids are derived as keep_flags.sql derives them.
WITH named AS (
    SELECT flag.flag_id, current_fingerprint(flag.fingerprint) AS new_fingerprint
    FROM flag
    WHERE EXISTS (SELECT FROM series_redirect)
      AND (flag.series_id IN (SELECT series_id FROM series_redirect)
           -- A finding may be about several series.
           OR flag.fingerprint ~ '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}.*[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}')
),
following AS (
    SELECT flag.check_id, named.*
    FROM named
    JOIN flag ON flag.flag_id = named.flag_id
    WHERE named.new_fingerprint <> flag.fingerprint
       OR flag.series_id IN (SELECT series_id FROM series_redirect)
),
concerned AS (
    SELECT check_id, flag_id, new_fingerprint FROM following
    UNION
    SELECT flag.check_id, flag.flag_id, flag.fingerprint
    FROM following
    JOIN flag ON flag.check_id = following.check_id AND flag.fingerprint = following.new_fingerprint
)
SELECT flag.flag_id,
       left(encode(sha256(convert_to(flag.check_id || E'\n' || concerned.new_fingerprint, 'UTF8')), 'hex'), 32)::uuid
           AS new_flag_id,
       concerned.new_fingerprint, target.series_id AS new_series_id, target.place, target.metric,
       flag.status, flag.opened_at, flag.last_found_at
FROM concerned
JOIN flag ON flag.flag_id = concerned.flag_id
JOIN series_key AS target ON target.series_id = current_series(flag.series_id)
ORDER BY new_flag_id, flag.opened_at, flag.flag_id
