-- depends: 0006-time-bases
-- Articles that come ready, from archives and partners, without a page of ours.

ALTER TABLE article_version ADD COLUMN place_stated text;
COMMENT ON COLUMN article_version.place_stated IS 'Local government that an import says the article is about, as given; null where it says none and for what we collected.';
