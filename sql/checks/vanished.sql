-- A page with figures is gone.
-- Its host answers 404 or 410, or the site says in words that the article is deleted. A second answer of that sort
-- confirms it; the page is asked for again the next night.
WITH page AS MATERIALIZED (
    SELECT DISTINCT ON (scope_reading.article_id)
           scope_reading.*
    FROM scope_reading
    JOIN outlet ON outlet.outlet_id = scope_reading.outlet_id AND outlet.family <> 'import'
    -- A page that always answered and never said that it is deleted is there: most of them, and seen at once.
    WHERE EXISTS (
        SELECT FROM failure
        WHERE failure.outlet_id = scope_reading.outlet_id AND failure.url = scope_reading.url
    )
       OR EXISTS (
        SELECT FROM capture
        WHERE capture.outlet_id = scope_reading.outlet_id AND capture.url = scope_reading.url
          AND capture.page_state = 'gone'
    )
    ORDER BY scope_reading.article_id, scope_reading.role = 'report' DESC, scope_reading.registered DESC,
             scope_reading.start_char
),
answer AS (
    SELECT page.*, gone.reason, gone.answers
    FROM page
    CROSS JOIN scope_run
    CROSS JOIN LATERAL (
        SELECT address
        FROM address
        WHERE address.outlet_id = page.outlet_id AND address.url = page.url
        LIMIT 1
    ) AS ledger
    CROSS JOIN LATERAL gone_as_of(ledger.address, scope_run.as_of) AS gone
)
SELECT answer.article_id::text AS fingerprint,
       CASE WHEN answer.answers >= 2 THEN 'warning' ELSE 'info' END AS severity,
       answer.series_id,
       answer.place,
       answer.metric,
       series_words(answer.place, answer.metric, answer.phrase, answer.period_start, answer.period_end, answer.scope,
                    answer.basis)
       || jsonb_build_object(
           'say', 'gone',
           'outlet', jsonb_build_object('name', outlet.name),
           'figures', (SELECT count(*) FROM figure WHERE figure.version_id = answer.version_id),
           'answer', CASE answer.reason
               WHEN 'gone' THEN jsonb_build_object('say', 'said_so')
               ELSE to_jsonb(replace(answer.reason, 'http_', 'HTTP '))
           END,
           'times', answer.answers,
           'title', left(answer.title, 60),
           'value', amount_words(answer.value, answer.unit, answer.counter)) AS told,
       -- Nothing is compared here; these are the first numbers that are gone.
       ARRAY[answer.value] || ARRAY(
           SELECT figure.value
           FROM figure
           WHERE figure.version_id = answer.version_id
             AND figure.value <> answer.value
           ORDER BY figure.start_char
           LIMIT 1) AS compared,
       jsonb_build_array(figure_evidence(answer.url, answer.outlet_id, answer.published, answer.sentence, answer.value)) AS evidence,
       ARRAY[answer.figure_id] AS figure_ids
FROM answer
JOIN outlet ON outlet.outlet_id = answer.outlet_id
