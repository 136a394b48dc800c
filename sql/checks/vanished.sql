-- A page with figures is gone.
-- The last answer of its host is 404 or 410, or the site says in words that the article is deleted. A second
-- answer of that sort confirms it.
WITH page AS MATERIALIZED (
    SELECT DISTINCT ON (scope_reading.article_id)
           scope_reading.*
    FROM scope_reading
    JOIN outlet ON outlet.outlet_id = scope_reading.outlet_id AND outlet.family <> 'import'
    ORDER BY scope_reading.article_id, scope_reading.role = 'report' DESC, scope_reading.registered DESC,
             scope_reading.start_char
),
answer AS (
    SELECT page.*, asked.reason, asked.misses
    FROM page
    CROSS JOIN scope_run
    CROSS JOIN LATERAL (
        SELECT CASE
                   WHEN known.answer IN ('http_404', 'http_410', 'gone') THEN known.answer
                   WHEN latest.page_state = 'gone' THEN 'gone'
               END AS reason,
               CASE
                   WHEN known.answer IN ('http_404', 'http_410', 'gone')
                       THEN (SELECT count(*) FROM failure
                             WHERE failure.outlet_id = page.outlet_id AND failure.url = page.url
                               AND failure.step = 'fetch' AND failure.reason IN ('http_404', 'http_410', 'gone')
                               AND failure.occurred_at > coalesce(latest.fetched_at, '-infinity')
                               AND failure.occurred_at <= scope_run.as_of)
                            + (latest.page_state IS NOT DISTINCT FROM 'gone')::int
                   -- A page that says the same once more is no new capture; only the ledger knows.
                   WHEN address.last_asked_at > latest.fetched_at AND known.answer = 'unchanged' THEN 2
                   ELSE 1
               END AS misses
        FROM address
        LEFT JOIN LATERAL (
            SELECT capture.page_state, capture.fetched_at
            FROM capture
            WHERE capture.outlet_id = page.outlet_id AND capture.url = page.url
              AND capture.fetched_at <= scope_run.as_of
            ORDER BY capture.fetched_at DESC
            LIMIT 1
        ) AS latest ON true
        CROSS JOIN LATERAL (
            -- The ledger keeps the last answer only; of a past moment the failures tell.
            SELECT CASE
                       WHEN address.last_asked_at <= scope_run.as_of THEN address.last_answer
                       ELSE (SELECT failure.reason FROM failure
                             WHERE failure.outlet_id = page.outlet_id AND failure.url = page.url
                               AND failure.step = 'fetch'
                               AND failure.occurred_at > coalesce(latest.fetched_at, '-infinity')
                               AND failure.occurred_at <= scope_run.as_of
                             ORDER BY failure.occurred_at DESC
                             LIMIT 1)
                   END AS answer
        ) AS known
        WHERE address.outlet_id = page.outlet_id AND address.url = page.url
        LIMIT 1
    ) AS asked
    WHERE asked.reason IS NOT NULL
)
SELECT answer.article_id::text AS fingerprint,
       CASE WHEN answer.misses >= 2 THEN 'warning' ELSE 'info' END AS severity,
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
           'times', answer.misses,
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
