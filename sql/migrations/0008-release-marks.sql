-- depends: 0007-imports
-- What tells announcements apart that share a form or a closing paragraph.

COMMENT ON TABLE release_sentence IS 'What identifies the announcement of each version: sentences with their figures masked, pairs of figures, and marks on them.';
COMMENT ON COLUMN release_sentence.sentence_hash IS 'A 64-bit hash. Where its bit of value 2 is clear it is evidence: even of a sentence with every figure masked, odd of two neighbouring figure values. Where that bit is set it is a mark: of evidence at the beginning of the body or, with the bit of value 4, of a place, even of the one that the text is about, odd of one that its headline or lead names.';
