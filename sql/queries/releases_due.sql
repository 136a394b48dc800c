SELECT article_id FROM article WHERE release_due
