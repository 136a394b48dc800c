-- Which of these articles are in the tables.
SELECT article_id FROM article WHERE article_id = ANY (%(article_ids)s)
