"""Where the words at a figure do not name its measure: what the passage speaks about."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from jipyo.series.document import (
    FUNDING,
    PROGRAMME,
    RELATIVE,
    Document,
    Settled,
    fold_unit,
    joined_nouns,
    joined_scope,
    level_unit,
    neighbours,
    programme_name,
    provisional_id,
    same_count,
    section_of,
    sentence_around,
    sentences_between,
    title_of,
)
from jipyo.series.registry import Measure, squeeze
from jipyo.series.subjects import Subject

SPENDING = frozenset(("support", "build", "train", "open"))
_FUNDS = ("finance.", "sme.", "welfare.", "startup.fund", "education.budget", "mobility.vehicle_")
BREAKDOWN = re.compile(r"[가-힣]+별(?:로는|로|은|는)?[\s,]")


def by_context(document: Document, index: int, unit: str, action: str) -> Settled | None:
    """Settle a bare count by what is done and what the sentence is about (공모 … 8개 사업 선정)."""
    if unit not in ("project", "case", "item", "person"):
        return None
    before, _ = sentence_around(document, index)
    # `56명이 교통사고로 목숨을 잃었다`
    after = document.frames[index].after.split(",")[0]
    trace = document.trace
    for measure in document.measures.measures.values():
        if not measure.context or unit not in measure.units:
            continue
        said = next((word for word in measure.context if word in before or word in after), "")
        if said and trace:
            if action in measure.verbs:
                trace.note("context", said, metric=measure.id, detail=action)
            else:
                detail = f"{action or 'none'}: {', '.join(sorted(measure.verbs))}"
                trace.note("dropped", said, metric=measure.id, reason="verb_missing", detail=detail)
        if said and action in measure.verbs:
            return Settled(
                metric=measure.id,
                registered=True,
                unit_class=level_unit(measure, unit),
                because=f"context: {', '.join(measure.context)}",
                topical=True,
            )
    return None


def project_size(document: Document, index: int, subjects: Sequence[Subject]) -> Settled:
    """Name the size of projects after what they are: counted before, named, or their section."""
    figure, frame = document.figures[index], document.frames[index]
    if frame.continues is not None:
        before = document.settled[frame.continues]
        if fold_unit(document.figures[frame.continues]) in ("project", "item", "case"):
            if document.trace:
                document.trace.note("projects", metric=before.metric, other=frame.continues)
            return other_unit(document, before, "money", "size of the projects counted before")
    named = next(
        (
            subject
            for subject in subjects
            if subject.nouns and not subject.generic and not subject.label
        ),
        None,
    )
    if named is not None and named.measure is None:
        nouns = named.nouns
        if document.trace:
            document.trace.note("named_after", nouns, reason="phrase")
    else:
        counted = _count_before(document, index)
        if counted is not None:
            return other_unit(document, counted, "money", "size of the projects counted before")
        nouns = programme_name(figure.programme)
        if document.trace and nouns:
            document.trace.note("named_after", nouns, reason="programme")
        nouns = nouns or _fallback_programme(document, index)
        known = document.measures.measures.get(nouns[0]) if len(nouns) == 1 else None
        if known is not None and "money" in known.units:
            # 본예산안을 편성했다. 예산 규모는 1조 원이다: what was spoken of is itself money.
            return Settled(
                metric=known.id,
                registered=True,
                unit_class="money",
                because=f"size of {known.label_ko}",
            )
    return Settled(
        metric=f"~{PROGRAMME}@{joined_nouns(nouns)}",
        unit_class="money",
        nouns=nouns,
        because=f"size of projects: {' '.join(nouns)}",
    )


def _count_before(document: Document, index: int) -> Settled | None:
    """Give the count of projects that stands before a figure in its sentence."""
    sentence = document.figures[index].sentence
    for other in reversed(document.order[: document.rank[index]]):
        if document.figures[other].sentence != sentence:
            return None
        if fold_unit(document.figures[other]) in ("project", "case"):
            settled = document.settled[other]
            if document.trace:
                document.trace.note("projects", metric=settled.metric, other=other)
            return settled
    return None


def programme_of(document: Document, index: int, measure: Measure) -> str:
    """Give the programme within which a figure counts; empty where it counts for the whole city.

    It is the measure named in the sentence or just before (스마트공장), else the section's heading.
    """
    figure = document.figures[index]
    upto = bisect_left(document.mentions, figure.start, key=lambda mention: mention[0])
    for position, mentioned in reversed(document.mentions[:upto]):
        if sentences_between(document, position, figure.start) > 1:
            break
        if (
            not mentioned.by_programme
            and mentioned.id != measure.id
            and "percent" not in (mentioned.units)
            and position >= figure.sentence[0]
        ):
            if document.trace:
                word = _word_at(document.text, position)
                document.trace.note("narrows", word, reason="programme", detail=mentioned.id)
            return mentioned.id
    named = joined_nouns(programme_name(figure.programme)) or squeeze(section_of(document, index))
    if named:
        if document.trace:
            document.trace.note("narrows", named, reason="programme", detail=named)
        return named
    for other in reversed(document.order[: document.rank[index]]):
        if document.settled[other].metric == measure.id:
            scope = document.settled[other].scope
            if document.trace:
                document.trace.note("narrows", other=other, reason="as_before", detail=scope)
            return scope
    return ""


def from_discourse(
    document: Document,
    index: int,
    labels: Sequence[str],
    nouns: tuple[str, ...],
    unit: str,
    relative: bool,
    action: str,
) -> Settled:
    """Take the measure from what the text speaks about just before."""
    trace = document.trace
    earlier = _earlier_topic(document, index, unit, relative)
    if labels and (
        BREAKDOWN.search("".join(sentence_around(document, index)))
        or (relative and document.frames[index].listed)
    ):
        # `업종별로 전자(+22%)` breaks down what the article is about, not what it said last.
        earlier = next(
            (
                other
                for other in document.order
                if document.settled[other].topical
                and (relative or fold_unit(document.figures[other]) == unit)
            ),
            earlier,
        )
        first = document.settled[earlier] if earlier is not None else None
        if first is not None and earlier != index:
            if trace:
                trace.note("part_of", labels, metric=first.metric, other=earlier)
            return replace(
                first,
                scope=joined_scope(labels),
                because="part of the article's measure",
                topical=False,
                guessed=True,
            )
    mention = _mentioned(document, index, unit, relative)
    if unit == "money" and not labels and not relative and action in SPENDING:
        # `8억 원을 지원한다` spends; it is no more of the exports spoken of.
        if earlier is not None and not _is_fund(document.settled[earlier].metric):
            if trace:
                metric = document.settled[earlier].metric
                trace.note("dropped", metric=metric, other=earlier, reason="spent", detail=action)
            earlier = None
        if mention is not None and not _is_fund(mention[1].id):
            if trace:
                word = _word_at(document.text, mention[0])
                trace.note("dropped", word, metric=mention[1].id, reason="spent", detail=action)
            mention = None
    if earlier is not None and (
        mention is None
        or document.figures[earlier].start >= mention[0]
        or not _is_topic(document.text, mention)
    ):
        before = document.settled[earlier]
        if trace:
            trace.note("topic", metric=before.metric, other=earlier)
        scope = joined_scope(labels) if labels else before.scope
        own = re.match(r"(~[^:/]+)/([a-z_]+):", before.metric)
        if own and action and own.group(2) != action and not relative:
            # `1,250명이 신청해 500명을 선정했다`: the same people, another count.
            before = replace(before, metric=f"{own.group(1)}/{action}:{unit}")
            if trace:
                trace.note("other_action", metric=before.metric, detail=action)
        return replace(
            before,
            scope=scope,
            because=f"same topic as {document.figures[earlier].text}",
            topical=not labels,
        )
    if mention is not None:
        measure = mention[1]
        if trace:
            trace.note("mention", _word_at(document.text, mention[0]), metric=measure.id)
        return Settled(
            metric=measure.id,
            registered=True,
            scope=joined_scope(labels),
            unit_class=level_unit(measure, unit),
            because=f"mentioned before: {measure.label_ko}",
            topical=not labels,
        )
    if {"general", "special"} & set(labels) and unit == "money":
        budget = document.measures.measures["finance.budget"]
        if trace:
            trace.note("account", labels, metric=budget.id)
        return Settled(
            metric=budget.id,
            registered=True,
            scope=joined_scope(labels),
            unit_class="money",
            because="account of the budget",
        )
    if unit == "money" and not nouns:
        counted = _count_before(document, index)
        if counted is not None:
            return other_unit(document, counted, unit, "size of the projects counted before")
    lead = next(
        (mention[1] for mention in document.mentions[:3] if same_count(mention[1], unit)), None
    )
    spent = unit == "money" and action in SPENDING
    if spent and lead is not None and not _is_fund(lead.id):
        if trace:
            trace.note("dropped", metric=lead.id, reason="spent", detail=action)
        lead = None
    if lead is not None and not nouns and not labels:
        if trace:
            trace.note("lead", lead.label_ko, metric=lead.id)
        return Settled(
            metric=lead.id,
            registered=True,
            unit_class=level_unit(lead, unit),
            because=f"the article is about {lead.label_ko}",
            topical=True,
            guessed=True,
        )
    words = nouns or (*labels, *fallback_nouns(document, index))
    return Settled(
        metric=provisional_id(words, action, "" if relative else unit),
        unit_class=unit,
        nouns=words,
        because="no measure named near it",
    )


def fallback_nouns(document: Document, index: int) -> tuple[str, ...]:
    """Give the programme or section of a figure whose phrase says nothing."""
    figure, trace = document.figures[index], document.trace
    for name, source in ((figure.programme, "programme"), (figure.section, "section")):
        nouns = programme_name(name)
        if nouns:
            if trace:
                trace.note("named_after", nouns[-4:], reason=source)
            return nouns[-4:]
    section = section_of(document, index)
    heading, source = (section, "section") if section else (title_of(document.text), "title")
    known = document.words
    found = [
        word
        for word in re.findall(r"[가-힣A-Za-z]{2,}", heading)
        if word not in known.qualifiers and word not in known.sizes
    ]
    if not found:
        source = "sentence"
        before, _ = sentence_around(document, index)
        found = (
            list(programme_name(before)) or re.findall(r"[가-힣A-Za-z]{2,}", before) or ["unnamed"]
        )
    if trace:
        trace.note("named_after", found[-3:], reason=source)
    return tuple(found[-3:])


def gathered(document: Document, index: int, unit: str) -> Settled | None:
    """Give the measure of the list that a figure sums up (``…을 더한 208곳``)."""
    sentence = document.figures[index].sentence
    for other in reversed(document.order[: document.rank[index]]):
        if document.figures[other].sentence != sentence:
            break
        before = document.settled[other]
        if fold_unit(document.figures[other]) == unit and before.metric:
            if document.trace:
                document.trace.note("gathers", metric=before.metric, other=other)
            return replace(
                before,
                scope="",
                because="sum of the list before",
                topical=True,
                holder="",
                place=None,
            )
    return None


def same_unit(document: Document, index: int, other: int) -> bool:
    """Tell whether a figure can continue another one in its own unit."""
    here, there = document.figures[index], document.figures[other]
    return (
        fold_unit(here) == fold_unit(there)
        or there.kind in RELATIVE
        or fold_unit(there) in ("percent", "times")
    )


def other_unit(document: Document, before: Settled, unit: str, because: str) -> Settled:
    """Give the measure that counts in another unit what ``before`` measures (585건 8775억 원)."""
    for measure in document.measures.measures.values():
        if measure.id == before.metric:
            if unit in measure.units:
                return replace(before, unit_class=level_unit(measure, unit), because=because)
            break
    base = re.sub(r":[a-z_]+$", "", before.metric)
    known = document.measures.measures.get(base.lstrip("~"))
    if known is not None and unit in known.units:
        return replace(before, metric=known.id, registered=True, unit_class=unit, because=because)
    if unit == "money":
        # What counted things cost, in whatever order the two are said.
        return replace(
            before,
            metric=f"~{PROGRAMME}@{base.lstrip('~')}",
            registered=False,
            unit_class=unit,
            because=because,
        )
    prefix = base if base.startswith("~") else f"~{base}"
    return replace(
        before, metric=f"{prefix}:{unit}", registered=False, unit_class=unit, because=because
    )


def programme_cost(document: Document, index: int, label: str) -> Settled:
    """Name a source of a project's cost after what the project is about."""
    figure = document.figures[index]
    programme = joined_nouns(programme_name(figure.programme))
    if document.trace:
        document.trace.note("cost_of", detail=label)
        if programme:
            document.trace.note("named_after", programme, reason="programme")
    programme = programme or _programme_before(document, index)
    return Settled(
        metric=f"~{PROGRAMME}@{programme}",
        scope=label,
        unit_class="money",
        because=f"source of the cost of {programme or 'a project'}",
    )


