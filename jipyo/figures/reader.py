"""The figure reader: text in, figures and dispositions out.

The modules of this room in the order of the work: `surface` levels signs, `structure` finds the
parts of the text, `scan` finds its numbers (`numerals`, `units`), `marks` decides what each of them
is, `groups` and `tables` join what belongs together; then, sentence by sentence, `kinds` tells what
a figure claims, `times` and `periods` when it holds, `nouns` and `phrases` what it measures,
`precision` how exactly it is printed. The words that all of them know stand in `lexicon.toml` and
`phrases.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from jipyo.figures.events import event_days
from jipyo.figures.headlines import told_by_body
from jipyo.figures.kinds import Claim, Signs, claims
from jipyo.figures.lexicon import lexicon
from jipyo.figures.marks import Candidate
from jipyo.figures.model import Figure, Mark, Period, Reading
from jipyo.figures.nouns import vocabulary
from jipyo.figures.numerals import BEYOND_ALL
from jipyo.figures.periods import (
    Left,
    Scope,
    Time,
    ahead,
    bases,
    is_year,
    periods,
    resolve,
    signed_on,
    stated_by,
)
from jipyo.figures.phrases import Frame, Nouns, Spoken, frames, noun_words, phrases
from jipyo.figures.precision import Bounds, half_step, interval
from jipyo.figures.scan import KEPT_LINE, Line, numbers_of, scan
from jipyo.figures.structure import Block, divide, heading_text
from jipyo.figures.sums import of_their_total
from jipyo.figures.surface import level
from jipyo.figures.times import Told, event_at, year_of

_KEPT = 8192
_KEPT_STATES = 4
"""So many ways in which a sentence was dated are kept with it."""
_FEW_PROGRAMMES = 8
"""Nothing is kept of a text with more, so that the work stays linear on hostile texts."""


_EVENTS = frozenset(("money", "person", "case", "times_count", "t", "ship", "container"))
"""Units in which announcements count what happened in a period rather than what there is."""


_HELD_IN = re.compile(
    r"\W*(?:[가-하]\.\s?)?(?:행사|축제|개최|대회|전시|공연|박람회|운영)?\s?(?:기\s*간|일\s*시|일\s*자)"
    r"\s*(?:[/·및]\s*(?:장\s*소|대\s*상|규\s*모|인\s*원)\s*)?[:：]"
)
"""The label of a line that says when an event was held."""
_LEADS = 3
_A_QUARTER = 88
"""Days."""
"""So many sentences of a body are looked at for the days of an event."""
_MARKS = frozenset("□■◇◆▶●○")
_POINTS = _MARKS | frozenset("▲△▷◦")
"""Signs with which the lines of a release begin, each of them a paragraph."""
_DEPTHS = {
    sign: depth
    for depth, signs in enumerate(("□■◇◆", "○●◦ㅇ▶▷", "-·*∙•", "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮㉠㉡㉢㉣㉤㉥㉦"), 1)
    for sign in signs
}
"""How deep the entry stands that begins with a sign, in the order that releases use them."""
_DETAIL = 3
_NUMBERED = 4
_LONGEST_CAMPAIGN = 180
_LONGEST_EVENT = 250
_A_YEAR = 366


class Stretch(NamedTuple):
    """What a stretch of text between two figures of a sentence says of either of them."""

    signs: Signs
    told: Told
    nouns: Nouns
    bounds: Bounds


# What a stretch says depends on nothing else, so it is looked at once. Over half of what a night
# collects are copies of releases, whose stretches come again.


@lru_cache(maxsize=_KEPT)
def _first(text: str) -> Stretch:
    """Look at the stretch that begins a sentence."""
    return Stretch(Signs(text), Told(text), Nouns(text, first=True), Bounds(text))


@lru_cache(maxsize=_KEPT)
def _later(text: str) -> Stretch:
    """Look at a stretch that follows a figure."""
    return Stretch(Signs(text), Told(text), Nouns(text, first=False), Bounds(text))


@lru_cache(maxsize=_KEPT)
def _whole(text: str) -> Told:
    """Look at a sentence without a figure, which can do no more than date others."""
    return Told(text)


class Size(NamedTuple):
    """The value of a figure with its sign, the bounds of what was printed, and its qualifiers.

    ``value_high`` is the second number of a range, with its sign.
    """

    value: Decimal
    value_high: Decimal | None
    low: Decimal | None
    high: Decimal | None
    qualifiers: tuple[str, ...]


class _Sentence(NamedTuple):
    """A sentence with its figures and what the stretches between them say.

    Places are counted from the beginning of its line. The lists of stretches are one longer than
    that of the figures; ``timed`` says that any of them speaks of time; ``judged`` holds the kinds
    that the figures have where none of them lies ahead of the publication, ``sizes`` their values
    then, ``framed`` what the sentence says of their phrases; ``kept`` holds how they were dated
    before, by what was known of the text at their place.
    """

    start: int
    end: int
    figures: list[Candidate]
    signs: tuple[Signs, ...]
    told: tuple[Told, ...]
    nouns: tuple[Nouns, ...]
    bounds: tuple[Bounds, ...]
    timed: bool
    judged: list[Claim]
    sizes: list[Size]
    framed: list[Frame]
    kept: dict[Hashable, tuple[list[Claim], list[Period], Left]]


def read(text: str, published: date | None = None) -> Reading:
    """Read the figures of a text.

    Args:
        text: An announcement: title, optional subtitle and body separated by blank lines, or a
            whole text file with its furniture, or one line. Any text is accepted.
        published: The day of publication, against which `지난해` or `6월` resolve. Without it only
            absolute dates give periods.

    Returns:
        The figures in text order, and marks that together cover every digit of the text once.
    """
    flat = level(text)
    blocks = divide(flat)
    lines = scan(flat, blocks)
    scope = Scope(published)
    marks: list[Mark] = []
    for block, line, numbers, _ in lines:
        offset = block.start
        furniture = block.place == "furniture"
        for item in numbers:
            start, end = offset + item.start, offset + item.end
            disposition = item.disposition
            if furniture and disposition != "contact":
                disposition = "furniture"
            elif disposition == "date" and line[item.number_end : item.number_end + 1] == " ":
                event = event_at(line, item.start)
                if event is not None and (published is None or event[0] <= published.year + 15):
                    scope.programmes.append((event[1], Period(*year_of(event[0]), "programme")))
            marks.append(Mark._make((start, end, text[start:end], disposition)))
    figures = _figures(text, blocks, lines, scope)
    return Reading(tuple(figures), tuple(marks))


def _sentences(
    line: str, spans: Sequence[tuple[int, int]], numbers: Sequence[Candidate]
) -> tuple[_Sentence, ...]:
    """Cut a line into its sentences, and these by their figures into stretches."""
    found: list[_Sentence] = []
    index, count, reached = 0, len(numbers), 0
    for span_start, span_end in spans:
        # Where a line is too long to be a sentence it is cut, and that may be within a figure.
        start, end = max(span_start, reached), span_end
        figures: list[Candidate] = []
        while index < count and numbers[index].start < end:
            if numbers[index].disposition == "figure":
                figures.append(numbers[index])
            index += 1
        if figures and figures[-1].end > end:
            # Stretches are what stands between figures, and stay as short as the cut made them.
            end = figures[-1].end
        reached = end
        if start >= end:
            continue
        if not figures:
            whole = _whole(line[start:end])
            timed = bool(whole.mentions)
            found.append(
                _Sentence(start, end, figures, (), (whole,), (), (), timed, [], [], [], {})
            )
            continue
        stretches = [_first(line[start : figures[0].start])]
        position = figures[0].end
        for figure in figures[1:]:
            stretches.append(_later(line[position : figure.start]))
            position = figure.end
        stretches.append(_later(line[position:end]))
        signs, told, nouns, bounds = zip(*stretches, strict=True)
        judged = claims(figures, signs, [False] * len(figures))
        found.append(
            _Sentence(
                start,
                end,
                figures,
                signs,
                told,
                nouns,
                bounds,
                any([stretch.mentions for stretch in told]),
                judged,
                _sizes(figures, judged, bounds),
                frames(figures, judged, nouns),
                {},
            )
        )
    return tuple(found)


def _sizes(
    figures: Sequence[Candidate], judged: Sequence[Claim], bounds: Sequence[Bounds]
) -> list[Size]:
    """Give the figures of a sentence their signs and their bounds."""
    found: list[Size] = []
    for index, (item, claim) in enumerate(zip(figures, judged, strict=True)):
        value = item.value
        sign = item.sign
        if sign < 0 or (
            claim.direction < 0
            and not sign
            and not claim.positive
            and claim.kind in ("growth", "change")
        ):
            value = -value
        before, after = bounds[index].before, bounds[index + 1].after
        qualifiers = (*before, "여", *after) if item.over else before + after
        low, high = interval(item, value, qualifiers)
        upper: Decimal | None = None
        if item.high is not None:
            upper = item.high.value * (item.high_sign or (-1 if value < 0 else 1))
            if abs(upper) < abs(value) or upper * value < 0:
                # -2~-1%, -5~3도: interval knows of sizes that grow.
                ends = (value, half_step(item, item.numeral)), (upper, half_step(item, item.high))
                low = min(end - half for end, half in ends)
                high = max(end + half for end, half in ends)
        found.append(Size(value, upper, low, high, qualifiers))
    return found


@lru_cache(maxsize=4096)
def _kept_sentences(line: str, spans: tuple[tuple[int, int], ...]) -> tuple[_Sentence, ...]:
    """Give the sentences of a line whose numbers are what they are by the line alone."""
    return _sentences(line, spans, numbers_of(line))


def _spoken_lines(lines: list[Line]) -> list[tuple[Block, tuple[_Sentence, ...]]]:
    found: list[tuple[Block, tuple[_Sentence, ...]]] = []
    for block, line, numbers, kept in lines:
        if block.place == "furniture":
            continue
        spans = block.sentences
        if kept and len(line) <= KEPT_LINE:
            found.append((block, _kept_sentences(line, spans)))
        else:
            found.append((block, _sentences(line, spans, numbers)))
    return found


def _document_scope(lines: list[tuple[Block, tuple[_Sentence, ...]]], scope: Scope) -> None:
    """Find the period that the title or the lead states for the whole text."""
    held = _held_in(lines, scope) or _event_days(lines, scope)
    if held is not None:
        scope.document = held
        return
    leads = 0
    vague: Period | None = None
    heading_said = False
    for block, sentences in lines:
        place = block.place
        heading = place in ("title", "subtitle")
        if not heading and place not in ("paragraph", "list_item"):
            continue
        for sentence in sentences:
            leads += not heading
            if not sentence.timed or sentence.told[0].method:
                stated = None
            elif sentence.figures:
                trial = Scope(scope.published)
                judged, dated = _dated(sentence, trial)
                compared = bases(
                    sentence.figures, judged, sentence.told, resolve(sentence.told, trial)
                )
                # Where line breaks were lost a title runs into its body: its first figure counts.
                tried = 1 if heading else len(dated)
                stated = next(
                    (
                        period
                        for claim, period, base in zip(
                            judged[:tried], dated, compared, strict=False
                        )
                        if period.rung in ("clause", "sentence")
                        and not base
                        and not (
                            claim.kind in ("target", "forecast")
                            and (place == "subtitle" or _in_years_ahead(period, scope))
                        )
                    ),
                    None,
                )
            else:
                stated = signed_on(sentence.told[0], scope) or stated_by(sentence.told[0], scope)
                if stated is not None and is_year(stated) and vague is None:
                    # 올해 징수액이 줄었다: the sentence with the figures may tell it more finely.
                    vague, stated = stated, None
            if stated is not None and is_year(stated) and _of_a_crop(sentence) and vague is None:
                # 2024년산 물김: the season may have begun the year before.
                vague, stated = stated, None
            elif stated is not None and _is_this_year(stated, scope):
                if (heading and vague is None) or _of_a_season(sentence):
                    # 올해 화재 14.8%↓, 올여름 피서객: the lead may say up to or from when.
                    vague, stated = vague or stated, None
            elif stated is not None and vague is not None and heading_said:
                # An entry (상반기 50억 원) is a part of the year of which the heading speaks.
                listed = place == "list_item"
                stated = stated if not listed and _so_far(stated, vague) else vague
            heading_said = heading_said or (heading and vague is not None)
            if stated is not None and not heading and _long_past(stated, scope):
                stated = None
            if stated is not None and (
                (stated.start == stated.end and _of_now(sentence, stated, scope))
                or _goes_on(stated, scope)
                or _is_to_come(stated, scope)
                or (place == "list_item" and stated.start == stated.end)
            ):
                stated = None
            if stated is not None and (stated.start is not None or not _lies_ahead(stated, scope)):
                scope.document = _surveyed(
                    lines, scope, Period(stated.start, stated.end, "document")
                )
                scope.event = stated.start == stated.end and _took_place(sentence)
                return
            if leads >= (3 if vague is not None else 2):
                break
        else:
            continue
        break
    if vague is not None:
        scope.document = Period(vague.start, vague.end, "document")


def _surveyed(
    lines: list[tuple[Block, tuple[_Sentence, ...]]], scope: Scope, whole: Period
) -> Period:
    """Give the month in which a survey asked, where a lead tells it: 상반기 조사 ... 4월 기준."""
    if whole.start is None or whole.end is None or (whole.end - whole.start).days < _A_QUARTER:
        return whole
    leads = [
        sentence
        for block, sentences in lines
        if block.place == "paragraph"
        for sentence in sentences
    ]
    for sentence in leads[:_LEADS]:
        if not any("조사" in stretch.text for stretch in sentence.told):
            continue
        for time in resolve(sentence.told, Scope(scope.published)):
            first, last, grain = time.meaning
            if (
                time.use == "asof"
                and grain == "month"
                and not time.mention.at_end
                and time.mention.expression.edge not in ("말", "연말")
                and first is not None
                and last is not None
                and whole.start <= first
                and last <= whole.end
            ):
                return Period(first, last, "document")
    return whole


def _held_in(lines: list[tuple[Block, tuple[_Sentence, ...]]], scope: Scope) -> Period | None:
    """Give the days of the event that a report looks back on: 기간: '24. 10. 3.(목)~10. 9.(수)."""
    now = scope.published
    for _, sentences in lines:
        for sentence in sentences[:1]:
            told = sentence.told[0]
            if not told.mentions or not _HELD_IN.match(told.text):
                continue
            stated = stated_by(told, scope)
            if (
                stated is not None
                and now is not None
                and stated.start is not None
                and stated.end is not None
                and stated.end <= now
                and (stated.end - stated.start).days < _LONGEST_EVENT
            ):
                return Period(stated.start, stated.end, "document")
    return None


