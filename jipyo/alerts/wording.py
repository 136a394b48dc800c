"""What a message says: plain text, bounded, with nothing from strangers that could do something.

A channel may show the text as Markdown or HTML, and may make links and calls of it. So of what
comes from pages every sign that markup or a call (`@everyone`, `<!channel>`) could be made of is
given in its fullwidth form, nothing unprintable stays, and no address stands with its scheme except
the evidence's own.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlsplit

from jipyo.alerts.rules import Notice
from jipyo.alerts.settings import Limits
from jipyo.store.flags import Evidence, Flag, Language, moment_text, sentence, short_id

TITLE_LETTERS = 120
SENTENCE_LETTERS = 300
DETAIL_LETTERS = 300
ADDRESS_LETTERS = 400
NOTICES_SHOWN = 20
PIECES_SHOWN = 2
"""Announcements quoted of one flag: what is compared, and with what."""

LONGEST_BODY = 3500
"""Letters of a body, also where a channel takes more: what is longer nobody reads on a phone."""

_FULLWIDTH = str.maketrans({sign: chr(ord(sign) + 0xFEE0) for sign in "<>@`*~[]|\\{}"})


@dataclass(frozen=True, slots=True)
class Message:
    """One message; ``body`` is plain text of several lines."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class ToldFlag:
    """A flag in a message; ``times`` is how often it has opened."""

    flag: Flag
    times: int


@cache
def sentences(language: Language) -> Mapping[str, Mapping[str, str]]:
    """The sentences of a language, by section and name."""
    file = Path(__file__).with_name(f"sentences.{language}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def harmless(text: str, letters: int) -> str:
    """Text from strangers on one line, bounded, without control, direction or markup signs."""
    # What lies far behind the bound is not looked at: texts may be of any length.
    seen = text[: 8 * letters]
    plain = "".join(
        sign if unicodedata.category(sign)[0] not in "CZ" else " "
        for sign in seen
        if unicodedata.category(sign) != "Cf"
    )
    line = " ".join(plain.split()).replace("://", ":／／").translate(_FULLWIDTH)
    # Marks piled on one letter cover the lines above it.
    line = _without_piles(line)
    return line if len(line) <= letters else line[: letters - 1].rstrip() + "…"


def _without_piles(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for sign in text:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= 2:
            kept.append(sign)
    return "".join(kept)


def link(url: str) -> str:
    """An address as it may stand in a message; empty where it is none of the web, or too long."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or len(url) > ADDRESS_LETTERS:
        return ""
    return quote(url, safe="/:?=&%,.;+-~!$'#")


def flags_message(
    flags: Sequence[ToldFlag],
    count: int,
    *,
    digest: bool,
    language: Language,
    limits: Limits,
    room: int,
    report: str | None,
) -> Message:
    """One message about ``count`` new flags, of which the gravest are given.

    Args:
        flags: The gravest of them, at least one.
        count: How many there are.
        digest: Whether this is a digest, not the news of critical ones.
        language: In which language it speaks.
        limits: How many flags and letters of a quote.
        room: Letters that the channel takes.
        report: Address of the report, if there is one that readers reach.
    """
    words = sentences(language)
    topic = words["digest" if digest else "critical"]
    first = harmless(sentence(flags[0].flag, language), TITLE_LETTERS)
    foot = [words["flag"]["foot"].format(id=short_id(flags[0].flag.flag_id))]
    if report is not None:
        foot.append(words["flag"]["report"].format(address=report))
    body = _fitting(
        topic["head"].format(count=count),
        [
            _flag_entry(number, told, language, limits)
            for number, told in enumerate(flags[: limits.flags], 1)
        ],
        count,
        words["flag"]["more"],
        "\n".join(foot),
        room,
    )
    return Message(_bounded(topic["title"].format(count=count, first=first), TITLE_LETTERS), body)


def operations_message(notices: Sequence[Notice], *, language: Language, room: int) -> Message:
    """One message about nights and outlets."""
    words = sentences(language)["operations"]
    lines = [_notice_line(notice, words) for notice in notices]
    more = len(notices) - 1
    title = words["title_more" if more else "title"].format(first=lines[0], count=more)
    body = _fitting(
        "", [f"- {line}" for line in lines[:NOTICES_SHOWN]], len(lines), words["more"],
        words["foot"], room, gap="\n",
    )  # fmt: skip
    return Message(_bounded(title, TITLE_LETTERS), body)


def trial_message(channel: str, now: datetime, language: Language) -> Message:
    """The message by which an operator tries a channel."""
    words = sentences(language)["test"]
    return Message(words["title"], words["body"].format(name=channel, now=moment_text(now)))


def _flag_entry(number: int, told: ToldFlag, language: Language, limits: Limits) -> str:
    words = sentences(language)["flag"]
    flag = told.flag
    said = harmless(sentence(flag, language), SENTENCE_LETTERS)
    if told.times > 1:
        said += words["again"].format(times=told.times)
    lines = [f"{number}. {said}"]
    for piece in _shown(flag.evidence):
        when = piece.published_at or words["undated"]
        lines.append(
            f"   “{harmless(piece.quote, limits.quote_letters)}” "
            f"({harmless(piece.outlet, 60)}, {harmless(when[:10], 10)})"
        )
        address = link(piece.url)
        if address:
            lines.append(f"   {address}")
    return "\n".join(lines)


def _shown(evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """The first and the last announcement: between them lies what changed."""
    return evidence if len(evidence) <= PIECES_SHOWN else (evidence[0], evidence[-1])


def _notice_line(notice: Notice, words: Mapping[str, str]) -> str:
    subject = notice.subject
    key = subject.says if subject.kind == "night" else f"{subject.kind}_{subject.says}"
    return words[key].format(
        name=harmless(subject.name, 60),
        title=harmless(notice.title, 60),
        detail=harmless(notice.detail, DETAIL_LETTERS),
        nights=notice.nights,
        episode=subject.episode,
    ).rstrip()  # fmt: skip


def _fitting(
    head: str,
    entries: Sequence[str],
    count: int,
    more: str,
    foot: str,
    room: int,
    gap: str = "\n\n",
) -> str:
    """As many entries as the channel has room for; the others are counted."""
    most = min(room, LONGEST_BODY)
    for shown in range(len(entries), -1, -1):
        rest = [more.format(count=count - shown)] if count > shown else []
        parts = [part for part in (head, gap.join([*entries[:shown], *rest]), foot) if part]
        body = "\n\n".join(parts)
        if len(body) <= most:
            return body
    return _bounded(head or entries[0], most)


def _bounded(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"
