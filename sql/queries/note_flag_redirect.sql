-- Keep under which id a flag is found now; what led to the old id leads there too.
WITH led_on AS (
    UPDATE flag_redirect
    SET to_flag_id = %(to_flag_id)s
    WHERE to_flag_id = %(flag_id)s
)
INSERT INTO flag_redirect (flag_id, to_flag_id, redirected_at)
VALUES (%(flag_id)s, %(to_flag_id)s, %(now)s)
ON CONFLICT (flag_id) DO UPDATE
SET to_flag_id = excluded.to_flag_id, redirected_at = excluded.redirected_at
