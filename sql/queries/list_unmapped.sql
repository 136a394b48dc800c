-- Measures that the registry does not know, the most frequent or the largest first.
SELECT metric, unit_class, figures, releases, places, amount_krw, phrase, example_places, example_sentences
FROM figures_unmapped
ORDER BY CASE WHEN %(by_amount)s THEN coalesce(amount_krw, 0) ELSE 0 END DESC,
         releases DESC, figures DESC, metric, unit_class
LIMIT %(most)s