def _event_days(lines: list[tuple[Block, tuple[_Sentence, ...]]], scope: Scope) -> Period | None:
    """Give the days of the event of which title and lead speak."""
    titles: list[tuple[Told, ...]] = []
    leads: list[tuple[Told, ...]] = []
    for block, sentences in lines:
        heading = block.place in ("title", "subtitle")
        for sentence in sentences:
            if heading:
                titles.append(sentence.told)
            elif len(leads) < _LEADS and sentence.told[0].text.lstrip()[:1] not in _POINTS:
                leads.append(sentence.told)
        if len(leads) == _LEADS:
            break
    return event_days(titles, leads, scope)


def _took_place(sentence: _Sentence) -> bool:
    """Tell whether a sentence tells what took place on a day, not what stood as of it."""
    told = sentence.told
    return any([stretch.held or stretch.happened for stretch in told]) and not any(
        [mention.use == "asof" for stretch in told for mention in stretch.mentions]
    )


def _of_a_crop(sentence: _Sentence) -> bool:
    return any([mention.crop for told in sentence.told for mention in told.mentions])


def _of_a_season(sentence: _Sentence) -> bool:
    return any([mention.season for told in sentence.told for mention in told.mentions])


def _long_past(stated: Period, scope: Scope) -> bool:
    """Tell whether a period is a month or a year of long ago, of which a text tells in passing."""
    now = scope.published
    return (
        now is not None
        and stated.start is not None
        and stated.end is not None
        and stated.end.year < now.year - 1
        and (stated.end - stated.start).days < _A_YEAR
    )


