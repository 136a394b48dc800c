"""From a figure to the key of its series: whose, of what, in which part, at which stage, by whom.

The measure comes from the words around the figure (``phrases``) and the registry: the noun phrase
that the figure belongs to must end in an alias of a measure whose unit class fits, the longest
alias wins and a tie stays unmapped. Where the phrase is only a label (일반회계, 미국) or says
nothing (규모, 목표), the measure is that of the clause, of the figure that it continues, or of the
sentence before. What no entry knows keeps a provisional id made of its nouns, its action and its
unit class. A value never enters.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from jipyo.figures.model import Figure
from jipyo.series.document import (
    RELATIVE,
    Document,
    Settled,
    find_mentions,
    fold_unit,
)
from jipyo.series.measures import join_relatives, join_short_names, join_title, settle
from jipyo.series.model import Identity, Speaker
from jipyo.series.phrases import read_frames
from jipyo.series.places import Place, Places
from jipyo.series.registry import Registry, lexicon, registry
from jipyo.series.speakers import judge

_AMOUNT = frozenset(("level", "flow"))


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
    return [identity for identity, _ in explain(figures, text, place, published, measures)]


def explain(
    figures: Sequence[Figure],
    text: str,
    place: Place | None,
    published: date | None,
    measures: Registry | None = None,
) -> list[tuple[Identity, str]]:
    """Give every identity with the reason for its measure, in words for the author of the registry.

    The arguments are those of :func:`identify`.
    """
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
        settled=[Settled() for _ in figures],
        mentions=find_mentions(text, known, lexicon()),
        order=order,
        rank={index: position for position, index in enumerate(order)},
    )
    for index in document.order:
        document.settled[index] = settle(document, index)
    join_short_names(document)
    join_relatives(document)
    join_title(document)
    speaker = judge(text, place, published).speaker
    return [
        (_identity(document, index, speaker), document.settled[index].because)
        for index in range(len(figures))
    ]


def _identity(document: Document, index: int, document_speaker: Speaker) -> Identity:
    figure, settled = document.figures[index], document.settled[index]
    place = settled.place if settled.place is not None else document.place
    if settled.holder:
        name, place_id = settled.holder, None
    elif place is not None:
        place = document.places.canonical(place)
        name, place_id = document.places.label(place), place.id
    else:
        name, place_id = "", None
    unit = fold_unit(figure)
    if unit in ("money", "percent"):
        unit = figure.unit
    elif settled.registered and figure.kind not in RELATIVE:
        unit = settled.unit_class
    return Identity(
        place=name,
        place_id=place_id,
        metric=settled.metric,
        registered=settled.registered,
        scope=settled.scope,
        basis=settled.basis,
        kind_class="amount" if figure.kind in _AMOUNT else figure.kind,
        unit_class=unit,
        speaker=document_speaker,
        candidates=settled.candidates,
    )
