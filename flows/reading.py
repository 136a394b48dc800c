"""From the bytes of a capture to its figures and whose they are: the rooms joined."""

from __future__ import annotations

import hashlib
import json
import logging
import math
from dataclasses import replace
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

import jipyo.documents
import jipyo.figures
import jipyo.pages
import jipyo.series
from flows.measures import home_overlay, measures_of
from jipyo.documents import read_document
from jipyo.figures import read
from jipyo.pages import documents_of, read_attached, read_page
from jipyo.pages.model import Article
from jipyo.series.identity import identify
from jipyo.series.places import Places
from jipyo.series.registry import Registry, lexicon, overlay_entries
from jipyo.series.relations import relate
from jipyo.series.releases import sentence_hashes
from jipyo.series.speakers import judge
from jipyo.store.articles import AttachmentReading, PendingCapture, ReadCapture
from jipyo.store.errors import DatabaseError
from jipyo.store.measures import keep_key_labels, keep_measures
from jipyo.store.overlay import Overlay
from jipyo.store.runs import SEOUL

logger = logging.getLogger(__name__)


_NAMES_ONLY = ("label_ko", "label_en", "provisional")
"""Fields of the registry that tell people something and readers nothing."""


def reader_version(overlay: Overlay | None = None) -> str:
    """Names the code and data of the readers, so that a better reader reads old captures anew.

    The package version, then a hash over every file of the rooms that read, then, where there is
    one, a hash over what the overlay of the registry says; its comments do not count.

    Take it before what is read under it: if the overlay is edited in between, the pages carry a
    version that is not today's and are read again.

    Args:
        overlay: The overlay; the one of the home by default, as it stands now.

    Raises:
        JipyoError: the overlay is broken.
    """
    known = home_overlay() if overlay is None else overlay
    measures_of(known)
    return _code_version() + _overlay_version(known.text)


@lru_cache(maxsize=8)
def _overlay_version(text: str) -> str:
    said = [
        {word: value for word, value in entry.items() if word not in _NAMES_ONLY}
        for entry in overlay_entries(text, "")
    ]
    if not said:
        return ""
    digest = hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode())
    return f".{digest.hexdigest()[:8]}"


@cache
def _code_version() -> str:
    digest = hashlib.sha256()
    for package in (jipyo.documents, jipyo.pages, jipyo.figures, jipyo.series):
        room = Path(str(package.__file__)).parent
        for file in sorted(room.rglob("*")):
            if file.suffix in {".py", ".toml", ".csv", ".yaml"}:
                digest.update(str(file.relative_to(room)).encode())
                digest.update(file.read_bytes())
    return f"{jipyo.__version__}+{digest.hexdigest()[:12]}"


@cache
def places() -> Places:
    """The register of places, loaded once a process."""
    return Places.load()


def keep_registry(connection: psycopg.Connection[Any]) -> None:
    """Bring tables `measure` and `key_label`, which the checks read, in step with the registry."""
    registry, words = measures_of(home_overlay()), lexicon()
    names = {"scope": words.scope_names, "basis": words.basis_names}
    keep_key_labels(
        connection,
        [
            {"part": part, "word": word, "label_ko": korean, "label_en": english}
            for part, labels in names.items()
            for word, (korean, english) in labels.items()
        ],
    )
    keep_measures(
        connection,
        [
            {
                "metric": measure.id,
                "label_ko": measure.label_ko,
                "label_en": measure.label_en,
                "nature": measure.nature,
                "plausible_low": measure.plausible[0],
                "plausible_high": (
                    "Infinity" if math.isinf(measure.plausible[1]) else measure.plausible[1]
                ),
                "parent": measure.parent,
                "parts": list(measure.parts),
                "complementary": [" ".join(scopes) for scopes in measure.complementary],
                "unit_classes": list(measure.units),
            }
            for measure in registry.measures.values()
        ],
    )


def read_capture(capture: PendingCapture, measures: Registry | None = None) -> ReadCapture:
    """Read one capture: page, figures, whose figures they are.

    A page on which a reader breaks is kept as ``reader_error`` with what broke, and the batch goes
    on: one hostile page must not cost a night. The log carries the trace.

    Args:
        capture: The capture.
        measures: The measures that are known; those of the home by default.

    Raises:
        JipyoError: the overlay of the registry is broken, or the store cannot be reached that has
            the attachments; that is no fault of the page.
        psycopg.Error: the store broke off.
    """
    known = measures_of(home_overlay()) if measures is None else measures
    try:
        return _read(capture, known)
    except (DatabaseError, psycopg.Error):
        raise
    except Exception as error:
        logger.exception("A reader broke on %s", capture.url)
        article = Article(
            state="reader_error",
            family=capture.family,
            url=capture.url,
            detail=f"{type(error).__name__}: {error}",
        )
        return ReadCapture(capture, article)


