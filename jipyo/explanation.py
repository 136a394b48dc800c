"""Why a figure got its id, and what an id means: what `jipyo metrics show` prints.

The steps are those that the rules of identity noted while they decided; here they only get words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from difflib import get_close_matches
from itertools import groupby
from typing import Any

from jipyo.extraction import decimal_text
from jipyo.figures import read
from jipyo.figures.model import Figure
from jipyo.series.document import provisional_parts
from jipyo.series.identity import explain
from jipyo.series.model import Identity
from jipyo.series.places import Place
from jipyo.series.registry import Measure, Registry, lexicon, registry
from jipyo.series.trace import Step
from jipyo.store.errors import JipyoError
from jipyo.store.runs import counted
from jipyo.store.stored import MeasureCounts

_AROUND = 160
"""How many characters of its sentence are quoted on each side of a figure."""


class NoSuchFigureError(JipyoError):
    """No figure of the text is the one that was asked for; the message says which there are."""


class UnknownMeasureError(JipyoError):
    """An id is no measure of the registry and no provisional id."""


@dataclass(frozen=True, slots=True)
class Explained:
    """One figure of a text, its number there (from 1), its identity and the steps to it."""

    number: int
    figure: Figure
    identity: Identity
    steps: tuple[Step, ...]
    says: tuple[str, ...]
    line: int
    quote: str

    def record(self) -> dict[str, Any]:
        """It as an object of format ``explanation/1`` (docs/formats.md)."""
        figure, identity = self.figure, self.identity
        return {
            "format": "explanation/1",
            "figure": self.number,
            "start": figure.start,
            "end": figure.end,
            "text": figure.text,
            "stands_in": figure.stands_in,
            "line": self.line,
            "sentence": self.quote,
            "steps": [
                {
                    "step": step.name,
                    "words": list(step.words),
                    "metric": step.metric or None,
                    "other_figure": None if step.other is None else step.other + 1,
                    "reason": step.reason or None,
                    "detail": step.detail or None,
                    "says": says,
                }
                for step, says in zip(self.steps, self.says, strict=True)
            ],
            "key": _key(identity),
            "place": identity.place,
            "registered": identity.registered,
            "candidates": list(identity.candidates),
        }


def explain_text(
    text: str, *, published: date | None, place: Place | None, measures: Registry | None = None
) -> list[Explained]:
    """Explain the identity of every figure of a text, in the order of the text.

    Args:
        text: The text as it is.
        published: Publication day, against which relative periods are resolved.
        place: Local government that the text is about.
        measures: The measures that are known; the shipped ones by default.
    """
    known = registry() if measures is None else measures
    figures = read(text, published=published).figures
    return [
        Explained(
            number=index + 1,
            figure=figure,
            identity=explanation.identity,
            steps=explanation.steps,
            says=tuple(_say(step, figures, known) for step in explanation.steps),
            line=text.count("\n", 0, figure.start) + 1,
            quote=_quote(text, figure),
        )
        for index, (figure, explanation) in enumerate(
            zip(figures, explain(figures, text, place, published, known), strict=True)
        )
    ]


def choose(found: Sequence[Explained], *, number: int | None, words: str | None) -> list[Explained]:
    """Give the figure of this number, or those whose print or noun phrase has these words, or all.

    Raises:
        NoSuchFigureError: there is none.
    """
    if number is not None:
        chosen = [one for one in found if one.number == number]
        asked = f"There is no figure {number}"
    elif words is not None:
        wanted = "".join(words.split())
        chosen = [
            one
            for one in found
            if wanted and any(wanted in "".join(where.split()) for where in _findable(one))
        ]
        asked = f"No figure or noun phrase has “{words}” in it"
    else:
        return list(found)
    if not chosen:
        there = (
            f"the text has {counted(len(found), 'figure')}, which `jipyo extract` prints in order"
            if found
            else "the text has no figure"
        )
        raise NoSuchFigureError(f"{asked}: {there}.")
    return chosen


def _findable(one: Explained) -> Iterator[str]:
    yield one.figure.text
    yield one.figure.phrase
    for step in one.steps:
        if step.name == "phrase":
            yield " ".join(step.words)


def explanation_lines(found: Sequence[Explained]) -> Iterator[str]:
    """The explanations for people: the figure, its steps numbered, its key."""
    for one in found:
        figure = one.figure
        value = decimal_text(figure.value) or "?"
        yield f"[{one.number}] {figure.text} = {value} {figure.unit}, {figure.kind}/{figure.role}"
        yield (
            f"    characters {figure.start}–{figure.end}, line {one.line}, {figure.stands_in}: "
            f"“{one.quote}”"
        )
        for number, says in enumerate(_paragraphs(one), 1):
            yield f"    {number:>2}. {says}"
        key = " | ".join(f"{name} {value or '–'}" for name, value in _key(one.identity).items())
        yield f"    key: {key}"
        yield ""


def _paragraphs(one: Explained) -> Iterator[str]:
    """Give the sentences of the steps, neighbours that set words aside as one."""
    pairs = zip(one.steps, one.says, strict=True)
    for aside, group in groupby(pairs, key=lambda pair: pair[0].name == "aside"):
        members = list(group)
        if aside:
            yield "Set aside: " + ", ".join(_aside(step) for step, _ in members) + "."
        else:
            yield from (says for _, says in members)


def _key(identity: Identity) -> dict[str, str]:
    names = ("place", "metric", "scope", "basis", "kind_class", "unit_class", "speaker")
    return dict(zip(names, identity.key, strict=True))


def _quote(text: str, figure: Figure) -> str:
    start, end = figure.sentence
    first, last = (
        max(start, figure.start - _AROUND),
        min(max(end, figure.end), figure.end + _AROUND),
    )
    quote = " ".join(text[first:last].split())
    return ("… " if first > start else "") + quote + (" …" if last < end else "")


_RELATIONS = {
    "linked": "the figure is linked to it",
    "before": "it stands before the figure",
    "counted": "it is what the figure counts",
    "topic": "it is a topic or subject of the clause",
    "object": "it is an object of the clause",
    "into": "it is what the amount goes to",
    "example": "it is one of what is counted",
}
_ASIDES = {
    "skip": "a qualifier or a time",
    "qualifier": "a qualifier",
    "time": "a time",
    "condition": "a condition",
    "each": "per what it is",
    "edition": "a term, an edition or a place in a row",
    "size": "says how large, or nothing by itself",
    "action": "what is done",
    "generic": "may stand for anything",
    "place": "a place, but no other holder",
    "breakdown": "by what it is broken down",
    "short": "too short to narrow anything",
    "actor": "acts or speaks, is not measured",
    "clause": "a predicate before the figure",
    "oblique": "an adverbial",
    "office": "the office that keeps the count",
    "filler": "narrows nothing",
    "repeated": "said again",
}
_SKIPS = {
    "chained": "the figure has no noun before it but follows another figure, which is nearer",
    "investor": "it is who invests, not what is measured",
    "rank": "it is among whom is ranked, not what",
    "example": "it is only an example of what is counted",
    "labelled": "it stands behind a label of the figure and names no measure by itself",
}
_SAME = {"headline": "headline", "part": "name of a part"}
_NAMED_AFTER = {
    "phrase": "its noun phrase",
    "counted": "what is counted, and where it stands",
    "programme": "the programme that the text names",
    "section": "the heading of the section",
    "title": "the title",
    "sentence": "words of the sentence",
    "mention": "the measure that the text named last",
}
_NARROWS = {
    "modifier": "stands before the alias and narrows it",
    "alias": "is a part by its own name",
    "label": "is taken for the label of a part",
    "clause": "states a part",
    "part": "is a part of what the passage is about",
    "programme": "is the programme within which it counts",
    "partner": "is the partner in the sentence",
}


def _quoted(words: Sequence[str]) -> str:
    return f"“{' '.join(words)}”" if words else "The phrase"


def _aside(step: Step) -> str:
    return f"{_quoted(step.words)} ({_ASIDES[step.reason]})"


def _say(step: Step, figures: Sequence[Figure], measures: Registry) -> str:
    """Give the sentence of a step."""
    other = "" if step.other is None else f"figure {step.other + 1} ({figures[step.other].text})"
    return _SENTENCES[step.name](_Said(step, other, measures))


@dataclass(frozen=True, slots=True)
class _Said:
    """A step with what its sentence needs besides."""

    step: Step
    other: str
    measures: Registry

    @property
    def words(self) -> str:
        return _quoted(self.step.words)

    @property
    def metric(self) -> str:
        """The id, with its Korean label where the registry has one."""
        known = self.measures.measures.get(self.step.metric)
        return f"{self.step.metric} ({known.label_ko})" if known else self.step.metric


def _phrase(said: _Said) -> str:
    words = said.step.words
    return f"Noun phrase {said.words}, head “{words[-1]}”: {_RELATIONS[said.step.reason]}."


def _whose(said: _Said) -> str:
    step = said.step
    match step.reason:
        case "share":
            return "Of a share, the words at the figure tell the base, not whose it is."
        case "taken_over":
            return "Whose it is was taken over with the measure."
        case "complex":
            return f"{said.words} is an industrial complex: the figure is of {step.detail}."
        case "investor":
            return f"{said.words} invests: the figure is theirs."
        case "companies":
            return f"{said.words} stands in a list of companies: the figure is theirs."
        case _:
            return f"{said.words} names a holder: {step.detail}."


def _dropped(said: _Said) -> str:
    step = said.step
    who = f"Candidate {said.metric}" + (f" by “{step.words[0]}”" if step.words else "")
    match step.reason:
        case "unit":
            unit, _, units = step.detail.partition(": ")
            return f"{who} dropped: the figure is in unit class {unit}, it counts in {units}."
        case "excluded":
            return f"{who} dropped: the phrase has the excluded word “{step.detail}”."
        case "shorter":
            return f"{who} dropped: the alias “{step.detail}” is longer."
        case "farther":
            return f"{who} dropped: “{step.detail}” stands nearer or is linked more closely."
        case "no_site":
            return f"{who} dropped: the phrase does not say of which place or programme."
        case "verb_missing":
            action, _, verbs = step.detail.partition(": ")
            return f"{who} dropped: the verb should be of class {verbs}, and is {action}."
        case "verb":
            return f"{who} dropped: the verb (class {step.detail}) makes it another count."
        case _:
            source = f" of {said.other}" if said.other else ""
            return f"{who}{source} dropped: money is given out ({step.detail}), it is none of it."


def _narrows(said: _Said) -> str:
    step = said.step
    if step.reason == "as_before":
        return f"Scope as of {said.other} before: {step.detail or 'none'}."
    if step.reason == "programme" and step.detail in said.measures.measures:
        return f"{said.words} is the programme within which it counts: scope {step.detail}."
    return f"{said.words} {_NARROWS[step.reason]}: scope {step.detail}."


def _named_after(said: _Said) -> str:
    source = f"{said.other} before" if said.other else _NAMED_AFTER[said.step.reason]
    return f"Named after {source}: {said.words}."


def _measure(said: _Said) -> str:
    because, scope = said.step.reason, said.step.detail
    return (
        f"Measure {said.metric}"
        + (f" in scope {scope}" if scope else "")
        + "."
        + (f" Reason: {because}." if because else "")
    )


def _basis(said: _Said) -> str:
    step = said.step
    match step.reason:
        case "none":
            return "Basis: no stage is stated."
        case "taken_over":
            return f"Basis {step.detail}, taken over with the measure."
        case "said_by_measure":
            return f"{said.words} states no stage: {said.metric} says so by its name."
        case _:
            return f"Basis {step.detail}: the {step.reason} says {said.words}."


def _place(said: _Said) -> str:
    match said.step.reason:
        case "stated":
            return f"Place: {' '.join(said.step.words)}, the holder found at the figure."
        case "article":
            return f"Place: {' '.join(said.step.words)}, which the text is about."
        case _:
            return "Place: none; the text names no local government, and no holder is stated."


def _unit(said: _Said) -> str:
    unit = said.step.detail
    match said.step.reason:
        case "measure":
            return f"Unit class {unit}: in which the measure is kept."
        case "counter" if said.step.words:
            return f"Unit class {unit}: that of the counter {said.words}."
        case _:
            return f"Unit class {unit}: as printed."


def _speaker(said: _Said) -> str:
    speaker = said.step.detail
    match said.step.reason:
        case "nobody":
            return f"Speaker {speaker}: nobody else reports in the lead."
        case "says":
            return f"Speaker {speaker}: {said.words} says so."
        case "source":
            return f"Speaker {speaker}: {said.words} is cited for it."
        case "goes_on":
            return f"Speaker {speaker}: {said.words} goes on, nobody else is named since."
        case "title":
            return f"Speaker {speaker}: the body names it for what the headline shortens."
        case _:
            return f"Speaker {speaker}: {said.words} reports in the lead."


def _kind(said: _Said) -> str:
    kind, folded = said.step.reason, said.step.detail
    return f"Kind {kind}" + (f": kept as {folded}." if kind != folded else ".")


_SENTENCES: dict[str, Callable[[_Said], str]] = {
    "phrase": _phrase,
    "no_phrase": lambda said: "The sentence gives the figure no noun phrase of its own.",
    "as_read": lambda said: (
        f"The reader of figures gives it {said.words}, read as if it stood before it."
    ),
    "clause": lambda said: f"With the clause around it: {said.words}.",
    "aside": lambda said: f"Set aside: {_aside(said.step)}.",
    "whose": _whose,
    "label": lambda said: f"{said.words} is a label: {said.step.detail}.",
    "split": lambda said: f"“{said.step.words[0]}” is read as {_quoted(said.step.words[1:])}.",
    "candidate": lambda said: f"Candidate {said.metric} by the alias {said.words}.",
    "dropped": _dropped,
    "loose": lambda said: (
        f"{said.words} is known as {said.metric}, but what is counted in {said.step.detail} is "
        "something about it."
    ),
    "tie": lambda said: f"Tie: {said.words} is an alias of {said.step.detail}, and all fit.",
    "unknown": lambda said: (
        f"No alias that fits ends {said.words}"
        + (f" (what is done: {said.step.detail})." if said.step.detail else ".")
    ),
    "empty": lambda said: f"{said.words} says nothing of what is measured.",
    "skipped": lambda said: f"{said.words} passed over: {_SKIPS[said.step.reason]}.",
    "pattern": lambda said: f"{said.words} before the figure is the pattern of {said.metric}.",
    "context": lambda said: (
        f"Candidate {said.metric}: the sentence says {said.words}, and the verb is of class "
        f"{said.step.detail}."
    ),
    "verb": lambda said: f"The verb {said.words} says {said.metric}.",
    "counts": lambda said: (
        f"No other measure is named: the figure counts, in {said.step.detail}, something about "
        f"{said.metric}."
    ),
    "continues": lambda said: (
        f"Continues {said.other}: {said.metric}."
        if said.step.words
        else f"Without a noun of its own, it is {said.step.reason} {said.other}: {said.metric}."
    ),
    "apart": lambda said: (
        f"{said.other} stands before it, but apart: the passage says what is measured."
    ),
    "gathers": lambda said: f"Sums up the list before, as {said.other}: {said.metric}.",
    "topic": lambda said: f"Taken from what is spoken of: {said.metric}, as {said.other}.",
    "part_of": lambda said: f"A part of what the article is about: {said.metric}, as {said.other}.",
    "mention": lambda said: f"Taken from the mention {said.words} before: {said.metric}.",
    "lead": lambda said: f"Taken from the start of the text, which is about {said.metric}.",
    "account": lambda said: f"{said.words} is an account of {said.metric}.",
    "projects": lambda said: f"It is about what {said.other} counts: {said.metric}.",
    "cost_of": lambda said: (
        "It is a source of the cost of a project"
        + (f": {said.step.detail}." if said.step.detail else ", or that cost.")
    ),
    "named_after": _named_after,
    "narrows": _narrows,
    "other_action": lambda said: (
        f"The verb (class {said.step.detail}) makes it another count: {said.metric}."
    ),
    "measure": _measure,
    "each": lambda said: f"It is per one of something: {said.metric}.",
    "scope": lambda said: f"Scope: {said.step.detail or 'none is stated'}.",
    "basis": _basis,
    "short_name": lambda said: (
        f"{said.words} is short for what {said.other} was named after: {said.metric}."
    ),
    "level": lambda said: f"The level of the same nouns is {said.other}: {said.metric}.",
    "same_as": lambda said: (
        f"The {_SAME[said.step.reason]} names the same as {said.other}: {said.metric}."
    ),
    "title": lambda said: (
        f"A headline shortens: {said.step.reason} {said.step.detail}, as the body says."
    ),
    "place": _place,
    "unit": _unit,
    "kind": _kind,
    "speaker": _speaker,
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an id means; ``known`` is its entry, or that of the measure it is derived from."""

    metric: str
    known: Measure | None
    nouns: tuple[str, ...]
    derived: bool
    cost_of: bool
    actions: tuple[str, ...]
    each: bool
    unit_class: str
    counts: MeasureCounts | None

    def record(self) -> dict[str, Any]:
        """It as an object of format ``measure/1`` (docs/formats.md)."""
        parts = {
            "nouns": list(self.nouns),
            "measure": self.known.id if self.known else None,
            "cost_of": self.cost_of,
            "actions": list(self.actions),
            "each": self.each,
            "unit_class": self.unit_class or None,
        }
        return {
            "format": "measure/1",
            "metric": self.metric,
            "registered": not self.derived,
            "entry": None if self.known is None else _entry(self.known),
            "parts": parts if self.derived else None,
            "store": None if self.counts is None else asdict(self.counts),
        }


