-- depends: 0001-collection
-- Articles, their versions, the figures in them, and what the figures claim.

CREATE TABLE article (
    article_id    uuid PRIMARY KEY,
    outlet_id     text NOT NULL REFERENCES outlet,
    url           text NOT NULL,
    first_seen_at timestamptz NOT NULL,
    news_day      date NOT NULL,
    release_id    uuid NOT NULL,
    release_due   boolean NOT NULL DEFAULT true,
    UNIQUE (outlet_id, url)
);
COMMENT ON TABLE article IS 'One page of one outlet that was read as an article at least once.';
COMMENT ON COLUMN article.article_id IS 'Derived from outlet and address.';
COMMENT ON COLUMN article.outlet_id IS 'Outlet that published it.';
COMMENT ON COLUMN article.url IS 'Its canonical address.';
COMMENT ON COLUMN article.first_seen_at IS 'When we first had it.';
COMMENT ON COLUMN article.news_day IS 'Earliest publication day that a version states, in Asia/Seoul; the day of first_seen_at where none does.';
COMMENT ON COLUMN article.release_id IS 'Announcement of which it is a copy: the smallest article id among the copies.';
COMMENT ON COLUMN article.release_due IS 'True from loading until the article was compared with its possible copies.';
CREATE INDEX article_by_release ON article (release_id);
CREATE INDEX article_release_due ON article (article_id) WHERE release_due;

CREATE TABLE article_version (
    version_id         uuid PRIMARY KEY,
    article_id         uuid NOT NULL REFERENCES article,
    title              text NOT NULL,
    subtitle           text NOT NULL,
    body               text NOT NULL,
    text               text NOT NULL,
    published_at       timestamptz,
    published_day      date,
    published_from     text NOT NULL CHECK (published_from IN ('json_ld', 'meta', 'visible', 'list', 'feed', 'import', 'missing')),
    modified_at        timestamptz,
    byline             text NOT NULL,
    section            text NOT NULL,
    place              text,
    recorded_at        timestamptz NOT NULL,
    capture_id         uuid REFERENCES capture,
    reader_version     text NOT NULL
);
COMMENT ON TABLE article_version IS 'What a reader of the page saw: a new row only when title, subtitle, body or times differ.';
COMMENT ON COLUMN article_version.version_id IS 'Derived from the article and the content of this version.';
COMMENT ON COLUMN article_version.article_id IS 'The article.';
COMMENT ON COLUMN article_version.title IS 'Headline.';
COMMENT ON COLUMN article_version.subtitle IS 'Subtitle; empty if none. Lines are kept.';
COMMENT ON COLUMN article_version.body IS 'Paragraphs, separated by blank lines; no captions, bylines or copyright lines.';
COMMENT ON COLUMN article_version.text IS 'Title, subtitle and body, separated by blank lines: what spans of figures count in.';
COMMENT ON COLUMN article_version.published_at IS 'Publication time; null where the page gives only a day or nothing.';
COMMENT ON COLUMN article_version.published_day IS 'Publication day in Asia/Seoul; null where the page gives none.';
COMMENT ON COLUMN article_version.published_from IS 'Which statement of page, list, feed or import gave the time.';
COMMENT ON COLUMN article_version.modified_at IS 'Time of the last edit that the page states; null if none.';
COMMENT ON COLUMN article_version.byline IS 'Reporter as printed.';
COMMENT ON COLUMN article_version.section IS 'Section of the outlet as printed.';
COMMENT ON COLUMN article_version.place IS 'Local government that the article is about, official name; null if none was recognised.';
COMMENT ON COLUMN article_version.recorded_at IS 'When this version was first known to us.';
COMMENT ON COLUMN article_version.capture_id IS 'The capture it was first read from; null for imports.';
COMMENT ON COLUMN article_version.reader_version IS 'Version of the page and figure readers that read it.';
CREATE INDEX article_version_by_article ON article_version (article_id, recorded_at);
CREATE INDEX article_version_by_day ON article_version (published_day);

