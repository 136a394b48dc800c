-- What some figures say in the words of both languages, with their quotes and sources: what stands in the rows of a report.
SELECT told.figure_id,
       period_words(told.period_start, told.period_end) AS period,
       amount_words(told.value, figure.unit, figure.counter) AS amount,
       amount_words(told.value_high, figure.unit, figure.counter) AS amount_high,
       -- By how much the printed digits leave it open, where they do so alike to both sides; else from where to where.
       CASE WHEN alike.stands
           THEN amount_words(round_significant(told.high - told.value, 2),
                             -- What lies between two percentages is percentage points.
                             CASE figure.unit WHEN '%%' THEN '%%p' ELSE figure.unit END, figure.counter) END AS amount_apart,
       CASE WHEN NOT alike.stands AND told.low < told.value AND told.low > '-Infinity'
           THEN amount_words(trim_scale(told.low), figure.unit, figure.counter) END AS amount_low_end,
       CASE WHEN NOT alike.stands AND told.high > told.value AND told.high < 'Infinity'
           THEN amount_words(trim_scale(told.high), figure.unit, figure.counter) END AS amount_high_end,
       (coalesce(told.published_from, told.recorded_at) AT TIME ZONE 'Asia/Seoul')::date AS said_on,
       figure.quote, figure.sentence, article.url, outlet.name AS outlet
FROM observation AS told
JOIN figure ON figure.figure_id = told.figure_id
JOIN article_version AS version ON version.version_id = told.version_id
JOIN article ON article.article_id = version.article_id
JOIN outlet ON outlet.outlet_id = article.outlet_id
CROSS JOIN LATERAL (
    SELECT told.high < 'Infinity' AND told.low > '-Infinity' AND told.high > told.value
           AND abs(told.high + told.low - 2 * told.value) <= (told.high - told.low) / 100 AS stands
) AS alike
WHERE told.figure_id = ANY(%(figure_ids)s)
