-- depends: 0007-imports
-- What an article is to the local government that it names.

ALTER TABLE article_version
    ADD COLUMN relevance text NOT NULL DEFAULT 'about' CHECK (relevance IN ('announcement', 'about', 'other')),
    ADD COLUMN relevance_reason text NOT NULL DEFAULT 'not_judged';
COMMENT ON COLUMN article_version.relevance IS 'announcement: a local government''s own; about: news about one; other: neither, so its figures are kept but vote nowhere.';
COMMENT ON COLUMN article_version.relevance_reason IS 'Why: government_reports, government_acts, other_speaker, place_named, place_stated, no_place; not_judged where an earlier reader read it.';
