-- The series on pages of a report, each with what it says of its scope and basis in both languages.
SELECT series_id, place, metric, scope, basis, kind_class, unit_class, speaker,
       coalesce(key_words('scope', scope), '{}') AS scope_words,
       coalesce(key_words('basis', basis), '{}') AS basis_words
FROM series_key
WHERE series_id = ANY(%(series_ids)s)
ORDER BY place, metric, scope, basis, kind_class, unit_class, speaker, series_id