def _fallback_programme(document: Document, index: int) -> tuple[str, ...]:
    """Give the measure or the section that a bare sum belongs to."""
    named = _programme_before(document, index)
    return (named,) if named else fallback_nouns(document, index)


def _programme_before(document: Document, index: int) -> str:
    start = document.figures[index].start
    for other in reversed(document.order[: document.rank[index]]):
        settled = document.settled[other]
        named = ""
        if settled.metric and not settled.metric.startswith(f"~{PROGRAMME}"):
            named = settled.metric.lstrip("~")
        elif settled.metric.startswith(f"~{PROGRAMME}@"):
            named = settled.metric.partition("@")[2]
        else:
            continue
        if document.trace:
            document.trace.note("named_after", named, other=other, reason="figure")
        return named
    before = [mention for mention in document.mentions if mention[0] < start]
    if before and document.trace:
        document.trace.note("named_after", before[-1][1].id, reason="mention")
    return before[-1][1].id if before else ""


_FOR_ONE_THING = re.compile(
    r"(?:사업|시설|센터|공사|단지|조성|건립|설치|구축|정비|도로|공원)에(?:는|도)?\s"
    r"(?:국비|도비|시비|군비)\s?(?:총\s|약\s)?$"
)
"""Before the sum of a source: 청년 일자리 사업에 국비."""
_IS_SPENT = re.compile(
    r"(?:을|를|이|가|으로)?\s?(?:포함(?:해|하여|한)|들어가|들어간|든다|들여|들인|투입돼|투입된|투입해|충당)"
)
"""Behind the sum of a source: it is spent on the thing spoken of."""


