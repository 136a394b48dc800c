-- Whether a staged version was read by another reader before.
SELECT EXISTS (
    SELECT FROM staged_article_version AS staged
    JOIN article_version USING (version_id)
    WHERE article_version.reader_version <> staged.reader_version
)