def meaning(metric: str, *, counts: MeasureCounts | None, measures: Registry) -> Meaning:
    """Tell what an id means.

    Args:
        metric: The id of a measure, or a provisional id.
        counts: What the store has of it; ``None`` where there is no store.
        measures: The measures that are known.

    Raises:
        UnknownMeasureError: it is neither.
    """
    known = measures.measures.get(metric)
    if known is not None:
        return Meaning(metric, known, (), False, False, (), False, "", counts)
    parts = provisional_parts(metric, measures, lexicon())
    if parts is None:
        alike = get_close_matches(metric, measures.measures, n=3)
        raise UnknownMeasureError(
            f"{metric} is no measure of the registry, and no provisional id, which begins with ~. "
            + (f"Perhaps {', '.join(alike)}. " if alike else "")
            + "`jipyo extract FILE --format jsonl` prints the ids of a text's figures."
        )
    return Meaning(
        metric,
        measures.measures.get(parts.measure),
        parts.nouns,
        True,
        parts.cost_of,
        parts.actions,
        parts.each,
        parts.unit_class,
        counts,
    )


def _entry(measure: Measure) -> dict[str, Any]:
    low, high = measure.plausible
    return {
        "id": measure.id,
        "label_ko": measure.label_ko,
        "label_en": measure.label_en,
        "units": list(measure.units),
        "nature": measure.nature,
        "aliases": list(measure.aliases),
        "scopes": sorted(measure.scopes),
        "parent": measure.parent,
        "parts": list(measure.parts),
        "excludes": list(measure.excludes),
        "usual": sorted(measure.usual),
        "verbs": sorted(measure.verbs),
        "context": list(measure.context),
        "before": measure.before.pattern if measure.before else None,
        "programme": measure.programme,
        "by_programme": measure.by_programme,
        "range": None if high == float("inf") else [low, high],
    }


