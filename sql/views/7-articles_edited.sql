-- Pages whose text changed after we first had it, and what became of their figures.
CREATE VIEW articles_edited AS
SELECT edit.article_id, article.outlet_id, article.url, version.place, edit.earlier_title,
       version.title AS later_title, edit.earlier_recorded_at, version.recorded_at AS later_recorded_at,
       version.modified_at,
       coalesce(gone.quotes, '{}') AS figures_gone,
       coalesce(come.quotes, '{}') AS figures_come,
       gone.quotes IS NULL AND come.quotes IS NULL AS prose_only,
       edit.earlier_version_id, edit.version_id AS later_version_id
FROM (
    SELECT version_id, article_id,
           lag(version_id) OVER versions AS earlier_version_id,
           lag(title) OVER versions AS earlier_title,
           lag(recorded_at) OVER versions AS earlier_recorded_at
    FROM article_version
    WINDOW versions AS (PARTITION BY article_id ORDER BY recorded_at, version_id)
) AS edit
JOIN article_version AS version ON version.version_id = edit.version_id
JOIN article ON article.article_id = edit.article_id
CROSS JOIN LATERAL (
    SELECT array_agg(quote ORDER BY quote) AS quotes
    FROM (SELECT quote FROM figure WHERE figure.version_id = edit.earlier_version_id
          EXCEPT ALL
          SELECT quote FROM figure WHERE figure.version_id = edit.version_id) AS lost
) AS gone
CROSS JOIN LATERAL (
    SELECT array_agg(quote ORDER BY quote) AS quotes
    FROM (SELECT quote FROM figure WHERE figure.version_id = edit.version_id
          EXCEPT ALL
          SELECT quote FROM figure WHERE figure.version_id = edit.earlier_version_id) AS new
) AS come
WHERE edit.earlier_version_id IS NOT NULL;
COMMENT ON VIEW articles_edited IS 'Each change of a page after we first had it, with the figures that went and came.';
COMMENT ON COLUMN articles_edited.article_id IS 'The article.';
COMMENT ON COLUMN articles_edited.outlet_id IS 'Outlet that published it.';
COMMENT ON COLUMN articles_edited.url IS 'Its address.';
COMMENT ON COLUMN articles_edited.place IS 'Local government that it is about; null if none was recognised.';
COMMENT ON COLUMN articles_edited.earlier_title IS 'Headline before.';
COMMENT ON COLUMN articles_edited.later_title IS 'Headline after.';
COMMENT ON COLUMN articles_edited.earlier_recorded_at IS 'When the version before was first known to us.';
COMMENT ON COLUMN articles_edited.later_recorded_at IS 'When the changed version was first known to us.';
COMMENT ON COLUMN articles_edited.modified_at IS 'Time of the edit that the page states; null if none.';
COMMENT ON COLUMN articles_edited.figures_gone IS 'Figures as printed that stood before and do not any more.';
COMMENT ON COLUMN articles_edited.figures_come IS 'Figures as printed that stand now and did not before.';
COMMENT ON COLUMN articles_edited.prose_only IS 'True where the same figures are printed before and after.';
COMMENT ON COLUMN articles_edited.earlier_version_id IS 'Version before.';
COMMENT ON COLUMN articles_edited.later_version_id IS 'Version after.';
