-- depends: 0026-digits-swapped
-- When a page is looked at again: at marks of its age, sooner where it failed or was gone once.

ALTER TABLE address
    ADD COLUMN published_at timestamptz,
    ADD COLUMN answered_at timestamptz,
    ADD COLUMN recheck_at timestamptz;
COMMENT ON COLUMN address.published_at IS 'Earliest publication time that the page was read to state; midnight in Asia/Seoul where it gives a bare day; null where it gives none or was not read.';
COMMENT ON COLUMN address.answered_at IS 'When the page last came, as a body or as the word that it is as it was; null: never.';
COMMENT ON COLUMN address.recheck_at IS 'From when on the page is to be looked at again; null: never, or it never came yet. Kept by a trigger; next_recheck says how.';

CREATE FUNCTION aged_from(page address) RETURNS timestamptz LANGUAGE sql STABLE
RETURN least(
    CASE
        WHEN (coalesce(page.listed_at, page.published_at) AT TIME ZONE 'Asia/Seoul')::time = time '00:00'
            THEN coalesce(page.listed_at, page.published_at) + interval '24 hours'
        ELSE coalesce(page.listed_at, page.published_at)
    END,
    page.discovered_at);
COMMENT ON FUNCTION aged_from(address) IS 'From when the age of an article counts: its publication as listed, else as read, else its discovery, and never later than that. A bare day counts from its end, which is when the article was out for sure.';

CREATE FUNCTION gone_as_of(page address, as_of timestamptz)
RETURNS TABLE (reason text, answers bigint) LANGUAGE sql STABLE AS $$
SELECT CASE WHEN missing.latest_at > coalesce(deleted.latest_at, '-infinity') THEN missing.reason ELSE 'gone' END,
       missing.answers + deleted.answers
       -- A page that says the same once more is no new capture; only the ledger knows.
       + (latest.page_state IS NOT DISTINCT FROM 'gone' AND page.last_answer = 'unchanged'
          AND page.last_asked_at > latest.fetched_at AND page.last_asked_at <= as_of)::int
FROM (SELECT) AS once
LEFT JOIN LATERAL (
    SELECT capture.page_state, capture.fetched_at
    FROM capture
    WHERE capture.outlet_id = page.outlet_id AND capture.url = page.url AND capture.fetched_at <= as_of
    ORDER BY capture.fetched_at DESC, capture.capture_id DESC
    LIMIT 1
) AS latest ON true
CROSS JOIN LATERAL (
    SELECT greatest(
        (SELECT max(capture.fetched_at)
         FROM capture
         WHERE capture.outlet_id = page.outlet_id AND capture.url = page.url AND capture.fetched_at <= as_of
           AND capture.page_state IS DISTINCT FROM 'gone'),
        CASE WHEN latest.page_state IS DISTINCT FROM 'gone' AND page.answered_at <= as_of THEN page.answered_at END,
        '-infinity') AS last_at
) AS stood
CROSS JOIN LATERAL (
    SELECT count(*) AS answers, max(capture.fetched_at) AS latest_at
    FROM capture
    WHERE capture.outlet_id = page.outlet_id AND capture.url = page.url AND capture.fetched_at <= as_of
      AND capture.fetched_at > stood.last_at
) AS deleted
CROSS JOIN LATERAL (
    SELECT count(*) AS answers, max(failure.occurred_at) AS latest_at,
           (array_agg(failure.reason ORDER BY failure.occurred_at DESC, failure.failure_id))[1] AS reason
    FROM failure
    WHERE failure.outlet_id = page.outlet_id AND failure.url = page.url AND failure.step = 'fetch'
      AND failure.reason IN ('http_404', 'http_410', 'gone')
      AND failure.occurred_at > stood.last_at AND failure.occurred_at <= as_of
) AS missing
WHERE missing.answers + deleted.answers > 0
-- There is one row at most; so told, it is looked up by key, whatever else a query joins.
LIMIT 1
$$;
COMMENT ON FUNCTION gone_as_of(address, timestamptz) IS 'How a page was gone at a moment (http_404, http_410, or gone: it said in words that it is deleted) and how many answers had said so since it last stood; no row where it was not gone. Answers that say nothing of the page, such as 500, change neither.';

CREATE FUNCTION next_recheck(page address, after_days integer[]) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
DECLARE
    began_at timestamptz := aged_from(page);
    passed_at timestamptz;
    next_at timestamptz;
