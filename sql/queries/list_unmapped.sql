-- Measures that the registry does not know, the most frequent or the largest first, with the measures whose
-- series are near to theirs in words.
SELECT metric, unit_class, figures, releases, places, amount_krw, phrase, example_places, example_sentences,
       ARRAY(
           SELECT other.metric
           FROM series_key AS own
           JOIN series_near ON series_near.series_id = own.series_id
           JOIN series_key AS other ON other.series_id = series_near.near_series_id
           WHERE own.metric = figures_unmapped.metric AND other.metric <> own.metric
           UNION
           SELECT other.metric
           FROM series_key AS own
           JOIN series_near ON series_near.near_series_id = own.series_id
           JOIN series_key AS other ON other.series_id = series_near.series_id
           WHERE own.metric = figures_unmapped.metric AND other.metric <> own.metric
           ORDER BY 1
       ) AS near_metrics
FROM figures_unmapped
ORDER BY CASE WHEN %(by_amount)s THEN coalesce(amount_krw, 0) ELSE 0 END DESC,
         releases DESC, figures DESC, metric, unit_class
LIMIT %(most)s