def _of_now(sentence: _Sentence, stated: Period, scope: Scope) -> bool:
    """Tell whether a day is now (현재), which is no time that a text is about."""
    return stated.start == scope.published and any(
        [
            mention.expression.word == "현재"
            for stretch in sentence.told
            for mention in stretch.mentions
        ]
    )


def _is_this_year(period: Period, scope: Scope) -> bool:
    now = scope.published
    return (
        now is not None
        and is_year(period)
        and period.end is not None
        and (period.end.year == now.year)
    )


def _is_to_come(period: Period, scope: Scope) -> bool:
    """Tell whether a period only says from when something will be done (다음 달 3일부터)."""
    return (
        scope.published is not None
        and period.end is None
        and period.start is not None
        and period.start > scope.published
    )


def _goes_on(period: Period, scope: Scope) -> bool:
    """Tell whether a period is a campaign under way (2월 1일~5월 15일), which dates no results."""
    now = scope.published
    return (
        now is not None
        and period.start is not None
        and period.end is not None
        and period.start <= now < period.end
        and (period.start.day, period.start.month) != (1, 1)
        and (period.end - period.start).days < _LONGEST_CAMPAIGN
        and period.end.month != now.month
    )


def _so_far(period: Period, year: Period) -> bool:
    """Tell whether a period is the part of a year that has passed."""
    return period.start == year.start and period.end is not None and period.end < _end(year)


