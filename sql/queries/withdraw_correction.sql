-- Take a correction back; it stays as a row. Nothing happens if somebody was faster.
INSERT INTO correction_withdrawal (correction_id, withdrawn_by, withdrawn_at, reason)
VALUES (%(correction_id)s, %(withdrawn_by)s, %(withdrawn_at)s, %(reason)s)
ON CONFLICT DO NOTHING
