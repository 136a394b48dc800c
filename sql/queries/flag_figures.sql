-- The figures behind the evidence of a flag, piece by piece: the series and period of each. A piece
-- of which the series of the flag is one says nothing of others; a derived one has no figure.
SELECT piece.number::integer AS piece, found.figure_id, found.series_id, found.period_start, found.period_end,
       korean_period(found.period_start, found.period_end) AS period, found.value, found.quote, found.unit,
       found.phrase, found.place, found.scope, found.basis
FROM flag
CROSS JOIN LATERAL jsonb_array_elements(flag.evidence) WITH ORDINALITY AS piece (record, number)
CROSS JOIN LATERAL (
    SELECT DISTINCT ON (candidate.series_id, candidate.period_start, candidate.period_end) candidate.*
    FROM (
        SELECT observation.figure_id, observation.series_id, observation.period_start, observation.period_end,
               observation.value, figure.quote, figure.unit, figure.phrase, figure.start_char,
               version.recorded_at, series_key.place, series_key.scope, series_key.basis,
               observation.series_id = flag.series_id AS is_own,
               bool_or(observation.series_id = flag.series_id) OVER () AS has_own
        FROM article
        JOIN article_version AS version ON version.article_id = article.article_id
        JOIN figure ON figure.version_id = version.version_id
        JOIN observation ON observation.figure_id = figure.figure_id
        JOIN series_key ON series_key.series_id = observation.series_id
        WHERE article.outlet_id = piece.record ->> 'outlet'
          AND article.url = piece.record ->> 'url'
          AND piece.record ->> 'quote' IN (figure.sentence, figure.quote)
          AND observation.value = (piece.record ->> 'value')::numeric
          AND observation.role IN ('report', 'base')
    ) AS candidate
    WHERE candidate.is_own OR NOT candidate.has_own
    ORDER BY candidate.series_id, candidate.period_start, candidate.period_end, candidate.recorded_at DESC,
             candidate.start_char
) AS found
WHERE flag.flag_id = %(flag_id)s
ORDER BY piece.number, found.period_end, found.period_start, found.start_char, found.series_id