CREATE TABLE version_sighting (
    version_id uuid NOT NULL REFERENCES article_version,
    seen_at    timestamptz NOT NULL,
    PRIMARY KEY (version_id, seen_at)
);
COMMENT ON TABLE version_sighting IS 'Each time a changed body was read as this version; a page that flips back shows here.';
COMMENT ON COLUMN version_sighting.version_id IS 'The version seen.';
COMMENT ON COLUMN version_sighting.seen_at IS 'When.';

CREATE TABLE figure (
    figure_id    uuid PRIMARY KEY,
    version_id   uuid NOT NULL REFERENCES article_version,
    start_char   integer NOT NULL CHECK (start_char >= 0),
    end_char     integer NOT NULL,
    quote        text NOT NULL,
    value        numeric,
    value_high   numeric,
    low          numeric,
    high         numeric,
    unit         text NOT NULL,
    counter      text,
    kind         text NOT NULL,
    role         text NOT NULL,
    phrase       text NOT NULL,
    stands_in    text NOT NULL,
    period_start date,
    period_end   date,
    period_rung  text NOT NULL,
    qualifiers   text[] NOT NULL DEFAULT '{}',
    malformed    boolean NOT NULL DEFAULT false,
    sentence     text NOT NULL,
    CHECK (end_char > start_char),
    CHECK (malformed OR value IS NOT NULL)
);
COMMENT ON TABLE figure IS 'Every reported figure of every article version, with its span in article_version.text.';
COMMENT ON COLUMN figure.figure_id IS 'Derived from the version and the span.';
COMMENT ON COLUMN figure.version_id IS 'Version in which it is printed.';
COMMENT ON COLUMN figure.start_char IS 'First character, counted from 0 in article_version.text.';
COMMENT ON COLUMN figure.end_char IS 'Character after the last.';
COMMENT ON COLUMN figure.quote IS 'The number and unit as printed; equals the span of the text.';
COMMENT ON COLUMN figure.value IS 'Value in base units (won, dollars, single items; per cent as printed); negative for a decrease; null only if malformed.';
COMMENT ON COLUMN figure.value_high IS 'Upper value of a printed range.';
COMMENT ON COLUMN figure.low IS 'Lower end of the interval that the printed digits and qualifiers state.';
COMMENT ON COLUMN figure.high IS 'Upper end of that interval.';
COMMENT ON COLUMN figure.unit IS 'ISO 4217 for money, %, %p, times, rank, UCUM for physical units, else an English counter class.';
COMMENT ON COLUMN figure.counter IS 'Counter as printed (개사, 명); null for money and per cent.';
COMMENT ON COLUMN figure.kind IS 'level, flow, cumulative, change, growth, share, attainment, target, forecast, rank, capacity.';
COMMENT ON COLUMN figure.role IS 'report, or why it is not the report itself: base, ceiling, per_unit, conversion.';
COMMENT ON COLUMN figure.phrase IS 'Noun phrase that the figure measures.';
COMMENT ON COLUMN figure.stands_in IS 'Part of the text: title, subtitle, section_heading, paragraph, list_item, table_row, caption.';
COMMENT ON COLUMN figure.period_start IS 'First day of the period meant; null where open or unknown.';
COMMENT ON COLUMN figure.period_end IS 'Last day of the period meant; equals period_start for an instant.';
COMMENT ON COLUMN figure.period_rung IS 'Where the period was found: clause, sentence, programme, section, document, publication, none.';
COMMENT ON COLUMN figure.qualifiers IS 'Qualifiers as printed: 약, 총, 누적, 이상 …';
COMMENT ON COLUMN figure.malformed IS 'True where the printed number is broken; it is kept and never guessed.';
COMMENT ON COLUMN figure.sentence IS 'The sentence around the figure, at most 300 characters, for evidence.';
CREATE UNIQUE INDEX figure_by_span ON figure (version_id, start_char, end_char);