def is_funding(document: Document, index: int) -> bool:
    """Tell whether 국비 stands among other sources of one cost, and is no total of the city."""
    sources: set[str] = set()
    for other in neighbours(document, index):
        if fold_unit(document.figures[other]) != "money":
            continue
        for phrase in document.frames[other].phrases[:1]:
            label = document.words.scopes.get(squeeze("".join(phrase.words[-1:])), "")
            if label in FUNDING:
                sources.add(label)
    if len(sources) >= 2 or document.frames[index].bracketed:
        return True
    # 새 시설에는 국비 31억 원을 포함해 62억 원이 든다: what one thing costs.
    before, after = sentence_around(document, index)
    if _FOR_ONE_THING.search(before):
        return True
    return bool(
        _IS_SPENT.match(after[document.figures[index].end - document.figures[index].start :])
    )


def has_topic(document: Document, index: int, unit: str, relative: bool) -> bool:
    """Tell whether the passage names a measure that a label could be a part of."""
    return (
        _earlier_topic(document, index, unit, relative) is not None
        or _mentioned(document, index, unit, relative) is not None
    )


def _earlier_topic(document: Document, index: int, unit: str, relative: bool) -> int | None:
    """Give the last figure before this one that states a topic of the passage."""
    position = document.rank[index]
    figure = document.figures[index]
    for other in reversed(document.order[:position]):
        settled = document.settled[other]
        there = document.figures[other]
        if sentences_between(document, there.start, figure.start) > 2:
            return None
        if not settled.topical or settled.scope or settled.holder or settled.place:
            continue
        same = fold_unit(there) == unit or relative or settled.unit_class == unit
        if same:
            return other
    return None


