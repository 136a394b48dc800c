"""From a figure to the key of its series: whose, of what, in which part, at which stage, by whom.

The measure comes from the words around the figure (``phrases``) and the registry: the noun phrase
that the figure belongs to must end in an alias of a measure whose unit class fits, the longest
alias wins and a tie stays unmapped. Where the phrase is only a label (일반회계, 미국) or says
nothing (규모, 목표), the measure is that of the clause, of the figure that it continues, or of the
sentence before; a figure without a noun of its own (``continuing``) takes that of the figure which
it compares, changes or shortens. What no entry knows keeps a provisional id made of the last nouns
of its phrase as the reader of figures found it, of an action that makes it another measure, and of
its unit class. A value never enters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from jipyo.figures.model import Figure
from jipyo.series.attributions import Attribution, attribute
from jipyo.series.complexes import Complexes
from jipyo.series.continuing import join_headline, join_labels
from jipyo.series.document import (
    RELATIVE,
    Document,
    Settled,
    find_mentions,
    fold_unit,
)
from jipyo.series.measures import join_relatives, join_short_names, join_stage, join_title, settle
from jipyo.series.model import Identity, Speaker
from jipyo.series.phrases import read_frames
from jipyo.series.places import Place, Places
from jipyo.series.registry import Registry, lexicon, registry
from jipyo.series.trace import Step, Trace

_AMOUNT = frozenset(("level", "flow"))


@dataclass(frozen=True, slots=True)
class Explanation:
    """An identity with the steps that led to it, in the order in which they were taken."""

    identity: Identity
    steps: tuple[Step, ...]


def identify(
    figures: Sequence[Figure],
    text: str,
    place: Place | None,
    published: date | None,
    measures: Registry | None = None,
) -> list[Identity]:
    """Give the identity of every figure of one text, in the order of ``figures``.

    Args:
        figures: The figures as read in ``text``.
        text: Title, subtitle and body, parts separated by blank lines.
        place: The local government that the article is about, from :meth:`Places.recognise`.
        published: Day of publication; decides between places of one name over time.
        measures: The measures that are known; the shipped ones by default.

    Returns:
        One identity per figure. Figures of a company, a ministry or another government inside
        the article are theirs, not the city's.
    """
    return _identify(figures, text, place, published, measures, None)


def explain(
    figures: Sequence[Figure],
    text: str,
    place: Place | None,
    published: date | None,
    measures: Registry | None = None,
) -> list[Explanation]:
    """Give every identity of :func:`identify` with the steps that led to it.

    The rules note their steps themselves while they decide; the arguments are those of
    :func:`identify`.
    """
    trace = Trace(len(figures))
    found = _identify(figures, text, place, published, measures, trace)
    return [Explanation(identity, trace.steps(index)) for index, identity in enumerate(found)]


def _identify(
    figures: Sequence[Figure],
    text: str,
    place: Place | None,
    published: date | None,
    measures: Registry | None,
    trace: Trace | None,
) -> list[Identity]:
    known = registry() if measures is None else measures
    order = sorted(range(len(figures)), key=lambda index: figures[index].start)
    document = Document(
        text=text,
        figures=figures,
        frames=read_frames(text, figures),
        place=place,
        published=published,
        words=lexicon(),
        measures=known,
        places=Places.load(),
        complexes=Complexes(text, Places.load(), place, published),
        settled=[Settled() for _ in figures],
        mentions=find_mentions(text, known, lexicon()),
        order=order,
        rank={index: position for position, index in enumerate(order)},
        trace=trace,
    )
    for index in document.order:
        document.settled[index] = settle(document, index)
    join_short_names(document)
    join_relatives(document)
    join_labels(document)
    join_headline(document)
    join_title(document)
    join_stage(document)
    claims = _headline_claims(document, attribute(text, figures, place, published))
    return [_identity(document, index, claim) for index, claim in enumerate(claims)]


def _headline_claims(document: Document, claims: Sequence[Attribution]) -> list[Attribution]:
    """Give what a headline shortens the speaker whom the body names for the same measure."""
    title_end = max(0, document.text.find("\n\n"))
    headline = [
        figure.stands_in in ("title", "subtitle") or figure.start < title_end
        for figure in document.figures
    ]
    if not any(headline):
        return list(claims)
    voices: dict[str, set[Speaker]] = {}
    for index, settled in enumerate(document.settled):
        if not headline[index]:
            voices.setdefault(settled.metric, set()).add(claims[index].speaker)
    taken: list[Attribution] = []
    for index, claim in enumerate(claims):
        alike = voices.get(document.settled[index].metric, set())
        if headline[index] and len(alike) == 1 and claim.speaker not in alike:
            claim = replace(claim, speaker=next(iter(alike)), how="title", words="")
        taken.append(claim)
    return taken


def _identity(document: Document, index: int, claim: Attribution) -> Identity:
    figure, settled, trace = document.figures[index], document.settled[index], document.trace
    place = settled.place if settled.place is not None else document.place
    if settled.holder:
        name, place_id = settled.holder, None
    elif place is not None:
        place = document.places.canonical(place)
        name, place_id = document.places.label(place), place.id
    else:
        name, place_id = "", None
    unit, unit_from = fold_unit(figure), "counter"
    if unit in ("money", "percent"):
        unit, unit_from = figure.unit, "printed"
    elif settled.registered and figure.kind not in RELATIVE:
        unit, unit_from = settled.unit_class, "measure"
    kind_class = "amount" if _is_amount(document, figure, settled) else figure.kind
    if trace:
        trace.figure = index
        stated = settled.holder or settled.place is not None
        whose = "stated" if stated else "article" if place is not None else "none"
        trace.note_measure(settled.metric, settled.because, settled.scope)
        if settled.scope:
            trace.note("scope", reason="stated", detail=settled.scope)
        else:
            trace.note("scope", reason="none")
        trace.note("place", name, reason=whose)
        trace.note("kind", reason=figure.kind, detail=kind_class)
        trace.note("speaker", claim.words, reason=claim.how, detail=claim.speaker)
        trace.note("unit", figure.counter or "", reason=unit_from, detail=unit)
    return Identity(
        place=name,
        place_id=place_id,
        metric=settled.metric,
        registered=settled.registered,
        scope=settled.scope,
        basis=_stage(document, settled),
        kind_class=kind_class,
        unit_class=unit,
        speaker=claim.speaker,
        candidates=settled.candidates,
    )


def _stage(document: Document, settled: Settled) -> str:
    """Give the stage of a figure, without one that goes without saying (국비 확보액 is final)."""
    measure = document.measures.measures.get(settled.metric)
    return "" if measure is not None and settled.basis in measure.usual else settled.basis


def _is_amount(document: Document, figure: Figure, settled: Settled) -> bool:
    """Tell whether a figure is a level of its measure: of a rate, a share is one too (유수율).

    So is what it rose from, which reads like a growth (지난해 63.1%보다 2.7% 올랐다).
    """
    if figure.kind in _AMOUNT:
        return True
    measure = document.measures.measures.get(settled.metric)
    return (
        measure is not None
        and measure.units[0] == "percent"
        and (
            figure.kind in ("share", "attainment")
            or (figure.kind == "growth" and figure.role == "base")
        )
    )
