"""The figure reader: text in, figures and dispositions out."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from jipyo.figures.groups import fill_table, join
from jipyo.figures.kinds import Claim, claims
from jipyo.figures.marks import Candidate, contacts, judge, signed
from jipyo.figures.model import Disposition, Figure, Mark, Period, Reading
from jipyo.figures.numerals import Numeral, read_digits, words
from jipyo.figures.periods import Asked, Scope, document_scope, periods_of, programmes
from jipyo.figures.phrases import Phrase, generic, phrase_of, programme_of
from jipyo.figures.precision import interval, qualifiers
from jipyo.figures.structure import Block, divide, heading_text, sentences
from jipyo.figures.surface import level

_DIGIT = re.compile(r"\d")


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
    candidates = scan(flat, blocks)
    marks = tuple(
        Mark(item.start, item.end, text[item.start : item.end], item.disposition)
        for item in candidates
    )
    figures = _figures(text, flat, blocks, candidates, published)
    return Reading(tuple(figures), marks)


def scan(text: str, blocks: list[Block]) -> list[Candidate]:
    """Find every number of a levelled text and decide what it is."""
    candidates: list[Candidate] = []
    reserved = contacts(text)
    spelled = list(words(text))
    position = floor = 0
    size = len(text)
    next_word = next_contact = 0
    while position < size:
        found = _DIGIT.search(text, position)
        start = found.start() if found else size
        while next_word < len(spelled) and spelled[next_word].start < floor:
            next_word += 1
        if next_word < len(spelled) and spelled[next_word].start < start:
            numeral = spelled[next_word]
            candidate = judge(text, numeral, floor)
            if candidate.disposition == "figure":
                candidates.append(candidate)
                floor = position = candidate.end
            else:
                position = max(position, numeral.end)
            next_word += 1
            continue
        if found is None:
            break
        while next_contact < len(reserved) and reserved[next_contact][1] <= start:
            next_contact += 1
        if next_contact < len(reserved) and reserved[next_contact][0] <= start:
            begin, end = reserved[next_contact]
            begin = max(begin, floor)
            candidates.append(_whole(begin, end, "contact"))
            floor = position = end
            continue
        candidate = judge(text, read_digits(text, start), floor)
        candidate.start = max(candidate.start, floor)
        if candidate.disposition == "figure":
            signed(text, candidate, floor)
        candidates.append(candidate)
        floor = position = candidate.end
    _in_blocks(text, blocks, candidates)
    return join(text, candidates)


def _whole(start: int, end: int, disposition: Disposition) -> Candidate:
    return Candidate(Numeral(start, end, Decimal(0), Decimal(1)), start, end, disposition)


def _in_blocks(text: str, blocks: list[Block], candidates: list[Candidate]) -> None:
    index = 0
    header: list[str] = []
    for block in blocks:
        inside: list[Candidate] = []
        while index < len(candidates) and candidates[index].start < block.end:
            inside.append(candidates[index])
            index += 1
        if block.place == "furniture":
            for candidate in inside:
                if candidate.disposition != "contact":
                    candidate.disposition = "furniture"
        elif block.place == "table_row":
            row = re.split(r"\t|\s*\|\s*|\s{2,}", text[block.start : block.end].strip(" |"))
            if not any(item.disposition in ("unknown", "figure") for item in inside):
                header = row[1:]
            fill_table(text, block, header, inside)


def _figures(
    text: str, flat: str, blocks: list[Block], candidates: list[Candidate], published: date | None
) -> list[Figure]:
    scope = Scope(published)
    spans = [sentences(flat, block) for block in blocks]
    leads: list[tuple[int, int]] = []
    rest: list[tuple[int, int]] = []
    paragraphs = 0
    for block, parts in zip(blocks, spans, strict=True):
        if block.place in ("title", "subtitle"):
            leads.extend(parts)
        elif block.place in ("paragraph", "list_item"):
            # The lead is the first sentence of the body.
            (leads if paragraphs == 0 else rest).extend(parts[:1])
            rest.extend(parts[1:])
            paragraphs += 1
    scope.document = document_scope(flat, leads, rest, published)
    scope.programmes = programmes(flat, published)
    found: list[Figure] = []
    index = 0
    heading: int | None = None
    paragraph = -1
    for block, parts in zip(blocks, spans, strict=True):
        if block.heading != heading or (
            block.paragraph != paragraph and scope.document is not None
        ):
            scope.carried = None
            scope.previous = None if block.heading != heading else scope.previous
        heading, paragraph = block.heading, block.paragraph
        for start, end in parts:
            group: list[Candidate] = []
            while index < len(candidates) and candidates[index].start < end:
                if candidates[index].disposition == "figure":
                    group.append(candidates[index])
                index += 1
            if not group:
                periods_of(flat, start, end, [], scope)
                continue
            found.extend(_sentence(text, flat, blocks, block, start, end, group, scope))
    return found


def _sentence(
    text: str, flat: str, blocks: list[Block], block: Block, start: int, end: int,
    group: list[Candidate], scope: Scope,
) -> list[Figure]:  # fmt: skip
    judged = claims(flat, start, end, group)
    dated = periods_of(
        flat, start, end,
        [Asked(item, claim.kind, claim.role) for item, claim in zip(group, judged, strict=True)],
        scope,
    )  # fmt: skip
    section = None
    if block.heading is not None:
        section = heading_text(flat, blocks[block.heading]) or None
    phrases: list[Phrase] = []
    figures: list[Figure] = []
    for place, (item, claim, period) in enumerate(zip(group, judged, dated, strict=True)):
        floor = group[place - 1].end if place else start
        limit = group[place + 1].start if place + 1 < len(group) else end
        phrase = phrase_of(flat, start, end, group, place, phrases)
        phrases.append(phrase)
        figures.append(
            _figure(
                text, flat, block, (start, end), item, claim, period, phrase, section, floor, limit
            )
        )
    return figures


def _figure(
    text: str, flat: str, block: Block, span: tuple[int, int], item: Candidate, claim: Claim,
    period: Period, phrase: Phrase, section: str | None, floor: int, limit: int,
) -> Figure:  # fmt: skip
    value = item.value
    falling = item.sign < 0 or (
        not item.sign
        and claim.direction < 0
        and not claim.positive
        and claim.kind in ("growth", "change")
    )
    if falling:
        value = -value
    marks = qualifiers(flat, item, floor, limit)
    low, high = interval(item, value, marks)
    programme = programme_of(flat, span[0], item.start)
    return Figure(
        start=item.start,
        end=item.end,
        text=text[item.start : item.end],
        value=value,
        value_high=item.high.value if item.high is not None else None,
        low=low,
        high=high,
        unit=item.unit,
        counter=item.counter,
        kind=claim.kind,
        role=claim.role,
        phrase=phrase.phrase,
        head=phrase.head or (section or "" if generic(phrase.head) else phrase.head),
        verb_class=phrase.verb_class,
        section=section,
        programme=programme,
        stands_in=block.place,
        sentence=span,
        period=period,
        qualifiers=marks,
        malformed=item.numeral.malformed,
    )