def _mentioned(
    document: Document, index: int, unit: str, relative: bool
) -> tuple[int, Measure] | None:
    """Give the last measure that the text names shortly before a figure and whose unit fits."""
    start = document.figures[index].start
    upto = bisect_left(document.mentions, start, key=lambda mention: mention[0])
    for position, measure in reversed(document.mentions[:upto]):
        if sentences_between(document, position, start) > 2:
            return None
        if (relative or same_count(measure, unit)) and not _is_label(document, position):
            return position, measure
    return None


def _word_at(text: str, position: int) -> str:
    """Give the word of the text that begins here, for a note."""
    match = re.compile(r"[가-힣A-Za-z·]+").match(text, position)
    return match.group() if match else ""


def _is_topic(text: str, mention: tuple[int, Measure]) -> bool:
    """Tell whether a mention is a topic or subject, not just named in passing."""
    return bool(re.match(r"[가-힣A-Za-z·]{2,12}?(?:은|는|이|가)(?![가-힣])", text[mention[0] :]))


def _is_label(document: Document, position: int) -> bool:
    """Tell whether a mention only labels an item of a list of figures."""
    after = bisect_left(document.order, position, key=lambda index: document.figures[index].start)
    if after == len(document.order):
        return False
    frame = document.frames[document.order[after]]
    return frame.listed and bool(frame.phrases) and frame.phrases[0].start <= position


def flow_measure(document: Document, index: int, unit: str) -> Measure | None:
    """Give the flow that the verb names: ``81억 달러를 팔고 9억 달러를 사``."""
    if unit != "money":
        return None
    text, figure = document.text, document.figures[index]
    match = re.match(r"[을를어치]*\s*([가-힣]+)", text[figure.end : figure.end + 12])
    if not match:
        return None
    for name, stems in document.words.flow_verbs.items():
        if match.group(1) in stems or any(
            len(stem) > 1 and match.group(1).startswith(stem) for stem in stems
        ):
            if document.trace:
                document.trace.note("verb", match.group(1), metric=name)
            return document.measures.measures.get(name)
    return None


def sentence_partner(document: Document, index: int) -> str:
    """Give the partner country that a sentence is about (``미국에는 … 팔고 … 사``)."""
    text, _ = sentence_around(document, index)
    for word in re.findall(r"[가-힣A-Z]{2,}", text):
        label = document.words.scopes.get(
            re.sub(r"(?:에는|에서는|에|으로|로|은|는|과|와)$", "", word)
        )
        if label:
            if document.trace:
                document.trace.note("narrows", word, reason="partner", detail=label)
            return label
    return ""


def _is_fund(metric: str) -> bool:
    """Tell whether a measure is money that is given out, so that spending can be of it."""
    return metric.startswith((*_FUNDS, *(f"~{fund}" for fund in _FUNDS), f"~{PROGRAMME}"))
