"""The figure reader: text in, figures and dispositions out.

The modules of this room in the order of the work: `surface` levels signs, `structure` finds the parts
of the text, `scan` finds its numbers (`numerals`, `units`), `marks` decides what each of them is,
`groups` and `tables` join what belongs together; then, sentence by sentence, `kinds` tells what a figure
claims, `times` and `periods` when it holds, `nouns` and `phrases` what it measures, `precision` how
exactly it is printed.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from jipyo.figures.kinds import Claim, Signs, claims
from jipyo.figures.marks import Candidate
from jipyo.figures.model import Figure, Mark, Period, Reading
from jipyo.figures.periods import Scope, Time, ahead, periods, resolve, stated_by
from jipyo.figures.phrases import Nouns, Spoken, generic, noun_words, phrases
from jipyo.figures.precision import Bounds, interval, qualifiers
from jipyo.figures.scan import scan
from jipyo.figures.structure import Block, divide, heading_text
from jipyo.figures.surface import level
from jipyo.figures.times import Told, event_at, year_of

_KEPT = 8192


class Stretch(NamedTuple):
    """What a stretch of text between two figures of a sentence says of either of them."""

    signs: Signs
    told: Told
    nouns: Nouns
    bounds: Bounds


@lru_cache(maxsize=_KEPT)
def _stretch(text: str, first: bool) -> Stretch:
    """Look at a stretch; what it says depends on nothing else, so it is looked at once.

    Over half of what a night collects are copies of releases, whose stretches come again.
    """
    return Stretch(Signs(text), Told(text), Nouns(text, first), Bounds(text))


class _Sentence(NamedTuple):
    """A sentence of the text with its figures and the stretches between them."""

    block: Block
    start: int
    end: int
    figures: list[Candidate]
    stretches: list[Stretch]


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
    marks = [
        Mark(item.start, item.end, text[item.start : item.end], item.disposition)
        for item in candidates
    ]
    scope = Scope(published)
    for item in candidates:
        if item.disposition == "date":
            event = event_at(flat, item.start)
            if event is not None and (published is None or event[0] <= published.year + 15):
                scope.programmes.append((event[1], Period(*year_of(event[0]), "programme")))
    sentences = _sentences(flat, blocks, candidates)
    figures = _figures(text, flat, blocks, sentences, scope)
    return Reading(tuple(figures), tuple(marks))


def _sentences(text: str, blocks: list[Block], candidates: list[Candidate]) -> list[_Sentence]:
    found: list[_Sentence] = []
    index, count = 0, len(candidates)
    for block in blocks:
        for start, end in block.sentences:
            figures: list[Candidate] = []
            while index < count and candidates[index].start < end:
                if candidates[index].disposition == "figure":
                    figures.append(candidates[index])
                index += 1
            if block.place == "furniture":
                continue
            stretches: list[Stretch] = []
            position = start
            for figure in figures:
                stretches.append(_stretch(text[position : figure.start], position == start))
                position = figure.end
            stretches.append(_stretch(text[position:end], position == start))
            found.append(_Sentence(block, start, end, figures, stretches))
    return found


def _document_scope(sentences: list[_Sentence], scope: Scope) -> None:
    """Find the period that the title or the lead states for the whole text."""
    leads = 0
    for sentence in sentences:
        place = sentence.block.place
        if place in ("paragraph", "list_item"):
            leads += 1
        elif place not in ("title", "subtitle"):
            continue
        if sentence.figures:
            trial = Scope(scope.published)
            told = [stretch.told for stretch in sentence.stretches]
            judged, dated = _dated(sentence, told, trial)
            # A title may run into its body where line breaks were lost; its own first figure counts.
            tried = 1 if place in ("title", "subtitle") else len(dated)
            stated = next(
                (
                    period
                    for claim, period in zip(judged[:tried], dated, strict=False)
                    if period.rung in ("clause", "sentence") and claim.role != "base"
                ),
                None,
            )
        else:
            stated = stated_by(sentence.stretches[0].told, scope)
        if stated is not None:
            scope.document = Period(stated.start, stated.end, "document")
            return
        if leads >= 2:
            return


def _dated(
    sentence: _Sentence, told: list[Told], scope: Scope
) -> tuple[list[Claim], list[Period]]:
    times: list[Time] = resolve(told, scope)
    signs = [stretch.signs for stretch in sentence.stretches]
    later = ahead(times, len(sentence.figures), scope)
    judged = claims(sentence.figures, signs, later)
    return judged, periods(sentence.figures, judged, told, times, scope)


def _figures(
    text: str, flat: str, blocks: list[Block], sentences: list[_Sentence], scope: Scope
) -> list[Figure]:
    _document_scope(sentences, scope)
    spoken = Spoken()
    found: list[Figure] = []
    heading: int | None = None
    section: str | None = None
    paragraph = -1
    last: Block | None = None
    for sentence in sentences:
        block = sentence.block
        if block.heading != heading:
            scope.carried = scope.previous = scope.section = None
            section = None
            if block.heading is not None:
                above = blocks[block.heading]
                section = heading_text(flat[above.start : above.end]) or None
            spoken.heading = noun_words(section) if section else ()
        elif (
            scope.document is not None
            and block.place != "table_row"
            and (block.paragraph != paragraph or (block.place == "list_item" and block is not last))
        ):
            scope.carried = None
        heading, paragraph, last = block.heading, block.paragraph, block
        if sentence.figures:
            found.extend(_read_sentence(text, sentence, section, scope, spoken))
            if block.place == "title" and not spoken.title:
                spoken.title = noun_words(found[0].phrase)
            if block.place in ("title", "subtitle"):
                # What a headline says of one figure does not hold for the next line.
                scope.carried = scope.previous = None
            continue
        told = sentence.stretches[0].told
        if block.place == "section_heading":
            scope.section = stated_by(told, scope)
        elif told.mentions:
            periods([], [], [told], resolve([told], scope), scope)
    return found


def _read_sentence(
    text: str, sentence: _Sentence, section: str | None, scope: Scope, spoken: Spoken
) -> list[Figure]:
    figures, stretches = sentence.figures, sentence.stretches
    told = [stretch.told for stretch in stretches]
    judged, dated = _dated(sentence, told, scope)
    named = phrases(figures, judged, [stretch.nouns for stretch in stretches], spoken)
    span = (sentence.start, sentence.end)
    place = sentence.block.place
    programme: str | None = None
    found: list[Figure] = []
    for index, item in enumerate(figures):
        before, after = stretches[index], stretches[index + 1]
        claim = judged[index]
        programme = before.nouns.programme or programme
        value = item.value
        if item.sign < 0 or (
            not item.sign
            and claim.direction < 0
            and not claim.positive
            and claim.kind in ("growth", "change")
        ):
            value = -value
        marks = qualifiers(item, before.bounds, after.bounds)
        low, high = interval(item, value, marks)
        words, verb_class = named[index]
        head = words[-1] if words else ""
        if section and (not head or generic(head)):
            head = section
        found.append(
            Figure(
                item.start,
                item.end,
                text[item.start : item.end],
                value,
                item.high.value if item.high is not None else None,
                low,
                high,
                item.unit,
                item.counter,
                claim.kind,
                claim.role,
                " ".join(words),
                head,
                verb_class,
                section,
                programme,
                place,
                span,
                dated[index],
                marks,
                item.numeral.malformed,
            )
        )
    return found