def _end(period: Period) -> date:
    return period.end or date.max


def _in_years_ahead(period: Period, scope: Scope) -> bool:
    now = scope.published
    return now is not None and period.end is not None and period.end.year > now.year


def _lies_ahead(period: Period, scope: Scope) -> bool:
    return scope.published is not None and period.end is not None and period.end > scope.published


def _dated(sentence: _Sentence, scope: Scope) -> tuple[list[Claim], list[Period]]:
    """Judge and date the figures of a sentence, and let the scope go on behind it."""
    if len(scope.programmes) > _FEW_PROGRAMMES:
        return _dated_anew(sentence, scope)
    known = scope.known()
    kept = sentence.kept.get(known)
    if kept is not None:
        # A copy of a release tells the same at the same place.
        judged, dated, left = kept
        scope.goes_on(left)
        return judged, dated
    judged, dated = _dated_anew(sentence, scope)
    if len(sentence.kept) >= _KEPT_STATES:
        sentence.kept.clear()
    sentence.kept[known] = judged, dated, scope.left()
    return judged, dated


def _dated_anew(sentence: _Sentence, scope: Scope) -> tuple[list[Claim], list[Period]]:
    figures = sentence.figures
    times: list[Time] = resolve(sentence.told, scope) if sentence.timed else []
    judged = sentence.judged
    if times:
        later = ahead(times, len(figures), scope)
        if True in later:
            judged = claims(figures, sentence.signs, later)
    return judged, periods(figures, judged, sentence.told, times, scope)


