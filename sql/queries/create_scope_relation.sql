-- The relations in which a figure in scope stands, with all their figures: a part may be of a series that is
-- not in scope itself. All stand in a version that its article shows now, since one of them does.
-- wide_low and wide_high are the stated interval and as much again: the last printed digit may have been
-- cut off as well as rounded.
CREATE TEMPORARY TABLE scope_relation ON COMMIT DROP AS
WITH concerned AS MATERIALIZED (
    SELECT DISTINCT ON (figure_relation.relation_id)
           figure_relation.relation_id,
           told.version_id, told.release_id, told.article_id, told.url, told.outlet_id, told.said_at, told.said_on,
           told.published
    FROM scope_reading AS told
    JOIN figure_relation ON figure_relation.figure_id = told.figure_id
    ORDER BY figure_relation.relation_id, told.figure_id
),
member AS (
    SELECT figure_relation.relation_id, figure_relation.sort, figure_relation.wording, figure_relation.part,
           figure_relation.complete, figure_relation.compared_start, figure_relation.compared_end,
           concerned.version_id, concerned.release_id, concerned.article_id, concerned.url, concerned.outlet_id,
           concerned.said_at, concerned.said_on, concerned.published,
           observation.figure_id, observation.series_id, observation.period_start, observation.period_end,
           observation.value, observation.kind, observation.role,
           CASE WHEN figure.low IS NULL THEN '-Infinity' ELSE observation.low END AS low,
           CASE WHEN figure.high IS NULL THEN 'Infinity' ELSE observation.high END AS high,
           figure.period_rung, figure.start_char, figure.unit, figure.counter, figure.phrase, figure.quote,
           figure.sentence, figure.stands_in,
           series_key.place, series_key.metric, series_key.registered, series_key.scope, series_key.basis,
           series_key.kind_class, series_key.unit_class, series_key.speaker
    FROM concerned
    JOIN figure_relation ON figure_relation.relation_id = concerned.relation_id
    LEFT JOIN observation ON observation.figure_id = figure_relation.figure_id
    LEFT JOIN figure ON figure.figure_id = observation.figure_id
    LEFT JOIN series_key ON series_key.series_id = observation.series_id
)
SELECT member.*,
       CASE WHEN high - low < 'Infinity' THEN low - (high - low) / 2 ELSE low END AS wide_low,
       CASE WHEN high - low < 'Infinity' THEN high + (high - low) / 2 ELSE high END AS wide_high
FROM member
-- A relation with a number that could not be read says nothing.
WHERE relation_id NOT IN (SELECT relation_id FROM member WHERE value IS NULL)
