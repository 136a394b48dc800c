"""Which articles are copies of one announcement: sentences with their figures masked.

Over half of the pages are copies of one release. A copy cuts sections, rewrites the headline,
changes notation and dateline, and sometimes the figures themselves; so figures and dates are
masked whole before sentences are compared (dropping digits or punctuation instead would call
801.7억 and 8017억 the same text), and the sets of figures are compared afterwards by the checks.

What two texts share is no evidence where it is common to all that an office sends out: the closing
paragraph on the city (then neither beginning is found in the other text), or the form that a
province hands to its cities (then each text is about another city).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from jipyo.figures.model import Figure
from jipyo.series.model import MARK, PAIR, PLACE, Evidence

SHARED_SENTENCES = 2
"""Two copies that kept the wording have at least so many sentences in common ...

One sentence in common can be a quotation of the same person, or a set phrase of an office.
"""
SHARED_PART = 0.3
"""... and this part of the shorter text, because copies cut whole sections but add little."""
SHARED_PAIRS = 3
"""Two texts with the same pairs of neighbouring figures at least so often, and ..."""
SHARED_PAIRS_PART = 0.5
"""... for half of the shorter text's pairs, are one announcement in other words."""
UNLIKE_PAIRS = 4
"""Texts of at least so many pairs each that share no pair are two announcements on one form:

a monthly bulletin keeps its sentences and changes its figures.
"""
CHANGED_PAIRS = 6
"""So many of the shorter text's pairs a copy that kept the wording may lack, if it lacks over half:

three changed figures have two pairs each. A bulletin of the next week repeats its wording, targets
and conditions, but not the rest.
"""

BEGINNING_PART = 1 / 3
"""This part of a body is its beginning; what an office puts under all it sends out comes later."""

_SHORTEST = 20
"""Sentences with fewer letters are set phrases (``시는 이같이 밝혔다``) and no evidence."""

_SENTENCE_END = re.compile(
    r"\.(?<=[다요임음됨함까죠]\.)(?=[\s”’\"'」』)]|[가-힣]|$)|\?\s|!\s|\n\n*"
)
_DATE = re.compile(
    r"[‘'`’]?(?:\d{4}|\d{2})\s?년(?:도)?|\d{1,2}\s?월|\d{1,2}\s?일(?![가-힣]*[요정])"
    r"|[‘'`’]?\d{2,4}\s?\.\s?\d{1,2}\s?\.(?:\s?\d{1,2}\s?\.?)?|\d{4}-\d{2}-\d{2}"
    r"|\([월화수목금토일]\)|\d{1,2}\s?:\s?\d{2}"
)
_RELATIVE_DAY = re.compile(
    r"(?:지난|오는|이달|지난달|다음달|내달)\s*(?=<d>)|(?<![가-힣])(?:오전|오후)"
)
_NUMBER = re.compile(r"\d[\d,.]*")
_DATED = re.compile(r"[\d(]")
"""Without one of these there is no date and no number."""
_FURNITURE = re.compile(
    r"저작권자|무단\s*전재|재배포|AI\s*학습|다른\s*기사|기자\s*(?:=|[\w.+-]+@|다른|$)|@[\w-]+\.|ⓒ|©"
    r"|사진\s*[=/]|자료\s*제공|사진\s*제공|▲\s*사진|입력\s*:|송고|승인\s*\d|구독|좋아요|카카오톡|제보"
)
_FURNITURE_HEAD = re.compile(r"\s*[\[(（][^\])）]{0,30}(?:=|기자)")
_BYLINE_HEAD = re.compile(
    r"^\s*(?:[\[(（][^\])）]{1,40}[\])）]\s*)?(?:[가-힣]{2,4}\s*(?:선임|인턴|수습)?기자\s*)?=\s*"
)
_REPORTED = ("밝혔다", "전했다", "말했다", "발표했다", "설명했다", "덧붙였다", "강조했다")
_REPORTING = re.compile(rf"(?:라고|다고|고)\s*(?:<d>\s*)?(?:{'|'.join(_REPORTED)})$")
_TOPIC = re.compile(r"(\s*[가-힣]{2,8})(?:은|는|이|가)(?=\s)")
"""충주시는 … 추진한다고 7일 밝혔다, 충주시가 … 추진한다: one sentence."""
_QUOTES = re.compile(r"""[‘’“”"'`『』「」<>〈〉《》\[\]()（）·‧∙・ㆍ,△▲▶■○●◆◇▷□※\-–—…]+""")
_LETTERS = re.compile(rf"(?:[^가-힣A-Za-z]*[가-힣A-Za-z]){{{_SHORTEST}}}")