CREATE TABLE series (
    series_id   uuid PRIMARY KEY,
    place       text NOT NULL,
    place_id    text,
    metric      text NOT NULL,
    registered  boolean NOT NULL,
    scope       text NOT NULL,
    basis       text NOT NULL,
    kind_class  text NOT NULL,
    unit_class  text NOT NULL,
    speaker     text NOT NULL,
    UNIQUE NULLS NOT DISTINCT (place, place_id, metric, scope, basis, kind_class, unit_class, speaker)
);
COMMENT ON TABLE series IS 'What is comparable over time: one measure of one place in one scope, by like speakers. Never keyed by a value.';
COMMENT ON COLUMN series.series_id IS 'Surrogate id, derived from the key under which the series was first met.';
COMMENT ON COLUMN series.place IS 'Whose figure it is: official Korean name, or the holder as printed.';
COMMENT ON COLUMN series.place_id IS 'Id in the register of places; null for holders that are no local government.';
COMMENT ON COLUMN series.metric IS 'Id of the measure; provisional ids start with ~.';
COMMENT ON COLUMN series.registered IS 'True if the measure stands in the registry.';
COMMENT ON COLUMN series.scope IS 'Part of the measure that is meant (direct, complex, 15-64 …); empty if not stated.';
COMMENT ON COLUMN series.basis IS 'draft, final, supplementary, agreed …; empty if not stated.';
COMMENT ON COLUMN series.kind_class IS 'Kinds that continue one another share a class: amount, cumulative, change, growth, share, attainment, target, forecast, rank, capacity.';
COMMENT ON COLUMN series.unit_class IS 'Unit, or class of counters that count the same.';
COMMENT ON COLUMN series.speaker IS 'Who claims it: city, ministry, province, council, company, civic_group, other.';
CREATE INDEX series_by_metric ON series (metric, place);

CREATE TABLE observation (
    figure_id      uuid PRIMARY KEY REFERENCES figure,
    series_id      uuid NOT NULL REFERENCES series,
    version_id     uuid NOT NULL REFERENCES article_version,
    release_id     uuid NOT NULL,
    period_start   date,
    period_end     date,
    value          numeric NOT NULL,
    value_high     numeric,
    low            numeric NOT NULL,
    high           numeric NOT NULL,
    kind           text NOT NULL,
    role           text NOT NULL,
    published_from timestamptz,
    recorded_at    timestamptz NOT NULL
);
COMMENT ON TABLE observation IS 'What each well-formed figure claims: series, period, value. Append-only, with the source''s time and ours.';
COMMENT ON COLUMN observation.figure_id IS 'The figure that claims it.';
COMMENT ON COLUMN observation.series_id IS 'The series it belongs to.';
COMMENT ON COLUMN observation.version_id IS 'Article version in which it stands.';
COMMENT ON COLUMN observation.release_id IS 'Announcement of which the article is a copy; releases vote, copies do not.';
COMMENT ON COLUMN observation.period_start IS 'First day of the period, inclusive; null where open.';
COMMENT ON COLUMN observation.period_end IS 'Last day of the period, inclusive; null where open.';
COMMENT ON COLUMN observation.value IS 'Value in base units.';
COMMENT ON COLUMN observation.value_high IS 'Upper value of a range.';
COMMENT ON COLUMN observation.low IS 'Lower end of the stated interval; -Infinity where it is open.';
COMMENT ON COLUMN observation.high IS 'Upper end of the stated interval; Infinity where it is open.';
COMMENT ON COLUMN observation.kind IS 'Kind of the figure.';
COMMENT ON COLUMN observation.role IS 'Role of the figure; only report is the news itself.';
COMMENT ON COLUMN observation.published_from IS 'From when the source said so (edit time of the version if stated, else publication time).';
COMMENT ON COLUMN observation.recorded_at IS 'From when we knew.';
CREATE INDEX observation_by_series ON observation (series_id, period_end, period_start, recorded_at);
CREATE INDEX observation_by_version ON observation (version_id);
CREATE INDEX observation_by_release ON observation (release_id);

CREATE TABLE release_sentence (
    version_id    uuid NOT NULL REFERENCES article_version,
    sentence_hash bigint NOT NULL,
    PRIMARY KEY (version_id, sentence_hash)
);
COMMENT ON TABLE release_sentence IS 'Sentences of each version with their figures masked: copies of one release share many.';
COMMENT ON COLUMN release_sentence.version_id IS 'The version.';
COMMENT ON COLUMN release_sentence.sentence_hash IS 'A 64-bit hash: even ones of a sentence with every figure masked, odd ones of two neighbouring figure values.';
CREATE INDEX release_sentence_by_hash ON release_sentence (sentence_hash);
