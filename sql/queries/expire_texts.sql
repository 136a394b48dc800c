-- Let go of the texts of versions that are held and still have no figure; headline and subtitle stay.
UPDATE article_version AS version
SET body = '',
    text = concat_ws(E'\n\n', nullif(title, ''), nullif(subtitle, '')),
    text_expired_at = %(now)s
WHERE version.version_id = ANY (%(version_ids)s)
  AND version.text_expired_at IS NULL
  AND NOT EXISTS (SELECT FROM figure WHERE figure.version_id = version.version_id)