def sentence_hashes(
    text: str, figures: Sequence[Figure], *, place: str | None = None, named: Collection[str] = ()
) -> list[int]:
    """Give what identifies a text's announcement, as numbers that fit a PostgreSQL ``bigint``.

    Numbers whose bit of value 2 is clear are evidence. Even ones stand for sentences in which
    every figure became one mark and every date another; headline (the text before the first blank
    line), bylines and copyright lines are left out, and so are sentences of fewer than 20 letters.
    The closing ``… 3일 밝혔다`` of a dateline and the particle of the word before which all is said
    are cut, because desks rewrite them. Odd ones stand for
    pairs of neighbouring figures of the body (values, whatever their notation and whichever comes
    first), because some desks rewrite every sentence.

    Numbers with that bit say which of the evidence stands where the body begins, whom the text is
    about and whom its lead names; they suggest no copy.

    Args:
        text: Title, subtitle and body, parts separated by blank lines, or one paragraph.
        figures: The figures of ``text``, in text order.
        place: Official name of the local government that the text is about, if one is known.
        named: Official names of all that its headline and lead name.

    Returns:
        Signed 64-bit integers without repetition, evidence before marks. No evidence among them
        means that the text holds nothing that could show whence it came.
    """
    head = re.match(r"\s*[^\n]*(?:\n(?!\s*\n)[^\n]*)*\n\s*\n(?=\s*\S)", text)
    # The headline is rewritten by every desk; a text of one paragraph has none.
    body_start = head.end() if head else 0
    body_figures = [figure for figure in figures if figure.start >= body_start]
    masked = _mask(text, body_start, body_figures)
    beginning = BEGINNING_PART * len(masked)
    evidence: dict[int, None] = {}
    first: dict[int, None] = {}
    for start, sentence in _sentences(masked):
        folded = _fold(sentence)
        if folded is not None:
            evidence[_number(folded)] = None
            if start < beginning:
                first[_number(folded)] = None
    valued = [(figure.start, value) for figure in body_figures if (value := _value(figure))]
    beginning = body_start + BEGINNING_PART * (len(text) - body_start)
    for (_, one), (start, other) in pairwise(valued):
        if one != other:
            # ``Y로 X보다 늘었다`` says the same as ``X에서 Y로 늘었다``.
            pair = _number(" ".join(sorted((one, other)))) | PAIR
            evidence[pair] = None
            if start < beginning:
                first[pair] = None
    marks = [number | MARK for number in first]
    if place is not None:
        marks.append(_number(place) | MARK | PLACE)
    marks += [_number(name) | MARK | PLACE | PAIR for name in sorted(named)]
    return [*evidence, *marks]


