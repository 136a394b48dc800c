-- The different values that announcements give for one series and period in scope, where they do not all
-- agree. Announcements whose printed digits allow one common value stand in one camp and speak through
-- the most precise of them; a camp has as many releases as announcements, and a first one.
-- running: said only before the period was nearly over, so it may still grow; such camps are a question of
-- their own. Money allotted for a year is known once it is allotted.
-- first_round: reported within 45 days of the very first report, so independent of one another; what came
-- later, or was only cited to compare with, restates.
-- provisional: all its texts call their numbers provisional; revised: its first text says that earlier
-- numbers were corrected or counted anew.
-- proposed, supplemented: a sentence with the number speaks of a proposal or request, of a supplementary budget.
-- The state of a stock or of a running total is known by the end of its period alone (frame_start).
CREATE TEMPORARY TABLE scope_camp ON COMMIT DROP AS
WITH voted AS MATERIALIZED (
    SELECT DISTINCT series_id, place, metric, scope, kind_class, unit_class, speaker, starts, ends
    FROM scope_voice
    WHERE basis = 'final' AND role = 'report'
),
framed AS MATERIALIZED (
    -- What last year's budget is compared with is the one that was voted, whether or not the text says so.
    SELECT scope_voice.ctid AS row_place, coalesce(voted.series_id, scope_voice.series_id) AS series_id,
           scope_voice.release_id, scope_voice.period_end, scope_voice.low, scope_voice.high, scope_voice.agrees,
           CASE WHEN voted.series_id IS NULL THEN scope_voice.basis ELSE 'final' END AS basis,
           CASE
               WHEN scope_voice.kind_class = 'cumulative' AND (period_start IS NULL OR period_start = period_end)
                   THEN '-infinity'
               WHEN kind = 'level' AND measure.nature = 'stock' AND unit !~ '^[A-Z]{3}$|^%'
                    AND (period_start IS NULL OR period_end - period_start <= 30)
                   THEN '-infinity'
               ELSE scope_voice.starts
           END AS frame_start
    FROM scope_voice
    LEFT JOIN measure ON measure.metric = scope_voice.metric
    LEFT JOIN voted
      ON voted.place = scope_voice.place AND voted.metric = scope_voice.metric AND voted.scope = scope_voice.scope
     AND voted.kind_class = scope_voice.kind_class AND voted.unit_class = scope_voice.unit_class
     AND voted.speaker = scope_voice.speaker AND voted.starts = scope_voice.starts AND voted.ends = scope_voice.ends
     AND scope_voice.role = 'base' AND scope_voice.basis = ''
    WHERE scope_voice.kind_class NOT IN ('target', 'forecast', 'capacity')
      AND period_end IS NOT NULL
      AND (period_start IS NOT NULL OR scope_voice.kind_class = 'cumulative')
      AND period_rung <> 'none'
),
-- Most series and periods are told once, or always alike: they end here, before their texts are looked at.
contested AS MATERIALIZED (
    SELECT framed.series_id,
           scope_voice.release_id, scope_voice.figure_id, scope_voice.version_id, scope_voice.period_start,
           scope_voice.period_end, scope_voice.starts, scope_voice.value, scope_voice.low, scope_voice.high,
           scope_voice.kind, scope_voice.role, scope_voice.period_rung, scope_voice.unit, scope_voice.counter,
           scope_voice.phrase, scope_voice.quote, scope_voice.sentence, scope_voice.url, scope_voice.outlet_id,
           scope_voice.published, scope_voice.said_at, scope_voice.said_on, scope_voice.place, scope_voice.metric,
           scope_voice.registered, scope_voice.scope, framed.basis, scope_voice.kind_class, scope_voice.agrees,
           framed.frame_start
    FROM framed
    JOIN (
        SELECT series_id, frame_start, period_end
        FROM framed
        GROUP BY series_id, frame_start, period_end
        HAVING count(DISTINCT release_id) > 1
           AND (max(low) > min(high) OR NOT bool_and(agrees))
    ) AS question USING (series_id, frame_start, period_end)
    JOIN scope_voice ON scope_voice.ctid = framed.row_place
),
-- An announcement that gives a whole and its parts under one name gives several values. Its own is the one
-- that headline and body share, or the sum of the others.
told_apart AS MATERIALIZED (
    SELECT contested.series_id, contested.frame_start, contested.period_end, contested.release_id, contested.role,
           reading.low, reading.high, min(reading.value) AS value,
           bool_or(reading.stands_in IN ('title', 'subtitle')) AS in_headline,
           bool_or(reading.stands_in NOT IN ('title', 'subtitle')) AS in_body
    FROM contested
    JOIN scope_reading AS reading
      ON reading.series_id = contested.series_id
     AND reading.release_id = contested.release_id
     AND reading.role = contested.role
     AND reading.period_end = contested.period_end
     AND coalesce(reading.period_start, '-infinity') = contested.starts
    WHERE NOT contested.agrees
    GROUP BY contested.series_id, contested.frame_start, contested.period_end, contested.release_id, contested.role,
             reading.low, reading.high
),
finest AS (
    SELECT wide.series_id, wide.frame_start, wide.period_end, wide.release_id, wide.role, wide.low, wide.high, wide.value,
           bool_or(near.in_headline) AS in_headline, bool_or(near.in_body) AS in_body
    FROM told_apart AS wide
    JOIN told_apart AS near
      ON near.series_id = wide.series_id AND near.frame_start = wide.frame_start
     AND near.period_end = wide.period_end AND near.release_id = wide.release_id AND near.role = wide.role
     AND near.low <= wide.high AND near.high >= wide.low
    GROUP BY wide.series_id, wide.frame_start, wide.period_end, wide.release_id, wide.role, wide.low, wide.high, wide.value
    HAVING NOT bool_or(near.high - near.low < wide.high - wide.low)
),
whole AS (
    SELECT series_id, frame_start, period_end, release_id, role, min(low) AS low, min(high) AS high
    FROM (
        SELECT finest.*,
               (count(*) OVER texts > 2 AND 2 * value - sum(value) OVER texts BETWEEN low - high AND high - low)
               OR (in_headline AND in_body) AS is_whole
        FROM finest
        WINDOW texts AS (PARTITION BY series_id, frame_start, period_end, release_id, role)
    ) AS weighed
    WHERE is_whole
    GROUP BY series_id, frame_start, period_end, release_id, role
    HAVING count(*) = 1
),
voice AS MATERIALIZED (
    SELECT contested.frame_start, contested.series_id, contested.period_start, contested.period_end,
           contested.release_id, contested.figure_id, contested.version_id, contested.value, contested.low, contested.high,
           contested.kind, contested.role, contested.period_rung, contested.unit, contested.counter,
           contested.phrase, contested.quote, contested.sentence, contested.url, contested.outlet_id,
           contested.published, contested.said_at, contested.said_on, contested.place, contested.metric,
           contested.registered, contested.scope, contested.basis, contested.kind_class
    FROM contested
    WHERE agrees
    UNION ALL
    SELECT *
    FROM (
        SELECT DISTINCT ON (whole.series_id, whole.frame_start, whole.period_end, whole.release_id, whole.role)
               whole.frame_start, reading.series_id, reading.period_start, reading.period_end,
               reading.release_id, reading.figure_id, reading.version_id, reading.value, reading.low, reading.high,
               reading.kind, reading.role, reading.period_rung, reading.unit, reading.counter,
               reading.phrase, reading.quote, reading.sentence, reading.url, reading.outlet_id,
               reading.published, reading.said_at, reading.said_on, reading.place, reading.metric,
               reading.registered, reading.scope, reading.basis, reading.kind_class
        FROM whole
        JOIN scope_reading AS reading
          ON reading.series_id = whole.series_id AND reading.release_id = whole.release_id
         AND reading.role = whole.role AND reading.period_end = whole.period_end
         AND reading.low = whole.low AND reading.high = whole.high
        ORDER BY whole.series_id, whole.frame_start, whole.period_end, whole.release_id, whole.role,
                 reading.stands_in IN ('title', 'subtitle'), reading.said_at, reading.figure_id
    ) AS spoken
),
-- What an announcement names as a part of its own whole is that part elsewhere too, where its scope, or the
-- industrial complex that it is of, is left out: it contradicts no whole.
part AS MATERIALIZED (
    SELECT DISTINCT contested_series.series_id, whole.period_end, part.low, part.high
    FROM (SELECT DISTINCT series_id FROM contested WHERE scope = '') AS contested_series
    JOIN scope_reading AS whole ON whole.series_id = contested_series.series_id
    JOIN scope_reading AS part
      ON part.release_id = whole.release_id
     AND part.metric = whole.metric
     AND (part.place = whole.place AND part.scope NOT IN ('', 'total')
          OR starts_with(part.place, whole.place || ' '))
     AND part.speaker = whole.speaker
     AND part.kind_class = whole.kind_class
     AND part.unit = whole.unit
     AND part.period_end = whole.period_end
     AND part.role = whole.role
    WHERE whole.low > part.high
),
-- Press and offices round as they like, and cut digits off as often as they round: what ends in zeros stands
-- for its longer form, up to the next such number, as long as that is 3 % of it or less.
slack AS MATERIALIZED (
    SELECT voice.*, width, greatest(width / 2, 0.999 * step, 0) AS above, greatest(width / 2, 0.5 * step, 0) AS below
    FROM voice
    CROSS JOIN LATERAL (
        SELECT CASE WHEN low > '-Infinity' AND high < 'Infinity' THEN high - low END AS width,
               -- The largest such power of ten: no more noughts than it ends in, no more digits than 3 % of it has.
               CASE WHEN value = trunc(value) AND noughts > 0 THEN ('1' || repeat('0', noughts))::numeric END AS step
        FROM (
            SELECT least(length(digits) - length(rtrim(digits, '0')), length(trunc(0.03 * abs(value))::text) - 1) AS noughts
            FROM (SELECT trunc(abs(value))::text AS digits) AS whole
        ) AS ending
    ) AS printed
    WHERE NOT EXISTS (
        SELECT FROM part
        WHERE part.series_id = voice.series_id AND part.period_end = voice.period_end
          AND part.low <= voice.high AND part.high >= voice.low
          AND voice.high < 'Infinity'
    )
),
led AS (
    SELECT DISTINCT ON (member.figure_id)
           member.*, leader.release_id AS led_by, leader.role AS led_in
    FROM slack AS member
    JOIN slack AS leader
      ON leader.series_id = member.series_id
     AND leader.frame_start = member.frame_start
     AND leader.period_end = member.period_end
     AND (leader.low <= member.high + member.above AND leader.high >= member.low - member.below
          OR member.low <= leader.high + leader.above AND member.high >= leader.low - leader.below)
    ORDER BY member.figure_id, leader.width NULLS LAST, leader.said_at, leader.role DESC, leader.release_id,
             leader.figure_id
),
-- Each text is looked through once, however many of its numbers speak in a camp.
worded AS MATERIALIZED (
    SELECT version.version_id, tells_provisional(version.text) AS provisional,
           version.text ~ '정정(했|한|된|됐|해|하|보도|자료|공시)|바로잡|재집계|재산정|재산출|재조사|소급|확정치|잠정치|수정 ?(치|값|됐|된|한|해|하|집계)|(?:수치|값|숫자|통계|집계|자료)[를을]? ?고[친쳐]|지연 ?(신고|집계)|늦게 (신고|집계)|보정(치|한|해|된)|재분류|(취소|해지|중복|철회)[^.]{0,20}(빼|뺀|제외)|개편된 통계|통계 ?개편|다시 (계산|집계|산정|세|헤아)|(집계|산정|조사|산출|통계|계산) ?(기준|방식|방법|대상|범위)[이가을를은는]? ?[^.]{0,30}(바꾸|바꿨|바뀌|바뀐|바뀜|변경|달라|개선|넓|좁|조정)|(새|새로운|변경된|바뀐) (집계 |산정 |조사 |통계 )?(기준|방식|방법)'
               AS revised
    FROM article_version AS version
    WHERE version.version_id IN (SELECT version_id FROM led)
),
ranked AS (
    SELECT led.*,
           min(said_on) OVER camps AS first_said_on,
           max(said_on) OVER camps AS last_said_on,
           first_value(role) OVER (camps ORDER BY said_on, role DESC, said_at, release_id, figure_id) AS first_role,
           first_value(led.version_id) OVER (camps ORDER BY said_on, role DESC, said_at, release_id, figure_id) AS first_version_id,
           bool_and(worded.provisional) OVER camps AS provisional,
           row_number() OVER (camps ORDER BY width NULLS LAST, said_at, role DESC, release_id, figure_id) AS place_in_camp
    FROM led
    JOIN worded ON worded.version_id = led.version_id
    WINDOW camps AS (PARTITION BY series_id, frame_start, period_end, led_by, led_in)
),
counted AS (
    SELECT series_id, frame_start, period_end, led_by, led_in, count(DISTINCT release_id) AS releases
    FROM led
    GROUP BY series_id, frame_start, period_end, led_by, led_in
),
timed AS (
    SELECT ranked.*, counted.releases, wording.proposed, wording.supplemented,
           last_said_on < period_end - coalesce(period_end - period_start, 0) / 20
           AND NOT (kind = 'level' AND unit = 'KRW' AND period_end - period_start BETWEEN 360 AND 366) AS running
    FROM ranked
    JOIN counted USING (series_id, frame_start, period_end, led_by, led_in)
    -- A headline leaves out what the sentence below it says of the same number. Only the lines that have the
    -- number are cut into sentences.
    CROSS JOIN LATERAL (
        SELECT coalesce(bool_or(sentence ~ '예산안|정부안|편성|제출|요구|건의|신청'), false) AS proposed,
               coalesce(bool_or(sentence ~ '추경|추가경정|최종예산'), false) AS supplemented
        FROM string_to_table(
            (SELECT version.text FROM article_version AS version WHERE version.version_id = ranked.version_id), E'\n') AS line
        CROSS JOIN LATERAL regexp_split_to_table(line, '[.]\s') AS sentence
        WHERE strpos(line, ranked.quote) > 0 AND strpos(sentence, ranked.quote) > 0
    ) AS wording
    WHERE place_in_camp = 1
),
camp AS (
    SELECT timed.*,
           first_value(first_said_on) OVER question AS question_said_on,
           first_value(first_role) OVER question AS question_role,
           lag(figure_id) OVER question AS figure_before,
           count(*) OVER (PARTITION BY series_id, frame_start, period_end, running) AS camps
    FROM timed
    WINDOW question AS (PARTITION BY series_id, frame_start, period_end, running
                        ORDER BY first_said_on, first_role DESC, release_id, figure_id)
)
SELECT camp.*,
       (first_said_on = question_said_on AND first_role = question_role)
       OR (question_role = 'report' AND first_role = 'report' AND first_said_on - question_said_on <= 45)
           AS first_round,
       worded.revised
FROM camp
JOIN worded ON worded.version_id = camp.first_version_id
-- A coarse value may have been everyone's ally: without a second camp there is nothing to compare.
WHERE camps > 1
