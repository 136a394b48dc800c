-- Measures that the registry does not know, by how often they are stated.
CREATE VIEW figures_unmapped AS
SELECT key.metric,
       key.unit_class,
       count(*) AS figures,
       count(DISTINCT observation.release_id) AS releases,
       count(DISTINCT key.place) AS places,
       sum(abs(observation.value)) FILTER (WHERE figure.unit = 'KRW' AND observation.kind <> 'rank') AS amount_krw,
       min(coalesce(observation.published_from, observation.recorded_at)) AS first_said_at,
       max(coalesce(observation.published_from, observation.recorded_at)) AS last_said_at,
       mode() WITHIN GROUP (ORDER BY figure.phrase) AS phrase,
       (array_agg(DISTINCT key.place))[1:5] AS example_places,
       (array_agg(DISTINCT figure.sentence))[1:3] AS example_sentences
FROM series_key AS key
JOIN observation ON observation.series_id = key.series_id
JOIN figure ON figure.figure_id = observation.figure_id
WHERE NOT key.registered
GROUP BY key.metric, key.unit_class;
COMMENT ON VIEW figures_unmapped IS 'Measures with a provisional id (~…): candidates for the registry. Order by figures or by amount_krw.';
COMMENT ON COLUMN figures_unmapped.metric IS 'Provisional id of the measure.';
COMMENT ON COLUMN figures_unmapped.unit_class IS 'Unit, or class of counters that count the same.';
COMMENT ON COLUMN figures_unmapped.figures IS 'How many figures state it.';
COMMENT ON COLUMN figures_unmapped.releases IS 'In how many announcements.';
COMMENT ON COLUMN figures_unmapped.places IS 'Of how many places.';
COMMENT ON COLUMN figures_unmapped.amount_krw IS 'Sum of the amounts in won, each without its sign; null where it is no money.';
COMMENT ON COLUMN figures_unmapped.first_said_at IS 'When it was first stated.';
COMMENT ON COLUMN figures_unmapped.last_said_at IS 'When it was last stated.';
COMMENT ON COLUMN figures_unmapped.phrase IS 'Noun phrase with which it is stated most often.';
COMMENT ON COLUMN figures_unmapped.example_places IS 'Up to five of its places.';
COMMENT ON COLUMN figures_unmapped.example_sentences IS 'Up to three different sentences that state it.';
