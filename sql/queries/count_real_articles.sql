-- Articles of outlets that are no samples.
SELECT count(*)
FROM article
JOIN outlet USING (outlet_id)
WHERE NOT outlet.is_sample