def _read(capture: PendingCapture, measures: Registry) -> ReadCapture:
    article = read_page(
        capture.body,
        capture.url,
        family=capture.family,
        charset=capture.charset,
        listed_at=capture.listed_at,
        listed_from=capture.listed_from,
    )
    readings: list[AttachmentReading] = []
    if article.state == "no_body" and article.attachments:
        article, readings = _with_documents(capture, article)
    if article.state != "article":
        return ReadCapture(capture, article, attachments=readings)
    return replace(_read_article(capture, article, measures), attachments=readings)


def _with_documents(
    capture: PendingCapture, article: Article
) -> tuple[Article, list[AttachmentReading]]:
    """A page without a text with that of its attached documents, and what came of each.

    Of each document the best form that gives a text is read. A file is known by its address, and
    by its name where the page gives it another address at every visit.
    """
    documents = documents_of(article.attachments, article.title)
    if not documents:
        return article, []
    kept = capture.attachments()
    by_url = {one.url: one for one in kept}
    by_name = {one.name: one for one in kept}
    readings: list[AttachmentReading] = []
    texts: list[tuple[str, str]] = []
    for forms in documents:
        for form in forms:
            captured = by_url.get(form.url) or by_name.get(form.name)
            if captured is None:
                continue
            found = read_document(captured.body)
            readings.append(
                AttachmentReading(
                    captured.url, form.name, captured.body_sha256, found.state, found.detail
                )
            )
            if found.state == "read":
                texts.append((form.name, found.text))
                break
    read = read_attached(article, texts)
    if read.state != "article":
        said = [f"{one.name} ({one.detail or 'a form without a text'})" for one in readings]
        names = ", ".join(said or [form.name for forms in documents for form in forms])
        why = "gives none" if readings else "is not collected"
        read = replace(article, detail=f"the text is only in an attachment, which {why}: {names}")
    return read, readings


def imported_article(
    *, url: str, title: str, subtitle: str, body: str, published_at: datetime | None,
    modified_at: datetime | None,
) -> Article:  # fmt: skip
    """An article that came ready, as page readers give the ones that they read."""
    return Article(
        state="article",
        family="import",
        url=url,
        title=title,
        subtitle=subtitle,
        body=body,
        published_at=published_at,
        published_from="import",
        modified_at=modified_at,
    )


def read_imported(
    article: Article, *, outlet_id: str, fetched_at: datetime, run_id: UUID,
    outlet_place: str | None, place_stated: str | None, measures: Registry | None = None,
) -> ReadCapture:  # fmt: skip
    """Read an article that came ready: its figures, and whose figures they are.

    One on which a reader breaks is kept as ``reader_error``, as of captures.

    Raises:
        JipyoError: the overlay of the registry is broken.
    """
    known = measures_of(home_overlay()) if measures is None else measures
    capture = PendingCapture(
        capture_id=None,
        outlet_id=outlet_id,
        url=article.url,
        fetched_at=fetched_at,
        run_id=run_id,
        body=b"",
        charset=None,
        listed_at=None,
        listed_from=None,
        family=article.family,
        outlet_place=outlet_place,
        place_stated=place_stated,
    )
    try:
        return _read_article(capture, article, known)
    except Exception as error:
        logger.exception("A reader broke on %s", capture.url)
        broken = f"{type(error).__name__}: {error}"
        return ReadCapture(capture, replace(article, state="reader_error", detail=broken))


def _read_article(capture: PendingCapture, article: Article, measures: Registry) -> ReadCapture:
    day = published_day(article)
    text = article.text
    figures = read(text, published=day).figures
    place = places().resolve(capture.place_stated, day) if capture.place_stated else None
    # A dateline is no part of the body, but names the place that the text then leaves unsaid.
    told = f"{article.dateline} {article.body}".lstrip()
    place = place or places().recognise(article.title, told, day, hint=capture.outlet_place)
    label = places().label(places().canonical(place)) if place else None
    judgement = judge(text, place, day, place_stated=capture.place_stated is not None)
    identities = identify(figures, text, place, day, measures)
    return ReadCapture(
        capture,
        article,
        place=label,
        relevance=judgement.relevance,
        relevance_reason=judgement.reason,
        figures=figures,
        identities=identities,
        relations=relate(text, figures, identities, day, measures),
        sentence_hashes=sentence_hashes(
            text, figures, place=label, named=places().leading(article.title, told, day)
        ),
    )


def published_day(article: Article) -> date | None:
    """The publication day in Asia/Seoul, or ``None`` where the page states none."""
    stated = article.published_at
    if isinstance(stated, datetime):
        return stated.astimezone(SEOUL).date()
    return stated
