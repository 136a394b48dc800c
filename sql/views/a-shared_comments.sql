-- Columns that several views share are explained once and copied.
COMMENT ON COLUMN series.series_id IS 'The series: same place, measure, scope, basis, kind class, unit class and speaker.';
COMMENT ON COLUMN series.place IS 'Whose figure it is: official Korean name, of an industrial complex that of its city and its own (창원시 창원국가산단), or the holder as printed.';
COMMENT ON COLUMN series.place_id IS 'Id in the register of places; of an industrial complex the id of the place in which it lies, a slash and its name (kr-48-changwon/창원국가산단); null for holders that are neither.';
COMMENT ON COLUMN series.metric IS 'Id of the measure; provisional ids start with ~.';
COMMENT ON COLUMN series.registered IS 'True if the measure stands in the registry.';
COMMENT ON COLUMN series.scope IS 'Part of the measure that is meant (direct, 15-64, complex for industrial complexes that are not named …); empty if not stated.';
COMMENT ON COLUMN series.basis IS 'draft, final, supplementary, agreed …; empty if not stated.';
COMMENT ON COLUMN series.kind_class IS 'Kinds that continue one another share a class: amount, cumulative, change, growth, share, attainment, target, forecast, rank, capacity.';
COMMENT ON COLUMN series.unit_class IS 'Unit, or class of counters that count the same.';
COMMENT ON COLUMN series.speaker IS 'Who claims it, in the sentence of the figure or else in the article: city, ministry, province, council, company, civic_group, other.';
COMMENT ON COLUMN series.period_start IS 'First day of the period, inclusive; null where open.';
COMMENT ON COLUMN series.period_end IS 'Last day of the period, inclusive; null where open.';
COMMENT ON COLUMN series.value IS 'Value in base units (won, dollars, single items; per cent as printed); negative for a decrease.';
COMMENT ON COLUMN series.value_high IS 'Second number of a printed range, with its sign (2~3% 감소: -3).';
COMMENT ON COLUMN series.low IS 'Lower end of the interval that the printed digits and qualifiers state; -Infinity where open.';
COMMENT ON COLUMN series.high IS 'Upper end of that interval; Infinity where open.';
COMMENT ON COLUMN series.unit IS 'ISO 4217 for money, %, %p, times, rank, UCUM for physical units, else an English counter class.';
COMMENT ON COLUMN series.counter IS 'Counter as printed (개사, 명); null for money and per cent.';
COMMENT ON COLUMN series.kind IS 'level, flow, cumulative, change, growth, share, attainment, target, forecast, rank, capacity.';
COMMENT ON COLUMN series.role IS 'report, or why it is not the report itself: base (what is compared with), ceiling, per_unit, conversion.';
COMMENT ON COLUMN series.said_at IS 'When the source said so: edit time of the version if stated, else publication; when we recorded it where the source gives no time.';
COMMENT ON COLUMN series.recorded_at IS 'Since when we know.';
COMMENT ON COLUMN series.phrase IS 'Noun phrase that the figure measures.';
COMMENT ON COLUMN series.quote IS 'The number and unit as printed.';
COMMENT ON COLUMN series.sentence IS 'The sentence around the figure, at most 300 characters.';
COMMENT ON COLUMN series.period_rung IS 'Where the period was found: clause, sentence, programme, section, document, publication, none.';
COMMENT ON COLUMN series.outlet_id IS 'Outlet that printed it.';
COMMENT ON COLUMN series.url IS 'Address of the article.';
COMMENT ON COLUMN series.title IS 'Headline of the article.';
COMMENT ON COLUMN series.release_id IS 'Announcement of which the article is a copy; releases vote, copies do not.';
COMMENT ON COLUMN series.article_id IS 'The article.';
COMMENT ON COLUMN series.version_id IS 'Version of the article in which the figure stands.';
COMMENT ON COLUMN series.figure_id IS 'The figure.';

DO $$
DECLARE
    shared record;
BEGIN
    FOR shared IN
        SELECT target.attrelid::regclass AS view, target.attname AS name,
               col_description(source.attrelid, source.attnum) AS told
        FROM pg_attribute AS source
        JOIN pg_attribute AS target ON target.attname = source.attname
        WHERE source.attrelid = 'series'::regclass
          AND target.attrelid IN ('series_latest'::regclass, 'restatements'::regclass, 'corrections'::regclass,
                                  'confirmed_errors'::regclass)
          AND source.attnum > 0
          AND target.attnum > 0
          AND col_description(target.attrelid, target.attnum) IS NULL
    LOOP
        EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', shared.view, shared.name, shared.told);
    END LOOP;
END
$$;