BEGIN
    IF page.last_asked_at IS NULL OR page.latest_body_sha256 IS NULL OR cardinality(after_days) = 0 THEN
        RETURN NULL;
    END IF;
    -- Hours, so that no time zone of a session moves a mark.
    SELECT max(mark_at) FILTER (WHERE mark_at <= page.last_asked_at), min(mark_at) FILTER (WHERE mark_at > page.last_asked_at)
    INTO passed_at, next_at
    FROM unnest(after_days) AS days, LATERAL (SELECT began_at + days * interval '24 hours' AS mark_at) AS mark;
    -- It failed otherwise than by a refusal or by being gone: asked again the next night, for two weeks from the
    -- mark that was due.
    IF page.last_answer NOT IN ('captured', 'unchanged', 'http_404', 'http_410', 'gone', 'http_401', 'http_403', 'robots_refused')
       AND page.last_asked_at < greatest(passed_at, began_at) + interval '14 days'
    THEN
        RETURN page.last_asked_at + interval '12 hours';
    END IF;
    IF (SELECT gone.answers FROM gone_as_of(page, page.last_asked_at) AS gone) = 1 THEN
        RETURN page.last_asked_at + interval '12 hours';
    END IF;
    RETURN next_at;
END
$$;
COMMENT ON FUNCTION next_recheck(address, integer[]) IS 'From when on a page that came is to be looked at again, by the ages in days at which its outlet wants that: the first such age after it was last asked, so that missed nights are caught up once. The next night (12 hours later, lest another run of the same night count) where it was gone once, until a second answer confirms it, and where it failed otherwise, for two weeks. Null: never.';

CREATE FUNCTION recheck_ages(settings jsonb) RETURNS integer[] LANGUAGE sql IMMUTABLE
RETURN ARRAY(SELECT days::integer FROM jsonb_array_elements_text(settings -> 'recheck_after_days') AS days);
COMMENT ON FUNCTION recheck_ages(jsonb) IS 'The ages in days at which the settings of an outlet want its articles looked at again.';

CREATE FUNCTION keep_recheck() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.recheck_at := (SELECT next_recheck(NEW, recheck_ages(outlet.settings))
                       FROM outlet WHERE outlet.outlet_id = NEW.outlet_id);
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION keep_recheck() IS 'Keeps address.recheck_at, whoever writes the ledger.';
CREATE TRIGGER address_asked
    BEFORE INSERT OR UPDATE OF discovered_at, listed_at, published_at, last_asked_at, last_answer, latest_body_sha256
    ON address
    FOR EACH ROW WHEN (NEW.last_asked_at IS NOT NULL)
    EXECUTE FUNCTION keep_recheck();

CREATE FUNCTION keep_rechecks_of_outlet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE address
    SET recheck_at = next_recheck(address, recheck_ages(NEW.settings))
    WHERE outlet_id = NEW.outlet_id AND latest_body_sha256 IS NOT NULL;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION keep_rechecks_of_outlet() IS 'Where an outlet wants its articles looked at again at other ages, its ledger follows.';
CREATE TRIGGER outlet_recheck_ages
    AFTER UPDATE OF settings ON outlet
    FOR EACH ROW
    WHEN (OLD.settings -> 'recheck_after_days' IS DISTINCT FROM NEW.settings -> 'recheck_after_days')
    EXECUTE FUNCTION keep_rechecks_of_outlet();

-- What is known so far. When to look again follows when the outlets of the next night are registered.
UPDATE address
SET published_at = (
        SELECT min(coalesce(version.published_at, version.published_day::timestamp AT TIME ZONE 'Asia/Seoul'))
        FROM article
        JOIN article_version AS version ON version.article_id = article.article_id
        WHERE article.outlet_id = address.outlet_id AND article.url = address.url
    ),
    answered_at = CASE
        WHEN last_answer IN ('captured', 'unchanged') THEN last_asked_at
        ELSE (SELECT max(capture.fetched_at) FROM capture
              WHERE capture.outlet_id = address.outlet_id AND capture.url = address.url)
    END;

CREATE INDEX address_recheck ON address (outlet_id, recheck_at) WHERE recheck_at IS NOT NULL;
CREATE INDEX address_unanswered ON address (outlet_id, discovered_at)
    WHERE latest_body_sha256 IS NULL AND last_asked_at IS NOT NULL;
