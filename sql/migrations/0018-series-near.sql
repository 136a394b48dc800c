-- depends: 0017-corrections-told
-- Series of one place that tell one thing in other words.

CREATE TABLE series_near (
    series_id      uuid PRIMARY KEY REFERENCES series_key,
    near_series_id uuid NOT NULL REFERENCES series_key,
    likeness       text NOT NULL CHECK (likeness IN ('same_words', 'shorter')),
    differing      text[] NOT NULL,
    CHECK (series_id <> near_series_id)
);
COMMENT ON TABLE series_near IS 'Series that go with an earlier recorded series of the same place, because their keys agree in all but the words and their words are near. The checks read same_words as one series, and shorter only where an announcement vouches for it. Made anew from the keys whenever a series of the place is touched; the order in which they came does not matter.';
COMMENT ON COLUMN series_near.series_id IS 'A series; its key is in series_key as ever.';
COMMENT ON COLUMN series_near.near_series_id IS 'The first recorded series of those with which it goes: the one under which flags are kept.';
COMMENT ON COLUMN series_near.likeness IS 'same_words: the words say the same (synonyms, joined otherwise, who does it for what is done). shorter: one has all words of the other and more, so they may be part and whole.';
COMMENT ON COLUMN series_near.differing IS 'The words that the one has more, for shorter.';
CREATE INDEX series_near_by_near ON series_near (near_series_id);
