"""The form of a site's article addresses, told from the links of one of its lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from jipyo.pages import Listed

FEWEST_ARTICLES = 3
"""Links of one form from which on it can be that of articles."""

SHORTEST_TITLE = 8
"""Characters of a headline; menus and page numbers are shorter."""

LONGEST_NUMBER = 24
"""Signs that a pattern lets a number have, however long those were that were seen."""

_NUMBER = re.compile(r"[0-9A-Za-z]*\d[0-9A-Za-z]*")
_TURNING = re.compile(
    r"(?:c|curr?_?|nowp?|start)?page(?:no|num|index)?|pg|pageunit|sc_\w+|search\w*|s(?:st|od|ca|tx|fl|op)"
    r"|view_type|sort\w*|order\w*|total|box_idxno|ref|from|utm_\w+|call_from|fbclid",
    re.IGNORECASE,
)
"""Parameters that turn, sort, search or track, and never name an article."""


@dataclass(frozen=True, slots=True)
class ArticlePattern:
    """A regular expression over path and query, and how many of the links it takes."""

    pattern: str
    articles: int


def article_pattern(links: Sequence[Listed]) -> ArticlePattern | None:
    """The longest form that most links with headlines share, numbers aside.

    It is anchored on both ends, what is the same in all of them stands in it as it is, and each
    number has a bounded length, so that it takes no time on hostile addresses. ``None`` where no
    form has three links with headlines.
    """
    groups: dict[str, dict[str, list[str]]] = {}
    for link in links:
        if len(link.title) < SHORTEST_TITLE:
            continue
        target = _target(link.url)
        numbers = _NUMBER.findall(target)
        if numbers:
            groups.setdefault(_NUMBER.sub("\0", target), {})[target] = numbers
    fitting = {
        form: list(targets.values())
        for form, targets in groups.items()
        if len(targets) >= FEWEST_ARTICLES
    }
    if not fitting:
        return None
    form = max(fitting, key=lambda form: (len(fitting[form]), len(form)))
    rows = fitting[form]
    pieces = form.split("\0")
    pattern = _readable(pieces[0])
    for place, piece in enumerate(pieces[1:]):
        pattern += _class_of([numbers[place] for numbers in rows]) + _readable(piece)
    return ArticlePattern(f"^{pattern}$", len(rows))


def _target(url: str) -> str:
    """Path and query of an address without the parameters that do not name an article.

    They go only where one parameter is left: an address is taken by its whole query or by one
    parameter of it, never by two of three.
    """
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    naming = [(name, value) for name, value in query if value and not _TURNING.fullmatch(name)]
    if len(naming) == 1:
        return f"{parts.path}?{urlencode(naming)}"
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _class_of(seen: Iterable[str]) -> str:
    """What stands for a number: itself where it is always the same, else a bounded class."""
    values = set(seen)
    if len(values) == 1:
        return re.escape(next(iter(values)))
    longest = max(map(len, values))
    most = min(max(longest + 3, 9), max(LONGEST_NUMBER, longest))
    return (
        r"\d" if all(value.isdecimal() for value in values) else "[0-9A-Za-z]"
    ) + f"{{1,{most}}}"


def pattern_of(url: str) -> str | None:
    """The form of one article's address, its longest number left open; ``None`` without a number.

    A query that names the article by one parameter keeps that one alone.
    """
    parts = urlsplit(url)
    numbered = [
        (name, value)
        for name, value in parse_qsl(parts.query)
        if re.search(r"\d", value) and not _TURNING.fullmatch(name)
    ]
    targets = [f"{parts.path}?{urlencode([pair])}" for pair in numbered] or [parts.path]
    found = [
        (len(number[0]), target, number.span())
        for target in targets
        for number in _NUMBER.finditer(target)
    ]
    if not found:
        return None
    _, target, (start, end) = max(found, key=lambda entry: entry[0])
    number = _class_of([target[start:end], "0"])
    return f"^{_readable(target[:start])}{number}{_readable(target[end:])}$"


def _readable(text: str) -> str:
    """A text as a regular expression; signs that mean nothing there stand as they are."""
    return re.sub(r"\\([-/=&_ ~%#])", r"\1", re.escape(text))