def _figures(text: str, blocks: list[Block], lines: list[Line], scope: Scope) -> list[Figure]:
    spoken_lines = _spoken_lines(lines)
    _document_scope(spoken_lines, scope)
    scope.day = None
    spoken = Spoken()
    found: list[Figure] = []
    heading: int | None = None
    section: str | None = None
    paragraph = -1
    above: list[tuple[int, Period | None]] = []
    for block, sentences in spoken_lines:
        place = block.place
        depth = _DEPTHS.get(text[block.start : block.start + 6].lstrip()[:1], 0)
        while above and above[-1][0] >= depth:
            above.pop()
        if block.heading != heading:
            scope.carried = scope.previous = scope.section = None
            section = None
            if block.heading is not None:
                section = heading_text(lines[block.heading].text) or None
            spoken.heading = noun_words(section) if section else ()
            if depth == _NUMBERED:
                # 올해 9개 사업에 54억 원을 투입한다. ① ...
                scope.carried = scope.section = _introduced(above, depth)
            elif section is not None and lexicon().plan_heading.search(section):
                scope.section = _under_way(scope)
        elif (
            scope.document is not None
            and place != "table_row"
            and (
                block.paragraph != paragraph
                or place == "list_item"
                or text[block.start : block.start + 3].lstrip()[:1] in _MARKS
            )
        ):
            # An entry is of the time of the entry that it stands under.
            scope.carried = _introduced(above, depth)
        elif (
            scope.document is not None
            and place == "paragraph"
            and scope.carried is not None
            and scope.carried.start == scope.carried.end
        ):
            # The day as of which a stock was told does not hold for the next paragraph.
            scope.carried = None
        heading, paragraph = block.heading, block.paragraph
        for sentence in sentences:
            if sentence.start and text[block.start + sentence.start] in _POINTS:
                # ...였다.▲농업 ...: an entry of a list whose line breaks were lost.
                scope.carried = scope.previous = None
            if sentence.figures:
                found += _read_sentence(text, block, sentence, section, scope, spoken)
                if place == "title" and not spoken.title:
                    spoken.title = noun_words(found[0].phrase)
                if place == "section_heading" and scope.carried is not None:
                    # □ 올해 추진 사업(총 28억 원): the entries below are of that time.
                    scope.section = scope.carried
                if place in ("title", "subtitle"):
                    # What a headline says of one figure does not hold for the next line.
                    scope.carried = scope.previous = None
            elif sentence.timed:
                told = sentence.told
                if place == "section_heading":
                    scope.section = stated_by(told[0], scope)
                else:
                    _dated(sentence, scope)
        if depth or place == "paragraph":
            above.append((depth, scope.carried))
    return told_by_body(of_their_total(found), spoken.guessed)