def meaning_lines(found: Meaning) -> Iterator[str]:
    """What an id means, for people."""
    if found.derived:
        yield f"{found.metric}: provisional, the registry has no entry for it"
        yield from _part_lines(found)
    if found.known is not None:
        yield from _entry_lines(found.known)
    if found.counts is None:
        yield "    store: there is none here"
    elif not found.counts.figures:
        yield "    store: no figure of it"
    else:
        counts = found.counts
        places = counted(counts.places, "place")
        releases = counted(counts.releases, "release")
        yield (
            f"    store: {counts.series} series, {counted(counts.figures, 'figure')} in {releases}"
            f" of {places}"
        )


def _part_lines(found: Meaning) -> Iterator[str]:
    if found.nouns:
        yield f"    nouns, in the order of the id: {', '.join(f'“{noun}”' for noun in found.nouns)}"
    if found.known is not None:
        yield f"    derived from: {found.known.id} ({found.known.label_ko})"
    if found.cost_of:
        yield "    what it is: money, the cost of that or a source of it"
    if found.actions:
        yield f"    counted by what is done: {', '.join(found.actions)}"
    if found.each:
        yield "    per one of something, not in all"
    if found.unit_class:
        yield f"    unit class: {found.unit_class}"


def _entry_lines(measure: Measure) -> Iterator[str]:
    yield f"{measure.id}: {measure.label_ko}, {measure.label_en}"
    low, high = measure.plausible
    facts = {
        "nature": measure.nature,
        "unit classes": ", ".join(measure.units),
        "aliases": ", ".join(f"“{alias}”" for alias in measure.aliases),
        "not with": ", ".join(f"“{word}”" for word in measure.excludes),
        "says nothing": ", ".join(f"“{word}”" for word in sorted(measure.usual)),
        "action classes": ", ".join(sorted(measure.verbs)),
        "context words": ", ".join(f"“{word}”" for word in measure.context),
        "words before it": measure.before.pattern if measure.before else "",
        "scopes": ", ".join(sorted(measure.scopes)),
        "a part of": measure.parent or "",
        "sum of": ", ".join(measure.parts),
        "programme": "means nothing without its programme" if measure.programme else "",
        "by programme": "also counted for each programme" if measure.by_programme else "",
        "plausible": "" if high == float("inf") else f"{low:,.0f} to {high:,.0f} in base units",
    }
    for name, fact in facts.items():
        if fact:
            yield f"    {name}: {fact}"
