-- Captures that could not be read wait for this reader, if another version or another family read them last.
UPDATE capture
SET parse_state = 'pending'
FROM outlet
WHERE outlet.outlet_id = capture.outlet_id
  AND capture.page_state IN ('selector_drift', 'reader_error')
  AND capture.parse_state = 'no_article'
  AND capture.body_expired_at IS NULL
  AND (capture.parsed_by IS DISTINCT FROM %(reader_version)s OR capture.parsed_as IS DISTINCT FROM outlet.family)
