-- One amount of one place is first a consultation, then an agreement, a contract, an export, though no text
-- tells that anything happened in between.
-- The stage of a figure is told by the nearest word: what follows it first, else what stands before it.
WITH amount AS MATERIALIZED (
    SELECT *
    FROM (
        SELECT scope_reading.*,
               count(*) OVER alike AS mentions,
               -- Where all speak of exports only, no stage is below another.
               bool_or(sentence ~ '상담|협약|MOU|양해각서|의향|계약' OR basis <> '') OVER alike AS below_export
        FROM scope_reading
        -- As far as fill_check_scope looks for the same amount.
        WHERE value >= 100000
          AND role = 'report'
          AND kind_class IN ('amount', 'cumulative')
          AND unit ~ '^[A-Z]{3}$'
          AND (sentence ~ '상담|협약|MOU|양해각서|의향|계약|수출' OR basis IN ('consulted', 'agreed', 'contract'))
          AND low > '-Infinity'
          AND high < 'Infinity'
        WINDOW alike AS (PARTITION BY place, unit, value, high - low)
    ) AS counted
    WHERE mentions > 1
      AND below_export
),
worded AS (
    SELECT amount.*, stands_in IN ('title', 'subtitle') AS in_headline,
           -- Names of fairs and of staff on contract are no stage.
           coalesce(
               (regexp_match(around.after_quote, around.words))[1],
               (regexp_match(around.before_quote, '.*' || around.words))[1],
               CASE basis WHEN 'consulted' THEN '상담' WHEN 'agreed' THEN '협약' WHEN 'contract' THEN '계약' END
           ) AS word
    FROM amount
    CROSS JOIN LATERAL (
        SELECT greatest(strpos(sentence, quote), 1) AS place_of_quote,
               '(수출 ?상담|상담|계약[을이]? ?(?:추진|협의|예정|논의|검토|가능|기대|예상|전망)|'
               || '수출 ?(?:업무 ?)?(?:협약|MOU|의향)|협약|MOU|양해각서|의향|수출 ?계약|계약|'
               || '수출(?=액|고| ?실적| ?성과|을? ?(?:했|하|달성|기록|성사|이뤘|올렸)|$| ?[.…‘’“”]))' AS words
    ) AS found
    CROSS JOIN LATERAL (
        SELECT found.words,
               -- Another number nearby has words of its own.
               substring(regexp_replace(substr(sentence, found.place_of_quote + length(quote), 22),
                                        '상담(회|장|관|사)|계약(재배|직|학과)', '', 'g') FROM '^[^0-9,·.]*') AS after_quote,
               substring(regexp_replace(right(left(sentence, found.place_of_quote - 1), 16),
                                        '상담(회|장|관|사)|계약(재배|직|학과)', '', 'g') FROM '[^0-9,·.]*$') AS before_quote
    ) AS around
),
staged AS MATERIALIZED (
    SELECT worded.*,
           CASE
               WHEN word ~ '상담' THEN 1
               WHEN word ~ '계약.*[가-힣]{2}$' AND word !~ '계약$' OR word ~ '협약|MOU|양해각서|의향' THEN 2
               WHEN word ~ '계약' THEN 3
               ELSE 4
           END AS stage
    FROM worded
    WHERE word IS NOT NULL
),
-- An article claims what its text says; its headline may say more.
claim AS MATERIALIZED (
    SELECT DISTINCT ON (place, unit, value, high - low, version_id, in_headline)
           staged.*,
           max(stage) OVER texts > min(stage) OVER texts AS tells_progress
    FROM staged
    WINDOW texts AS (PARTITION BY place, unit, value, high - low, version_id, in_headline)
    ORDER BY place, unit, value, high - low, version_id, in_headline, stage DESC, start_char
),
paired AS (
    SELECT weaker.figure_id AS weaker_figure_id, stronger.figure_id AS stronger_figure_id,
           CASE
               WHEN weaker.version_id = stronger.version_id THEN 'headline'
               WHEN weaker.release_id = stronger.release_id OR stronger.said_on - weaker.said_on <= 3 THEN 'copy'
               ELSE 'later'
           END AS between_them
    FROM claim AS weaker
    JOIN claim AS stronger
      ON stronger.place = weaker.place
     AND stronger.unit = weaker.unit
     AND stronger.value = weaker.value
     AND stronger.high - stronger.low = weaker.high - weaker.low
     AND stronger.stage > weaker.stage
     AND NOT stronger.tells_progress
     AND CASE
             -- A headline against the text below it.
             WHEN weaker.version_id = stronger.version_id THEN stronger.in_headline AND NOT weaker.in_headline
             -- Texts against texts: of copies of one announcement, or a later one against an earlier.
             WHEN weaker.release_id = stronger.release_id THEN NOT stronger.in_headline AND NOT weaker.in_headline
             -- Another text of the same days may be earlier.
             ELSE stronger.said_on - weaker.said_on BETWEEN -3 AND 400
         END
    -- The weaker announcement did not make the stronger claim anywhere.
    WHERE weaker.release_id = stronger.release_id
       OR NOT EXISTS (
           SELECT FROM claim AS besides
           WHERE besides.place = weaker.place AND besides.unit = weaker.unit AND besides.value = weaker.value
             AND besides.high - besides.low = weaker.high - weaker.low
             AND besides.release_id = weaker.release_id
             AND besides.stage >= stronger.stage
             AND NOT besides.in_headline
       )
),
compared AS (
    SELECT paired.between_them, stronger.release_id = weaker.release_id AS same_release,
           weaker.stage AS weaker_stage, stronger.stage AS stronger_stage,
           stronger.said_on - weaker.said_on AS days,
           length(rtrim(trunc(stronger.value)::text, '0')) AS digits,
           (SELECT version.text ~ '본계약|정식 ?계약|후속 ?(계약|협의|상담|조치)|상담(을|이|에서|한|했던|에 이어|했던 ?바이어)[^.]{0,40}계약|협약(을|이|에서|에 이어|에 따라|에 따른|의 후속)[^.]{0,40}(계약|수출)|계약(을|이|에 이어|에 따라|에 따른|한 ?물량| ?물량|분)[^.]{0,40}(선적|납품|수출|출하)|(계약|수출)(으로|로) (이어|연결|성사|전환|결실)|(상담|협의|협약|추진)[^.]{0,30}결실|(계약|수출)[^.]{0,6}전환|실제 (계약|수출)|선적'
            FROM article_version AS version WHERE version.version_id = stronger.version_id) AS progress_told,
           (SELECT count(*)
            FROM (
                SELECT regexp_replace(token[1], '(에서는|에서|에게|으로|까지|부터|에는|에도|이|가|은|는|을|를|의|에|와|과|도|로|서)$', '') AS word
                FROM regexp_matches(weaker.title || ' ' || weaker.sentence, '[가-힣A-Za-z]{2,}', 'g') AS token
                INTERSECT
                SELECT regexp_replace(token[1], '(에서는|에서|에게|으로|까지|부터|에는|에도|이|가|은|는|을|를|의|에|와|과|도|로|서)$', '')
                FROM regexp_matches(stronger.title || ' ' || stronger.sentence, '[가-힣A-Za-z]{2,}', 'g') AS token
            ) AS shared
            WHERE length(word) >= 2
              AND left(word, greatest(length(weaker.place) - 1, 2)) <> left(weaker.place, greatest(length(weaker.place) - 1, 2))
              AND word !~ '^(수출|상담|계약|협약|체결|추진|실적|성과|달러|만달러|억달러|만원|억원|규모|상당|지난|올해|올린|이번|현지|해외|시장|기업|업체|중소|관내|지역|투자|참가|참여|지원|통해|대한|밝혔|전했|말했|거둬|거뒀|올려|올렸|이뤄|달성|맺었|맺어|체결|바이어|제품|농산물|특산물|사업|행사|기간)'
           ) AS shared_words,
           weaker.figure_id AS weaker_figure_id, stronger.figure_id AS stronger_figure_id
    FROM paired
    JOIN claim AS weaker ON weaker.figure_id = paired.weaker_figure_id
    JOIN claim AS stronger ON stronger.figure_id = paired.stronger_figure_id
),
judged AS (
    SELECT compared.*,
           CASE
               -- 수출 in a headline is short for 수출계약.
               WHEN between_them = 'headline' THEN CASE WHEN weaker_stage = 3 THEN 'info' ELSE 'warning' END
               WHEN between_them = 'copy' AND same_release THEN 'warning'
               WHEN progress_told THEN NULL
               WHEN digits >= 3 AND (days <= 90 OR shared_words >= 1) THEN 'warning'
               WHEN shared_words >= 2 AND (days <= 90 OR digits >= 2) THEN 'warning'
               WHEN digits >= 3 AND days <= 180 THEN 'info'
           END AS severity
    FROM compared
),
-- Told once for each text that claims more, against the nearest that claims less.
told AS (
    SELECT DISTINCT ON (stronger.place, stronger.unit, stronger.value, stronger.release_id)
           judged.severity, judged.between_them, judged.weaker_stage, judged.stronger_stage,
           judged.weaker_figure_id, judged.stronger_figure_id
    FROM judged
    JOIN claim AS stronger ON stronger.figure_id = judged.stronger_figure_id
    WHERE severity IS NOT NULL
    ORDER BY stronger.place, stronger.unit, stronger.value, stronger.release_id,
             severity = 'warning' DESC, between_them = 'later' DESC, between_them = 'copy' DESC,
             days, stronger.in_headline, stronger.said_at, judged.stronger_figure_id, judged.weaker_figure_id
)
SELECT DISTINCT ON (fingerprint)
       concat_ws(':', weaker.series_id, stronger.series_id, stronger.article_id, told.between_them) AS fingerprint,
       told.severity,
       stronger.series_id,
       stronger.place,
       stronger.metric,
       jsonb_build_object(
           'say', told.between_them,
           'place', jsonb_build_object('name', stronger.place),
           'what', measure_words(stronger.metric, stronger.phrase),
           'amount', amount_words(stronger.value, stronger.unit, stronger.counter),
           'weaker', jsonb_build_object('say', 'stage_' || told.weaker_stage),
           'stronger', jsonb_build_object('say', 'stage_' || told.stronger_stage),
           'before_on', day_words(weaker.said_on),
           'on', day_words(stronger.said_on)) AS told,
       ARRAY[stronger.value, weaker.value] AS compared,
       jsonb_build_array(
           figure_evidence(stronger.url, stronger.outlet_id, stronger.published, stronger.sentence, stronger.value),
           figure_evidence(weaker.url, weaker.outlet_id, weaker.published, weaker.sentence, weaker.value)) AS evidence,
       ARRAY[stronger.figure_id, weaker.figure_id] AS figure_ids
FROM told
JOIN claim AS weaker ON weaker.figure_id = told.weaker_figure_id
JOIN claim AS stronger ON stronger.figure_id = told.stronger_figure_id
ORDER BY fingerprint, stronger.said_at, stronger.figure_id
