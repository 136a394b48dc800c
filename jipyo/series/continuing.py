"""Figures without a noun of their own: what a comparison, a change or a headline speaks of.

A text names a measure once and goes on without its name: ``1,618만t보다 66만t 늘었다``, ``지난해
(161개 팀, 1,836명)보다 팀은 26개``. Its headline shortens what the body says in full.
Such figures take the measure of the figure that they continue. Only words, units and order decide;
a value never does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from jipyo.figures.model import Figure
from jipyo.figures.nouns import word
from jipyo.series.document import (
    Document,
    Settled,
    fold_unit,
    sentences_between,
)
from jipyo.series.registry import lexicon, squeeze

_TOKEN = re.compile(r"[(（\[]|[)）\]]|[,，、;…]|[^\s()（）\[\],，、;…]+")
_OPENING = frozenset("(（[")
_QUOTES = "‘’“”\"'`.:·"
_COMPARED = ("비해", "비하", "비교", "견줘", "견주", "견준")
_STANDARD = re.compile(r"(?:대비|比)$|(?<=[년월기])비$")
_WHEN = re.compile(
    r"(?:(?:지난|전|작|재작|전전|이전|직전|예|평)(?:해|년|월|달|분기)도?|당시|직전|동기|동월|기간|달|때|시기|시점"
    r"|이맘때|첫해|\d{2,4}년도?|\d+월|\d+분기|상반기|하반기|말|초|전|분기|올해|올|내년)(?:에는|에|의|엔|는|은)?$"
)
"""The last word of a time at which something is said to have been so large."""
_BASE = re.compile(
    r"(?:[가-힣]{0,2}보다|에서|에\s?그[쳤치]|\s?대비|에\s?비[해하]|[과와]\s?비교|[과와에]\s?견[줘주]"
    r"|의\s\S*(?:배|절반|분의|곱|\d)|이던)"
)
"""What follows a figure with which another one is compared."""
_GROWN = re.compile(
    r"\s?[)）]?\s?(?:오른|내린|뛴|준|늘린|줄인|늘어난|줄어든|불어난|떨어진|높아진|낮아진|치솟은|빠진|깎인"
    r"|많은|적은|높은|낮은|웃도는|웃돈|밑도는"
    r"|(?:증가|감소|상승|하락|급증|급감|증액|감액|성장)(?:한|된))\s(?:약\s|총\s|모두\s)?$"
)
"""The change that an amount has undergone, between the two figures."""
_STANDARD_TAIL = re.compile(
    r"(?:[가-힣]{0,2}보다|\s?대비|에\s?비[해하]|[과와]\s?비교|[과와에]\s?견[줘주])"
)
_THIS = re.compile(r"[\s○□*\-]*이는\s")
_AVERAGE = re.compile(r"평균")
_MOVES = frozenset(("growth", "change"))
_AMOUNTS = frozenset(("level", "flow", "cumulative", "target", "forecast", "capacity"))
_SITES = ("개", "곳", "군데")
_TAIL = re.compile(r"^[가-힣]*")
_LONGEST_TITLE = 400
_LEAD = 3
"""How many sentences end within a lead, the line of the reporter among them."""
_BACK = 2
"""How many sentences back a comparison may look for what it compares."""


def antecedent(document: Document, index: int) -> tuple[int, str] | None:
    """Give the figure whose measure one takes, and why; none where the figure names its own."""
    figure = document.figures[index]
    lead = _lead(document, index)
    if figure.kind in _MOVES:
        if figure.stands_in == "table_row":
            return _in_row(document, index)
        sized = _by_dimension(document, index, lead)
        if sized is not None:
            return sized
        each = _respectively(document, index)
        if each is not None:
            return each
        if names_itself(lead) or _AVERAGE.search(lead) or _is_linked(document, index):
            return None
        return _moved(document, index)
    if figure.kind in _AMOUNTS and _GROWN.match(lead):
        return _grown(document, index)
    if figure.kind in ("level", "flow") and _is_dated(lead) and not names_itself(lead):
        return _compared(document, index)
    return None


def take_over(document: Document, index: int, other: int, because: str) -> Settled:
    """Give the measure of another figure; whose it is goes with it."""
    if document.trace:
        metric = document.settled[other].metric
        document.trace.note("continues", metric=metric, other=other, reason=because)
    settled = replace(
        document.settled[other], because=f"{because} {document.figures[other].text}", topical=False
    )
    if document.figures[index].kind in _AMOUNTS and not settled.registered:
        unit = fold_unit(document.figures[index])
        if ":" not in settled.metric:
            # What is known by its growth alone gets the unit of its amount.
            settled.metric = f"{settled.metric}:{unit}"
    return settled


def names_itself(lead: str) -> bool:
    """Tell whether the words before a figure hold a noun that could be its measure.

    Times, what it is compared with (``기정예산 대비``, ``전년보다``) and adverbials are none.
    """
    nouns_in_hae = lexicon().nouns_in_hae
    tokens = _TOKEN.findall(lead)
    last = len(tokens) - 1
    while last >= 0 and tokens[last] in _OPENING:
        last -= 1
    for position, token in enumerate(tokens):
        bare = token.strip(_QUOTES)
        found = word(bare)
        if found.case == "than" or bare.endswith("보다는"):
            continue
        if bare[-1:] in ("은", "는") and found.sort in ("noun", "skip") and found.noun != bare:
            # 사과는, 효과는, 팀은: whatever else they may be, they are the topic.
            return True
        if position == last and found.sort == "verb" and bare[-2:] in nouns_in_hae:
            return True
        if found.sort != "noun" or _STANDARD.search(bare):
            continue
        following = tokens[position + 1] if position + 1 < len(tokens) else ""
        if following.startswith((*_COMPARED, "대비", "比", "보다")):
            continue
        if found.case in ("topic", "subject", "object"):
            return True
        if found.case in ("bare", "of") and position == last:
            return True
    return False


def _is_linked(document: Document, index: int) -> bool:
    """Tell whether a noun that measures is tied to a figure from behind: 2.2%의 매출액 증가."""
    words = document.words
    return any(
        phrase.relation == "linked"
        and not all(noun in words.sizes or noun in words.verbal for noun in phrase.words)
        for phrase in document.frames[index].phrases
    )


def _is_base(document: Document, index: int, upto: int) -> bool:
    """Tell whether a share of a figure is told before another one: 차량 10만 대의 6%다."""
    rank = document.rank[index] + 1
    if rank >= document.rank[upto]:
        return False
    following = document.figures[document.order[rank]]
    return following.kind in ("share", "attainment", "growth") and bool(
        re.match(r"여?의\s?$|여?의\s", document.text[document.figures[index].end : following.start])
    )


def _is_bracketed(document: Document, index: int, upto: int) -> bool:
    """Tell whether a figure stands in brackets that close before another one."""
    text, figure = document.text, document.figures[index]
    before = text[figure.sentence[0] : figure.start]
    return (
        before.count("(") + before.count("（") > before.count(")") + before.count("）")
        and ")" in text[figure.end : document.figures[upto].start]
    )


def _lead(document: Document, index: int) -> str:
    """Give what stands before a figure in its sentence, back to the figure before."""
    figure, text = document.figures[index], document.text
    start = figure.sentence[0]
    rank = document.rank[index]
    if rank:
        before = document.figures[document.order[rank - 1]]
        if before.end > start:
            return _TAIL.sub("", text[before.end : figure.start])
    return text[start : figure.start]


def _is_dated(lead: str) -> bool:
    """Tell whether a time stands right before a figure: ``지난해(161개``, ``2월(1,127호``."""
    for token in reversed(_TOKEN.findall(lead)):
        if token in _OPENING:
            continue
        if _WHEN.match(token):
            return True
        if token.endswith("까지") or word(token.strip(_QUOTES)).sort != "skip":
            return False
    return False


def _earlier(document: Document, index: int) -> list[int]:
    """Give the figures before one in its sentence, the last first."""
    sentence = document.figures[index].sentence
    found: list[int] = []
    for other in reversed(document.order[: document.rank[index]]):
        if document.figures[other].sentence != sentence:
            break
        found.append(other)
    return found


def _moved(document: Document, index: int) -> tuple[int, str] | None:
    """Find what has grown: the last of the same unit, for a share the last figure at all."""
    figure = document.figures[index]
    before = [
        other
        for other in _earlier(document, index)
        if document.figures[other].kind != "rank" and not _is_base(document, other, index)
    ]
    # 총 26억 원(국비 8억, 군비 13억)으로 69% 늘었다: the whole, not its last part.
    before = [other for other in before if not _is_bracketed(document, other, index)] or before
    if not before:
        return _sentence_before(document, index)
    if figure.kind == "change":
        unit = fold_unit(figure)
        before = [other for other in before if fold_unit(document.figures[other]) == unit]
        if not before:
            return None
    if _is_standard(document, before[0]):
        # `추경은 8,214억 원으로 본예산 7,257억 원보다 957억 원 늘었다`: the first has grown.
        grown = _measured_by(document, index, before)
        if grown is not None:
            return grown, "change of"
    return before[0], "change of"


def _sentence_before(document: Document, index: int) -> tuple[int, str] | None:
    """Find what a change opens a sentence with: ``올해보다 592억 늘었다``."""
    figure = document.figures[index]
    unit = fold_unit(figure)
    if figure.kind != "change" or figure.start < _title_end(document.text):
        return None
    for other in reversed(document.order[: document.rank[index]]):
        there = document.figures[other]
        if sentences_between(document, there.start, figure.start) > 1:
            return None
        if there.kind in _AMOUNTS and fold_unit(there) == unit:
            return other, "change of"
    return None


def _is_standard(document: Document, index: int) -> bool:
    """Tell whether a figure with a noun of its own is only what another is compared with."""
    figure = document.figures[index]
    if figure.kind not in _AMOUNTS or not _STANDARD_TAIL.match(document.text, figure.end):
        return False
    tokens = _TOKEN.findall(_lead(document, index))
    found = word(tokens[-1].strip(_QUOTES)) if tokens else None
    return found is not None and found.sort == "noun" and found.case == "bare"


def _measured_by(document: Document, index: int, before: list[int]) -> int | None:
    """Find what is compared with a standard: before it, or what ``이는`` takes up."""
    unit = fold_unit(document.figures[before[0]])
    for other in before[1:]:
        there = document.figures[other]
        if there.kind in _AMOUNTS and there.kind != "target" and fold_unit(there) == unit:
            return other
    figure, text = document.figures[index], document.text
    if not _THIS.match(text, figure.sentence[0]):
        return None
    for other in reversed(document.order[: document.rank[before[-1]]]):
        there = document.figures[other]
        if sentences_between(document, there.start, figure.start) > 1:
            return None
        if there.kind in _AMOUNTS and fold_unit(there) == unit:
            return other
    return None


def _in_row(document: Document, index: int) -> tuple[int, str] | None:
    """Find the amount that stands before a change in its row of a table."""
    figure = document.figures[index]
    start = document.text.rfind("\n", 0, figure.start) + 1
    found: list[int] = []
    for other in reversed(document.order[: document.rank[index]]):
        there = document.figures[other]
        if there.start < start:
            break
        if there.kind in _AMOUNTS:
            found.append(other)
    unit = fold_unit(figure)
    same = [other for other in found if fold_unit(document.figures[other]) == unit]
    if figure.kind == "change" and unit != "percent":
        found = same
    return (found[0], "in the row of") if found else None


def _grown(document: Document, index: int) -> tuple[int, str] | None:
    """Find the change that made a figure what it is: ``2.31% 오른 3만 7천 원``."""
    before = _earlier(document, index)
    if before and document.figures[before[0]].kind in _MOVES:
        return before[0], "after the change of"
    return None


def _by_dimension(document: Document, index: int, lead: str) -> tuple[int, str] | None:
    """Find what ``건수는``, ``면적은`` or ``팀은`` speaks of: the last figure in that unit."""
    tokens = _TOKEN.findall(lead)
    if not tokens:
        return None
    match = re.fullmatch(r"([가-힣]+?)(?:으로는|으로|로는|로|은|는|이|가|도)?", tokens[-1])
    if match is None or (
        len(tokens) > 1
        and word(tokens[-2]).sort == "noun"
        and word(tokens[-2]).case in ("bare", "of")
    ):
        return None
    noun = match.group(1)
    unit = document.words.dimensions.get(noun, "")
    figure = document.figures[index]
    if figure.kind == "change" and unit and fold_unit(figure) not in (unit, "percent"):
        return None
    for other in reversed(document.order[: document.rank[index]]):
        there = document.figures[other]
        if sentences_between(document, there.start, figure.start) > _BACK:
            return None
        if there.kind not in _AMOUNTS:
            continue
        counter = re.sub(r"^개\s?", "", there.counter or "").strip()
        if (unit and fold_unit(there) == unit) or (counter and counter == noun):
            return other, f"{noun} of"
    return None


def _respectively(document: Document, index: int) -> tuple[int, str] | None:
    """Find the partner of a figure behind ``각각``: as many amounts stand before it."""
    figure, text = document.figures[index], document.text
    before = _earlier(document, index)
    marks = [match.end() for match in re.finditer("각각", text[figure.sentence[0] : figure.start])]
    if not marks:
        return None
    mark = figure.sentence[0] + marks[-1]
    own = [other for other in before if document.figures[other].start >= mark]
    if any(document.figures[other].kind not in _MOVES for other in own):
        return None
    behind = len(own) + 1
    for other in document.order[document.rank[index] + 1 :]:
        there = document.figures[other]
        if there.sentence != figure.sentence or there.kind not in _MOVES:
            break
        behind += 1
    amounts = [
        other
        for other in before
        if document.figures[other].start < mark and document.figures[other].kind in _AMOUNTS
    ][:behind]
    if behind < 2 or len(amounts) < behind:
        return None
    return amounts[::-1][len(own)], "respectively of"


def _compared(document: Document, index: int) -> tuple[int, str] | None:
    """Find what a figure of another time is compared with: the last of its unit."""
    figure, text = document.figures[index], document.text
    unit = fold_unit(figure)
    opening = text[: figure.start].rstrip()[-1:]
    beyond = opening in ("(", "（") or bool(_BASE.match(text, figure.end))
    for other in reversed(document.order[: document.rank[index]]):
        there = document.figures[other]
        same = there.sentence == figure.sentence
        if not same and (
            not beyond or sentences_between(document, there.start, figure.start) > _BACK
        ):
            return None
        if (
            there.kind in _AMOUNTS
            and there.kind != "target"
            and fold_unit(there) == unit
            and (same or not document.frames[other].listed)
            and not _is_base(document, other, index)
        ):
            return other, "at another time than"
    return None


def join_headline(document: Document) -> None:
    """Give a figure of the headline the measure that the lead states in full.

    A headline drops words (``감시원 118명`` for ``산불감시원``) or names the occasion instead of
    the measure. Where the body never takes up what it says, its amount is the first of the same
    unit and sort in the lead; several amounts of one unit must share a noun with theirs.
    """
    end = _title_end(document.text)
    amounts = [index for index in document.order if document.figures[index].kind in _AMOUNTS]
    title = [index for index in amounts if document.figures[index].start < end]
    body = [index for index in amounts if document.figures[index].start >= end]
    for index in title:
        unit = fold_unit(document.figures[index])
        alike = [other for other in body if _same_counter(document, index, other)]
        own = document.settled[index]
        if unit == "percent" or any(
            document.settled[other].metric == own.metric for other in alike
        ):
            continue
        beside = [other for other in title if fold_unit(document.figures[other]) == unit]
        named = {document.settled[other].metric for other in beside}
        partner = next(
            (
                other
                for other in alike
                if set(own.nouns) & set(document.settled[other].scope.split())
            ),
            None,
        )
        if partner is None:
            partner = next((o for o in alike if document.settled[o].metric not in named), None)
            if partner is None or not _is_lead(document, end, partner):
                continue
        theirs, taken = document.settled[partner], partner
        if (
            _sort(document.figures[index]) != _sort(document.figures[partner])
            or ("/each" in own.metric) != ("/each" in theirs.metric)
            or (own.registered and theirs.registered)
        ):
            continue
        shared = _share_noun(document, index, partner)
        if not shared and (own.registered or len(beside) > 1):
            continue
        old = own.metric
        if own.registered:
            old, taken = theirs.metric, index
        for other, settled in enumerate(document.settled):
            if settled.metric == old:
                _be_of(document, other, taken, "headline")
    for index in document.order:
        if document.figures[index].start >= end:
            break
        own = document.settled[index]
        if document.figures[index].kind not in _MOVES or own.registered or ":" in own.metric:
            continue
        heads = _syllables(own.nouns[-1:])
        partner = next((other for other in body if heads & _said(document, other)), None)
        if partner is not None:
            _be_of(document, index, partner, "headline")


def _be_of(document: Document, index: int, taken: int, why: str) -> None:
    """Give one figure the measure of another, and whose it is."""
    settled, other = document.settled[index], document.settled[taken]
    if document.trace and index != taken:
        document.trace.figure = index
        document.trace.note("same_as", metric=other.metric, other=taken, reason=why)
    settled.metric, settled.registered = other.metric, other.registered
    settled.scope, settled.unit_class = other.scope, other.unit_class
    settled.place, settled.holder = other.place, other.holder


def _title_end(text: str) -> int:
    """Give the end of the headline: the part before the first blank line, or the first line."""
    end = text.find("\n\n")
    if end < 0 or end > _LONGEST_TITLE:
        end = text.find("\n")
    return end if 0 <= end <= _LONGEST_TITLE else 0


def _is_lead(document: Document, end: int, index: int) -> bool:
    return sentences_between(document, end, document.figures[index].start) <= _LEAD


def _same_counter(document: Document, one: int, other: int) -> bool:
    """Tell whether two figures count alike: 곳 and 개소, but not 곳 and 권."""
    here, there = document.figures[one], document.figures[other]
    if fold_unit(here) != fold_unit(there) or fold_unit(here) != "item":
        return fold_unit(here) == fold_unit(there)
    counters = (squeeze(here.counter or ""), squeeze(there.counter or ""))
    return counters[0] == counters[1] or all(each.startswith(_SITES) for each in counters)


def _sort(figure: Figure) -> str:
    return "level" if figure.kind == "flow" else figure.kind


def _share_noun(document: Document, one: int, other: int) -> bool:
    """Tell whether two figures share two syllables of a noun in what they measure."""
    return bool(_said(document, one) & _said(document, other))


def _said(document: Document, index: int) -> set[str]:
    return _syllables((*document.settled[index].nouns, *document.figures[index].phrase.split()))


def _syllables(nouns: Sequence[str]) -> set[str]:
    """Give every two syllables that stand together in a noun."""
    return {noun[at : at + 2] for noun in nouns for at in range(len(noun) - 1)}


def join_labels(document: Document) -> None:
    """Give the growth of a bare noun the part of a measure that the text names by it.

    ``석유제품 12.7%↓`` in a headline is of exports where the body lists oil products among them.
    """
    parts: dict[frozenset[str], int] = {}
    for index in document.order:
        settled = document.settled[index]
        if settled.registered and settled.scope and document.figures[index].kind in _AMOUNTS:
            parts.setdefault(frozenset(settled.scope.split()), index)
    if not parts:
        return
    labels = document.words.scopes
    for index in document.order:
        settled = document.settled[index]
        if settled.registered or not settled.nouns or ":" in settled.metric:
            continue
        part = parts.get(frozenset(labels.get(noun, squeeze(noun)) for noun in settled.nouns))
        if part is not None and document.figures[index].kind in _MOVES:
            _be_of(document, index, part, "part")
