-- Half of what it took to load these rows, fifty for each article, went into looking up the version that the same
-- transaction had just written. Whatever deletes versions deletes these rows first.
-- depends: 0046-range-told
ALTER TABLE release_sentence DROP CONSTRAINT release_sentence_version_id_fkey;
COMMENT ON COLUMN release_sentence.version_id IS 'The version, with which the rows come and go; no foreign key, since its look-ups took longer than the rows.';