def _introduced(above: list[tuple[int, Period | None]], depth: int) -> Period | None:
    """Give the time of the line under which an entry stands; a day is no time of what is listed."""
    if not above or depth < _DETAIL:
        return None
    period = above[-1][1]
    if depth == _NUMBERED and period is not None and period.start == period.end:
        return None
    return period


def _under_way(scope: Scope) -> Period | None:
    """Give the year of the publication to what is planned, where the text looks back."""
    now, whole = scope.published, scope.document
    if now is None or whole is None or whole.end is None or whole.end >= now:
        return None
    return Period(*year_of(now.year), "section")


def _read_sentence(
    text: str, block: Block, sentence: _Sentence, section: str | None, scope: Scope, spoken: Spoken
) -> list[Figure]:
    figures, nouns = sentence.figures, sentence.nouns
    judged, dated = _dated(sentence, scope)
    sizes = sentence.sizes
    framed = sentence.framed
    if judged is not sentence.judged:
        framed = frames(figures, judged, nouns)
        sizes = _sizes(figures, judged, sentence.bounds)
    named = phrases(figures, judged, nouns, framed, spoken)
    offset = block.start
    span = (offset + sentence.start, offset + sentence.end)
    place = block.place
    programme: str | None = None
    found: list[Figure] = []
    generic = vocabulary().generic
    for index, (item, claim, period, (words, verb_class), size) in enumerate(
        zip(figures, judged, dated, named, sizes, strict=True)
    ):
        programme = nouns[index].programme or programme
        kind = claim.kind
        family = item.sort if item.sort == "money" else item.unit
        start, end = offset + item.start, offset + item.end
        if claim.guessed:
            spoken.guessed.add(start)
        else:
            spoken.kinds[family] = kind
        if (
            claim.guessed
            and kind == "level"
            and (family in _EVENTS or claim.role == "base")
            and spoken.kinds.get(family) == "flow"
            and claim.role in ("report", "base")
            and period.start != period.end
            and period.rung != "publication"
        ):
            # The parts and the base of what was counted over a period are counted over it too.
            kind = "flow"
        value, upper, low, high, qualifiers = size
        head = words[-1] if words else ""
        if section is not None and (not head or head in generic):
            head = section
        # A named tuple made of its fields in their order, in half the time of calling its class.
        found.append(
            Figure._make(
                (
                    start,
                    end,
                    text[start:end],
                    value,
                    upper,
                    low,
                    high,
                    item.unit,
                    item.counter,
                    kind,
                    claim.role,
                    " ".join(words),
                    head,
                    verb_class,
                    section,
                    programme,
                    place,
                    span,
                    period,
                    qualifiers,
                    # A table in 억 원 makes digits that were run together larger still.
                    item.numeral.malformed
                    or abs(value) >= BEYOND_ALL
                    or (upper is not None and abs(upper) >= BEYOND_ALL),
                ),
            )
        )
    return found