def same_release(a: Evidence, b: Evidence) -> bool:
    """Tell whether two texts are copies of one announcement.

    They are if they share at least three pairs of neighbouring figures and half of the shorter
    text's pairs; or two sentences and 30 % of the shorter text's sentences (two texts of one
    sentence: that sentence), unless their figures are too many and too different.
    They are not where both have a beginning and nothing of it stands in the other text, nor where
    they are about two local governments of which neither is named in the lead of the other text.

    Args:
        a: The evidence of one text.
        b: That of the other.
    """
    if _about_others(a, b) or _begin_elsewhere(a, b):
        return False
    shared, shared_pairs = len(a.sentences & b.sentences), len(a.pairs & b.pairs)
    few, many = sorted((len(a.sentences), len(b.sentences)))
    few_pairs = min(len(a.pairs), len(b.pairs))
    if shared_pairs >= SHARED_PAIRS and shared_pairs >= SHARED_PAIRS_PART * few_pairs:
        return True
    if few_pairs >= UNLIKE_PAIRS and shared_pairs == 0:
        return False
    if few_pairs - shared_pairs > max(CHANGED_PAIRS, (1 - SHARED_PAIRS_PART) * few_pairs):
        return False
    if many == 1:
        return shared == 1
    return shared >= SHARED_SENTENCES and shared >= SHARED_PART * few


def _about_others(a: Evidence, b: Evidence) -> bool:
    """Tell whether each text is about a place that the lead of the other does not name."""
    return (
        bool(a.places)
        and bool(b.places)
        and a.places.isdisjoint(b.places)
        and a.places.isdisjoint(b.named)
        and b.places.isdisjoint(a.named)
    )


def _begin_elsewhere(a: Evidence, b: Evidence) -> bool:
    """Tell whether both texts have a beginning and neither's stands anywhere in the other."""
    return bool(a.beginning and b.beginning) and not (
        _stands_in(a.beginning, b) or _stands_in(b.beginning, a)
    )


def _stands_in(beginning: frozenset[int], other: Evidence) -> bool:
    return not (beginning.isdisjoint(other.sentences) and beginning.isdisjoint(other.pairs))


def _number(text: str) -> int:
    """Give a number whose three lowest bits are free."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True) & ~7


def _value(figure: Figure) -> str:
    """Give a figure's size in a form that every notation of it shares; empty if it has none."""
    if figure.value is None or figure.role == "conversion":
        return ""
    unit = figure.unit if re.fullmatch(r"[A-Z]{3}|%p?", figure.unit) else "count"
    return f"{abs(figure.value).normalize():f}{unit}"


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Give each sentence and where it starts."""
    start = 0
    for end in _SENTENCE_END.finditer(text):
        yield start, text[start : end.start()]
        start = end.end()
    yield start, text[start:]


def _mask(text: str, start: int, figures: Sequence[Figure]) -> str:
    pieces: list[str] = []
    position = start
    for figure in sorted(figures, key=lambda one: one.start):
        if figure.start < position:
            continue
        pieces += (text[position : figure.start], " <n> ")
        position = figure.end
    pieces.append(text[position:])
    return "".join(pieces)


def _fold(sentence: str) -> str | None:
    """Give the sentence as it is compared, or ``None`` if it is furniture or says too little."""
    if len(sentence) < _SHORTEST:
        return None
    # Most sentences lack most of this, and to see that takes less than to search for it.
    bare = _BYLINE_HEAD.sub("", sentence) if "=" in sentence else sentence
    if _FURNITURE.search(bare) or _FURNITURE_HEAD.match(bare):
        return None
    # Placeholders survive the stripping of brackets as letters that no Korean text has.
    bare = bare.replace("<n>", "\ue000")
    if _DATED.search(bare):
        bare = _NUMBER.sub("\ue002", _DATE.sub("\ue001", bare))
    bare = _QUOTES.sub("", bare)
    dated = "\ue001" in bare
    if dated:
        bare = bare.replace("\ue001", "<d>")
    if dated or "오전" in bare or "오후" in bare:
        bare = _RELATIVE_DAY.sub("", bare)
    topic = _TOPIC.match(bare)
    if topic:
        bare = topic[1] + bare[topic.end() :]
    if dated:
        bare = re.sub(r"(?:<d>\s*)+", "<d> ", bare)
    bare = "".join(bare.split()).rstrip(".")
    if bare.endswith(_REPORTED):
        bare = _REPORTING.sub("", bare)
    bare = bare.removesuffix("다")
    if not _LETTERS.match(bare.replace("<d>", "")):
        return None
    return bare
