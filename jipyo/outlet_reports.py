"""What `jipyo outlets` prints: proposals, examinations and the list, for people and programs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flows.outlets import ListedOutlet
from jipyo.figures import read
from jipyo.pages.model import Article
from jipyo.pages.moments import SEOUL
from spiders.asking import RobotsSaid, Sample, SourceSeen
from spiders.examination import Examination
from spiders.overlay import entry_text
from spiders.proposal import Proposal

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+|\n+")
LONGEST_SENTENCE = 100
"""Characters of a sentence that are shown to people."""


def figures_in(article: Article) -> int:
    """How many reported figures an article has."""
    stated = article.published_at
    day = stated.astimezone(SEOUL).date() if isinstance(stated, datetime) else stated
    return len(read(article.text, published=day).figures)


def first_and_last_sentence(body: str) -> tuple[str, str]:
    """The first and the last sentence of a body; ends of lines end sentences, too."""
    sentences = [piece.strip() for piece in _SENTENCE_END.split(body) if piece.strip()]
    return (sentences[0], sentences[-1]) if sentences else ("", "")


def proposal_lines(proposal: Proposal) -> list[str]:
    """A proposal for people: what was found, the articles, the entry."""
    lines = ["Found"]
    lines += _source_lines([*proposal.sources, *proposal.tried])
    lines += ["", "As they would be read"]
    for number, sample in enumerate(proposal.samples, start=1):
        lines += _sample_lines(number, sample)
    lines += ["", "Entry"]
    lines += [f"  {line}" for line in entry_text(proposal.entry).splitlines()]
    lines += ["", *proposal.notes] if proposal.notes else []
    return lines


def examination_lines(examination: Examination) -> list[str]:
    """An examination for people: robots.txt, sources, articles, verdict."""
    outlet = examination.outlet
    lines = [f"{outlet.id}  {outlet.name}  {outlet.family}  {outlet.origin}"]
    lines.append(f"  robots.txt  {_robots_words(examination.robots)}")
    lines += _source_lines(examination.sources)
    for number, sample in enumerate(examination.samples, start=1):
        lines += _sample_lines(number, sample)
    lines.append("")
    if examination.fits:
        lines.append(f"{outlet.id} fits.")
    else:
        lines.append(f"{outlet.id} does not fit:")
        lines += [
            f"  {fault.code}{f'  {fault.about}' if fault.about else ''}: {fault.text}."
            for fault in examination.faults
        ]
    return lines


def examination_records(examination: Examination) -> list[dict[str, Any]]:
    """The same as records of format ``outlet-test/1`` (docs/formats.md)."""
    outlet, robots = examination.outlet, examination.robots
    common = {"format": "outlet-test/1", "outlet": outlet.id}
    records: list[dict[str, Any]] = [
        {
            **common,
            "kind": "robots",
            "state": robots.state,
            "delay_seconds": robots.delay_seconds,
            "crawl_delay_seconds": robots.crawl_delay_seconds,
            "detail": robots.detail,
        }
    ]
    for source in examination.sources:
        records.append(
            {
                **common,
                "kind": source.kind,
                "path": source.path,
                "listed": len(source.listed),
                "newest_at": _iso(source.newest_at),
                "reason": source.reason,
                "detail": source.detail,
            }
        )
    for sample in examination.samples:
        article = sample.article
        first, last = first_and_last_sentence(article.body) if article else ("", "")
        records.append(
            {
                **common,
                "kind": "article",
                "url": sample.listed.url,
                "state": sample.state,
                "family": sample.recognised,
                "title": article.title if article else sample.listed.title,
                "published_at": _iso(article.published_at) if article else None,
                "published_from": article.published_from if article else "missing",
                "byline": article.byline if article else "",
                "first_sentence": first,
                "last_sentence": last,
                "figures": figures_in(article) if article and article.state == "article" else 0,
                "detail": sample.detail,
            }
        )
    records.append(
        {
            **common,
            "kind": "verdict",
            "fits": examination.fits,
            "faults": [
                {"code": fault.code, "about": fault.about, "text": fault.text}
                for fault in examination.faults
            ],
        }
    )
    return records


def listed_records(outlets: Sequence[ListedOutlet]) -> list[dict[str, Any]]:
    """The list as records of format ``outlets/1`` (docs/formats.md)."""
    return [
        {
            "format": "outlets/1",
            "id": one.outlet.id,
            "name": one.outlet.name,
            "family": one.outlet.family,
            "origin": one.outlet.origin,
            "place": one.outlet.place,
            "enabled": one.outlet.enabled,
            "verified": one.outlet.verified,
            "sample": one.outlet.sample,
            "night": None
            if one.night is None
            else {**one.night, "news_day": one.night["news_day"].isoformat()},
        }
        for one in outlets
    ]


def listed_lines(outlets: Sequence[ListedOutlet]) -> list[str]:
    """The list for people: one line each, what the night collects marked by a star."""
    rows = [
        (
            f"{'*' if one.outlet.enabled else ' '} {one.outlet.id}",
            one.outlet.name,
            one.outlet.family,
            one.outlet.place or "-",
            one.outlet.verified,
            _night_words(one.night),
        )
        for one in outlets
    ]
    widths = [max((_columns(row[column]) for row in rows), default=0) for column in range(5)]
    return [
        "  ".join([*(_padded(row[column], widths[column]) for column in range(5)), row[5]]).rstrip()
        for row in rows
    ]


def _night_words(night: dict[str, Any] | None) -> str:
    if night is None:
        return ""
    words = f"{night['news_day']} {night['state']}: {night['listed']} listed, "
    words += f"{night['captured']} new or changed"
    return words + (f", {night['failed']} failed ({night['reason']})" if night["failed"] else "")


def _robots_words(robots: RobotsSaid) -> str:
    words = {
        "rules": "has rules for us or everybody",
        "none": "is not there: no rules",
        "stay_away": f"means: stay away ({robots.detail})",
    }[robots.state]
    asked = f", asked for {robots.crawl_delay_seconds:g} s" if robots.crawl_delay_seconds else ""
    return f"{words}; a pause of {robots.delay_seconds:g} s is kept{asked}"


def _source_lines(sources: Sequence[SourceSeen]) -> list[str]:
    lines: list[str] = []
    for source in sources:
        if source.listed:
            newest = source.newest_at
            when = f"{newest:%Y-%m-%d %H:%M}" if newest else "no times"
            said = (
                f"{len(source.listed)} articles, newest {when}"
                if newest
                else (f"{len(source.listed)} articles, {when}")
            )
        else:
            said = f"{source.reason}: {source.detail}"
        lines.append(f"  {source.kind:10}  {source.path}  {said}")
    return lines


def _sample_lines(number: int, sample: Sample) -> list[str]:
    article = sample.article
    lines = [f"  {number}. {sample.state:12}  {sample.listed.url}"]
    if article is None or article.state != "article":
        return [*lines, f"     {sample.detail}"] if sample.detail else lines
    first, last = first_and_last_sentence(article.body)
    stated = _iso(article.published_at) or "no time"
    figures = figures_in(article)
    lines.append(f"     {article.title}")
    lines.append(
        f"     {stated} ({article.published_from})  {article.byline or 'no byline'}  "
        f"{figures} {'figure' if figures == 1 else 'figures'}"
    )
    lines.append(f"     first: {_short(first)}")
    lines.append(f"     last:  {_short(last)}")
    return lines


def _short(sentence: str) -> str:
    if len(sentence) <= LONGEST_SENTENCE:
        return sentence
    half = LONGEST_SENTENCE // 2
    return f"{sentence[:half]} … {sentence[-half:]}"


def _iso(moment: date | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _columns(text: str) -> int:
    """The columns that a text takes in a terminal; those of Korean are wide."""
    return sum(2 if ord(sign) >= 0x1100 else 1 for sign in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _columns(text))
