-- Captures on which another version of the readers broke wait for this one.
UPDATE capture
SET parse_state = 'pending'
WHERE page_state = 'reader_error'
  AND parse_state = 'no_article'
  AND parsed_by IS DISTINCT FROM %(reader_version)s
