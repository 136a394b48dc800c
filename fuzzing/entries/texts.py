"""Announcements as texts: figures, whose they are, how they relate."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from fuzzing.guard import hold
from fuzzing.promises import NOW, URL, head_of, sometimes, storable
from jipyo.figures import Figure, Reading, read
from jipyo.pages.model import Article

LARGEST_VALUE = Decimal(10) ** 29
"""What is larger is no number that anybody announces, and is marked so."""


def figures(body: bytes) -> None:
    """`DAY` of publication and an announcement; anything but a day is none."""
    (day,), content = head_of(body, 1)
    published = _date(day)
    text = content.decode("utf-8", errors="replace")
    reading = read(text, published)
    conserved(text, reading)
    for figure in reading.figures:
        sound(text, figure)
    if sometimes(body):
        read(text.replace("2", "3"), date(2023, 5, 1))
        hold(read(text, published) == reading, "two readings differ")


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def conserved(text: str, reading: Reading) -> None:
    """Every digit has one disposition, and the figures are those that are called so."""
    position = 0
    for mark in reading.marks:
        hold(position <= mark.start < mark.end, "marks overlap:", mark)
        hold(mark.text == text[mark.start : mark.end], "a mark quotes what is not there:", mark)
        hold(not _digits(text[position : mark.start]), "a lost digit before", mark)
        position = mark.end
    hold(not _digits(text[position:]), "a lost digit at the end")
    spans = sorted((m.start, m.end) for m in reading.marks if m.disposition == "figure")
    hold([(f.start, f.end) for f in reading.figures] == spans, "figures are not those of the marks")


def _digits(text: str) -> bool:
    return any(sign.isdecimal() for sign in text)


def sound(text: str, figure: Figure) -> None:
    """A figure quotes its text, and its value lies within its bounds."""
    hold(figure.text == text[figure.start : figure.end], "a quote that is not there:", figure)
    start, end = figure.sentence
    hold(0 <= start <= figure.start < figure.end <= end <= len(text), "not in sentence:", figure)
    hold(bool(figure.unit), "no unit:", figure)
    hold(figure.value is not None, "no value:", figure)
    sizes = [figure.low, figure.value, figure.value_high, figure.high]
    known = [size for size in sizes if size is not None]
    hold(all(size.is_finite() for size in known), "not finite:", figure)
    whole = figure.malformed or all(abs(size) < LARGEST_VALUE for size in known)
    hold(whole, "beyond all sizes, and taken for well formed:", figure)
    lowest = figure.low if figure.low is not None else min(known)
    highest = figure.high if figure.high is not None else max(known)
    hold(all(lowest <= size <= highest for size in known), "a value outside of its bounds:", figure)
    if figure.value is not None and figure.value >= 0 and figure.value_high is not None:
        hold(figure.value <= figure.value_high, "a range that ends before it begins:", figure)
    period = figure.period
    if period.start and period.end:
        hold(period.start <= period.end, "a period ends before it begins:", figure)


def article(body: bytes) -> None:
    """`DAY`, a title, and the text of an article: figures, whose they are, how they relate."""
    from flows.reading import read_imported
    from jipyo.series.registry import registry

    (day,), content = head_of(body, 1)
    title, _, text = content.decode("utf-8", errors="replace").replace("\0", "").partition("\n")
    published = _date(day)
    given = Article(
        state="article",
        family="import",
        url=URL,
        title=title.strip(),
        body=text.strip(),
        published_at=published,
        published_from="import",
    )
    found = read_imported(
        given,
        outlet_id="naru",
        fetched_at=NOW,
        run_id=UUID(int=1),
        outlet_place="경상남도",
        place_stated=None,
        measures=registry(),
    )
    hold(found.article.state == "article", "a reader broke:", found.article.detail)
    hold(len(found.identities) == len(found.figures), "figures without identities")
    storable(found.relevance_reason or "", "a reason")
