"""What a noun phrase says: a measure of the registry, a label, a holder or plain nouns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from jipyo.figures.nouns import word
from jipyo.series.document import FUNDING, Document, canonical_noun
from jipyo.series.phrases import Phrase
from jipyo.series.places import Place
from jipyo.series.registry import Lexicon, Measure, lexicon, squeeze
from jipyo.series.trace import Trace

_TAILS = re.compile(
    r"(?:분|액|수|량|건수|금액|총액|규모|실적|현황|증가율|증감률|증가액|증가|감소|상승|향상|개선|비율|비중|목표|누적)$"
)
_FROM_ABOVE = re.compile(r"공모|지원|보조|주관|평가|교부|특별|조례|의회|교육청|청$")
_HANGUL = re.compile(r"[가-힣]+")
_VERBAL = re.compile(
    r"(?:(?:하|되|했|됐|한|된|할|될|함|됨|해|돼|시켰|시킨|시키|받|았|었|였|렸|냈|졌|진|혔|키|기로)[가-힣]{0,5})?"
    r"|(?:액|비|금)?(?:을|를|은|는|이|가|에|으로|로|과|와|의|도)"
    r"|[고며다어아여]|는다?|[은을]"
)
_MADE_VERB = re.compile(r"(?:하던|되던|했던|됐던|하는|되는|시킨|받은|받는|한|된|할|될)$")
_HERE = re.compile(r"^(?:(?:시|군|구|도)?민들?|시|군|구|도|지역|관내|내|서|시에서|지역에서)$")
_SOURCE = re.compile(r"[가-힣]{2}(?:조사|통계|동향)(?:\s(?:결과|자료|보고서))?$")
_SAYS_OF_ANOTHER = ("일인", "날인", "곳인", "것인")
"""식목일인 5일: it says of the day or place behind it, not of what is counted."""
_ORDER_OF_BIRTH = frozenset(("첫째", "둘째", "셋째"))
_PART_ENDS = ("분", "쪽", "측", "시행")
_AGE_GROUP = re.compile(r"^(?:만)?\d+(?:[~∼-]\d+)?세(?:이상|이하|미만)?$")
_NO_MODIFIER = frozenset("시도군구내외등총각전타본그이약지금올매및또중간인수것")
_STRUCTURAL = re.compile(r"^(?:민선|민선\d+기|\d+기|\d+대|제?\d+(?:회|차)|\d+(?:위|번째))$")


@dataclass(frozen=True, slots=True)
class Subject:
    """What one noun phrase says: a known measure, a label, a holder, nouns, or nothing."""

    relation: str
    measure: Measure | None = None
    candidates: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    label: str = ""
    nouns: tuple[str, ...] = ()
    action: str = ""
    holder: str = ""
    holder_place: Place | None = None
    generic: bool = False
    is_project: bool = False
    fits: bool = True
    head: str = ""
    by_clause: bool = False

    @property
    def complex(self) -> Place | None:
        """Give the industrial complex that holds the figure, if one does."""
        place = self.holder_place
        return place if place is not None and place.level == "complex" else None


def read_subject(
    document: Document, phrase: Phrase, unit: str, relative: bool, *, complexes: bool = True
) -> Subject:
    """Read one noun phrase.

    Args:
        document: The text.
        phrase: The phrase.
        unit: Unit class of the figure.
        relative: The figure is a growth, a share or the like.
        complexes: The name of an industrial complex says whose the figure is; otherwise it is a
            noun like any other.
    """
    words, trace = document.words, document.trace
    here = document.place
    own = (here.name_ko, here.short_ko) if here is not None else ()
    if trace:
        trace.note("phrase", phrase.words, reason=phrase.relation)
        for passed in phrase.passed:
            trace.note("aside", passed, reason="skip")
    if unit != "case" and _SOURCE.search(" ".join(phrase.words)):
        # 지역별고용조사 결과 …: where it was found, not what.
        if trace:
            trace.note("empty", phrase.words)
        return Subject(phrase.relation, generic=True)
    span: tuple[int, int] | None = None
    if complexes and phrase.relation != "example" and document.complexes:
        # Behind each noun stand a particle, a space and now and then a mark.
        span = (phrase.start, phrase.start + sum(len(noun) + 5 for noun in phrase.words))
    holder, holder_place, named = _holder(document, list(phrase.words), trace, span)
    nouns = [noun for noun in named if not _set_aside(noun) and noun not in own]
    if trace and len(nouns) < len(named):
        for noun in named:
            if noun not in nouns:
                trace.note("aside", noun, reason=_set_aside(noun) or "place")
    clause = _clause(phrase, words)
    if not nouns and clause.whole and phrase.words[-1].endswith(words.people):
        # 시내버스를 타는 가온시민: people of the place, and the clause says which.
        nouns = [next(noun for noun in words.people if phrase.words[-1].endswith(noun))]
    if not nouns:
        if trace:
            trace.note("empty", phrase.words)
        return Subject(phrase.relation, holder=holder, holder_place=holder_place, generic=True)
    whole = squeeze("".join(nouns))
    label = words.scopes.get(whole, "")
    if not label and whole.endswith(_PART_ENDS):
        label = words.scopes.get(re.sub(r"(?:분|쪽|측|시행)$", "", whole), "")
    if "세" in whole and _AGE_GROUP.match(whole):
        label = whole
    if trace and label:
        trace.note("label", whole, detail=label)
    if clause.whole and all(noun in words.sizes for noun in nouns):
        # 기업들이 수주한 금액: the clause says of what.
        own_part = [noun for noun in _holder(document, list(phrase.of))[2] if noun not in own]
        told = [noun for noun in own_part if noun not in words.benefits]
        if told and clause.stem in words.receiving:
            # 안전보험의 혜택을 받은 사례
            nouns, clause = told, _Clause()
        elif own_part:
            nouns, clause = [*own_part, clause.stem], _Clause()
        if clause == _Clause():
            whole = squeeze("".join(nouns))
            if trace:
                trace.note("clause", nouns)
    if len(nouns) == 1 and phrase.words[0] in own:
        # 가온시의 2022년 예산 is 시 예산, the city's budget; 예산 alone is that of a project.
        governments = f"{phrase.words[0][-1]}{nouns[0]}"
        nouns = [governments] if governments in document.measures.by_alias else nouns
    as_printed = [*phrase.of[-1:], phrase.done, *nouns] if clause.whole else nouns
    if squeeze("".join(as_printed)) not in document.measures.by_alias:
        # 새로 뽑은 공무원
        as_printed = [phrase.done, *nouns] if phrase.done else nouns
    if squeeze("".join(as_printed)) not in document.measures.by_alias:
        as_printed = nouns
    measure, candidates, rest, head = _match(document, as_printed, unit, relative)
    if measure is not None and measure.by_site and clause.whole:
        # 시내버스를 이용한 승객 are counted as 시내버스 승객.
        of = _holder(document, list(phrase.of))[2]
        longer = _match(document, [*of, *nouns], unit, relative)
        if longer[0] is not None and len(longer[3]) > len(head):
            measure, candidates, rest, head = longer
            clause = clause._replace(locates=False)
    if measure is None and not candidates and clause.stem:
        measure, candidates, rest, head = _with_clause(
            document, phrase, nouns, clause, unit, relative
        )
    if measure is not None and clause.locates:
        rest = [*_holder(document, list(phrase.of))[2], *rest]
    fits = True
    if measure is None and not candidates and not relative:
        # 585건 of 국고보조금: the noun is known, what is counted of it is something else.
        measure, _, rest, head = _match(document, nouns, unit, relative=True)
        fits = False
        if trace and measure is not None:
            trace.note("loose", head, metric=measure.id, detail=unit)
    if measure is not None:
        scope = list(_modifiers(rest, document))
        alias_label = words.scopes.get(squeeze(head), "")
        if alias_label and alias_label in measure.scopes:
            scope.append(alias_label)
            if trace:
                trace.note("narrows", head, reason="alias", detail=alias_label)
        return Subject(
            phrase.relation,
            measure=measure,
            action=_action(clause, words, unit),
            scope=tuple(scope),
            label=label if label in FUNDING or not fits else "",
            nouns=tuple(nouns),
            holder=holder,
            holder_place=holder_place,
            fits=fits,
            head=head,
        )
    counted = _counted_by_clause(document, phrase, nouns, clause)
    if counted and not candidates:
        measure, candidates, rest, head = _match(document, counted, unit, relative)
        if measure is not None:
            if trace:
                trace.note("clause", counted)
            return Subject(
                phrase.relation,
                measure=measure,
                action=_action(clause, words, unit),
                scope=tuple(_modifiers(rest, document)),
                nouns=tuple(counted),
                holder=holder,
                holder_place=holder_place,
                head=head,
            )
        if trace:
            trace.note("clause", counted)
            trace.note("unknown", counted, detail=_action(clause, words, unit))
        done = _action(clause, words, unit)
        if done in words.other_actions and len(counted) > 1:
            counted = counted[:-1]
        return Subject(
            phrase.relation,
            candidates=candidates,
            nouns=tuple(counted if len(counted) < 4 else counted[-3:]),
            action=done,
            holder=holder,
            holder_place=holder_place,
            head=squeeze("".join(counted)),
            by_clause=True,
        )
    peeled, action = _peel(nouns, words)
    if trace:
        for noun in nouns[len(peeled) :]:
            trace.note("aside", noun, reason=_size_or_action(noun, words))
        if peeled[-1] != nouns[len(peeled) - 1]:
            trace.note("split", (nouns[len(peeled) - 1], peeled[-1]))
    if clause.stem and not action:
        action = _action(clause, words, unit)
        if (
            unit == "case"
            and not action
            and clause.stem in words.verbal
            and clause.stem not in words.sizes
        ):
            # Cases are of what is done, things and people are counted by themselves.
            peeled.append(clause.stem)
    generic = all(
        noun in words.generic or (noun in words.actions and noun not in words.things)
        for noun in peeled
    )
    if generic and not action:
        action = next((words.actions[noun] for noun in peeled if noun in words.actions), "")
    if trace:
        if generic:
            trace.note("empty", peeled)
        elif not candidates:
            trace.note("unknown", peeled, detail=action)
    return Subject(
        phrase.relation,
        candidates=candidates,
        label=label,
        nouns=tuple(peeled),
        action=action,
        holder=holder,
        holder_place=holder_place,
        generic=generic and not label,
        is_project=generic and peeled[-1] in words.projects,
        head=whole,
    )


def _counted_by_clause(
    document: Document, phrase: Phrase, nouns: Sequence[str], clause: _Clause
) -> list[str]:
    """Give the nouns of what a clause says of people or cases: `[교육]을 [수료]한 시민`.

    Empty where the head says itself what is counted.
    """
    words = document.words
    if not clause.whole or len(nouns) != 1:
        return []
    here = document.place
    own = (here.name_ko, here.short_ko) if here is not None else ()
    of = [
        noun
        for noun in _holder(document, list(phrase.of))[2]
        if noun not in own
        and noun not in words.sizes
        and noun not in words.generic
        and noun not in words.benefits
        and not _set_aside(noun)
        and not words.office.search(noun)
    ]
    if not of:
        return []
    if nouns[0] in words.members:
        # `도서관에 가입한 회원`
        return [*of[-1:], nouns[0]]
    if clause.stem in of:
        of = [noun for noun in of if noun != clause.stem] or of
    doer = words.doers.get(clause.stem, f"{clause.stem}자")
    if nouns[0] in words.people:
        return [*of[-2:], doer]
    if words.scopes.get(nouns[0], "") in words.groups:
        # `혜택을 받은 청년`: of this group, whatever else the clause says.
        group = [] if any(nouns[0] in noun for noun in of) else [nouns[0]]
        return [*of[-2:], *group, doer]
    if nouns[0] not in words.cases:
        return []
    return of[-2:] if clause.stem in words.receiving else [*of[-2:], clause.stem]


class _Clause(NamedTuple):
    """The clause in front of a noun: its predicate as printed, as a noun, and what it does there.

    ``whole`` tells that it has an object or a place of its own, ``locates`` that this is where
    what is counted was: 도담삼봉을 찾은, 시립도서관에서 대출된.
    """

    printed: str = ""
    stem: str = ""
    whole: bool = False
    locates: bool = False


def _action(clause: _Clause, words: Lexicon, unit: str) -> str:
    """Give the class of what a clause says is done; money is 거둬들인 as taxes, not as waste."""
    if unit == "money" and clause.printed in words.actions:
        return words.actions[clause.printed]
    return words.actions.get(clause.stem, "")


def deed_of_clause(phrase: Phrase, words: Lexicon) -> str:
    """Give what the clause in front of a noun says is done, as a noun (청소를 마친: 청소)."""
    if phrase.of and phrase.of[-1] in words.deeds and phrase.done in words.completing:
        return phrase.of[-1]
    return words.deed_nouns.get(phrase.done) or _MADE_VERB.sub("", phrase.done)


def _clause(phrase: Phrase, words: Lexicon) -> _Clause:
    if not phrase.done:
        return _Clause()
    stem = deed_of_clause(phrase, words)
    known = stem in words.deeds or phrase.done in words.deed_nouns
    visits = (
        words.actions.get(stem) == "participate"
        or phrase.done in words.visiting
        or phrase.done in words.earning
    )
    return _Clause(
        printed=phrase.done,
        stem=stem,
        whole=bool(phrase.of) and known,
        locates=bool(phrase.of) and visits,
    )


def _with_clause(
    document: Document,
    phrase: Phrase,
    nouns: Sequence[str],
    clause: _Clause,
    unit: str,
    relative: bool,
) -> tuple[Measure | None, tuple[str, ...], list[str], str]:
    """Read `임대한 농기계` as `농기계 임대`, and `태어난 아이` as it stands.

    `시내버스를 이용한 승객` are `시내버스 승객`, `교통사고로 숨진 사람` as they stand.
    """
    named = [*nouns]
    while len(named) > 1 and named[-1] in document.words.sizes:
        named.pop()
    of = _holder(document, list(phrase.of))[2]
    for turned in (
        [*named, clause.stem],
        [*of, *named],
        [*of, clause.printed, *nouns],
        [clause.printed, *nouns],
    ):
        measure, candidates, rest, head = _match(document, turned, unit, relative)
        if measure is not None or candidates:
            if document.trace:
                document.trace.note("clause", turned)
            return measure, candidates, rest, head
    return None, (), list(nouns), ""


@lru_cache(maxsize=32768)
def _set_aside(noun: str) -> str:
    """Tell why a word says when, how much or in which edition; empty where it may say of what."""
    words = lexicon()
    if noun in words.qualifiers:
        return "qualifier"
    if words.time.match(noun):
        return "time"
    return "edition" if _STRUCTURAL.match(noun) else ""


def _size_or_action(noun: str, words: Lexicon) -> str:
    """Tell as what a noun at the end of a phrase is cut off."""
    if noun in words.sizes:
        return "size"
    if noun in words.qualifiers:
        return "qualifier"
    return "action" if noun in words.actions else "repeated"


def _match(
    document: Document, nouns: Sequence[str], unit: str, relative: bool
) -> tuple[Measure | None, tuple[str, ...], list[str], str]:
    """Find the longest alias that ends the phrase, its actions and generic nouns peeled off.

    Returns:
        The measure or ``None``, the candidates of a tie, the nouns before the alias, the alias.
    """
    words, trace, by_alias = document.words, document.trace, document.measures.by_alias
    tail = list(nouns)
    while tail:
        canonical = [words.synonyms.get(squeeze(noun), noun) for noun in tail]
        renamed = canonical != tail
        for first in range(len(tail)):
            alias = squeeze("".join(tail[first:]))
            known = by_alias.get(alias)
            if not known and renamed:
                known = by_alias.get(squeeze("".join(canonical[first:])))
            measures = [
                measure
                for measure in known or ()
                if _fits(document, measure, unit, relative, nouns, alias)
                and not (first == 0 and _lacks_site(measure, alias, trace))
            ]
            if trace and measures:
                _note_candidates(document, trace, measures, tail, first)
            if len(measures) == 1:
                return measures[0], (), tail[:first], alias
            if measures:
                return None, tuple(sorted(measure.id for measure in measures)), tail[:first], alias
            inner = _inside(document, tail, first, unit, relative, nouns)
            if inner is not None:
                return inner
        last = tail[-1]
        split = _split_compound(last, document)
        if split:
            if trace:
                trace.note("split", (last, *split))
            tail[-1:] = split
        elif (
            last in words.sizes
            or last in words.qualifiers
            # 농기계 임대사업 임대 건수
            or (len(tail) > 1 and len(last) > 1 and tail[-2].startswith(last))
            or (
                last in words.actions
                and last not in words.things
                and words.actions[last] not in words.other_actions
            )
        ):
            if trace:
                trace.note("aside", last, reason=_size_or_action(last, words))
            tail.pop()
        else:
            break
    return None, (), list(nouns), ""


def _lacks_site(measure: Measure, alias: str, trace: Trace | None) -> bool:
    """Tell whether nothing stands before the alias of a measure that means nothing alone."""
    if measure.sited and trace:
        trace.note("dropped", alias, metric=measure.id, reason="no_site")
    return measure.sited


def _inside(
    document: Document,
    tail: Sequence[str],
    first: int,
    unit: str,
    relative: bool,
    nouns: Sequence[str],
) -> tuple[Measure, tuple[str, ...], list[str], str] | None:
    """Find an alias that begins inside a noun: `[무안국제]공항 이용객`, `[가온]사랑상품권`."""
    noun, rest = tail[first], squeeze("".join(tail[first + 1 :]))
    # Alone, a short end of a word is too often another word.
    shortest = 2 if rest else 5
    for cut in range(1, len(noun) - shortest + 1):
        alias = noun[cut:] + rest
        measures = [
            measure
            for measure in document.measures.by_alias.get(alias, ())
            if _fits(document, measure, unit, relative, nouns, alias)
        ]
        if len(measures) == 1:
            if document.trace:
                document.trace.note("candidate", alias, metric=measures[0].id)
            return measures[0], (), [*tail[:first], noun[:cut]], alias
    return None


def _split_compound(noun: str, document: Document) -> list[str]:
    """Cut 국비확보 into 국비 and 확보, where the second part is an action or a generic tail."""
    actions = document.words.actions
    for cut in range(2, len(noun) - 1):
        if noun[cut:] in actions or noun[cut:] in document.words.sizes:
            return [noun[:cut], noun[cut:]]
    tail = _TAILS.search(noun)
    if tail and tail.start() >= 2:
        stem = noun[: tail.start()]
        if squeeze(stem) in document.measures.by_alias or stem in actions:
            return [stem]
    return []


def _note_candidates(
    document: Document, trace: Trace, measures: Sequence[Measure], tail: Sequence[str], first: int
) -> None:
    """Note the measures of the longest alias that fits, and that shorter ones give way to it."""
    alias = squeeze("".join(tail[first:]))
    for measure in measures:
        trace.note("candidate", alias, metric=measure.id)
    if len(measures) > 1:
        trace.note("tie", alias, detail=", ".join(sorted(measure.id for measure in measures)))
    for later in range(first + 1, len(tail)):
        shorter = squeeze("".join(tail[later:]))
        for measure in document.measures.by_alias.get(shorter, ()):
            trace.note("dropped", shorter, metric=measure.id, reason="shorter", detail=alias)


def _fits(
    document: Document,
    measure: Measure,
    unit: str,
    relative: bool,
    nouns: Sequence[str],
    alias: str,
) -> bool:
    """Tell whether a measure that has the alias can be that of these nouns in this unit."""
    trace = document.trace
    fits = relative or unit in measure.units
    if not fits and not trace:
        return False
    whole = squeeze("".join(nouns))
    excluded = next((word for word in measure.excludes if squeeze(word) in whole), "")
    if excluded:
        if trace:
            trace.note("dropped", alias, metric=measure.id, reason="excluded", detail=excluded)
        return False
    if trace and not fits:
        detail = f"{unit}: {', '.join(measure.units)}"
        trace.note("dropped", alias, metric=measure.id, reason="unit", detail=detail)
    return fits


def _modifiers(nouns: Sequence[str], document: Document) -> list[str]:
    """Give the words before an alias that narrow it: places, generic nouns and time left out."""
    words, trace = document.words, document.trace
    kept: list[str] = []
    name = ""
    joined = squeeze("".join(nouns))
    if joined in words.scopes:
        if trace:
            trace.note("narrows", nouns, reason="modifier", detail=words.scopes[joined])
        return [words.scopes[joined]]
    for noun in nouns:
        label = words.scopes.get(squeeze(noun))
        aside = "" if label else _narrows_nothing(document, noun)
        if aside:
            if trace:
                trace.note("aside", noun, reason=aside)
            continue
        if label:
            kept += [name, label]
            name = ""
        else:
            # 방산 기업 and 방산기업 are one.
            name += canonical_noun(noun)
        if trace:
            trace.note("narrows", noun, reason="modifier", detail=label or name)
    return [part for part in (*kept, name) if part]


def _is_filler(noun: str, words: Lexicon) -> bool:
    """Tell whether a word before a noun is a verb, a time or the like and narrows nothing."""
    sort = word(noun).sort
    if sort == "verb":
        return not noun.endswith(tuple(words.nouns_in_hae))
    if sort == "time":
        return "세" not in noun
    return sort == "mark" or (sort == "skip" and noun not in _ORDER_OF_BIRTH)


def _narrows_nothing(document: Document, noun: str) -> str:
    """Tell why a word before an alias does not narrow it; empty where it does."""
    words = document.words
    if noun in words.generic:
        return "generic"
    if noun in words.qualifiers:
        return "qualifier"
    if noun.endswith(("가", "이")) and words.actor.match(noun):
        # 시가 13일 밝힌 판매액: who tells it.
        return "filler"
    if noun in words.actions or noun in words.deed_nouns or noun in words.deed_nouns.values():
        return "action"
    if noun in words.people:
        return "filler"
    if words.time.match(noun):
        return "time"
    if any(map(document.places.names_place, document.places.find_in_word(noun))):
        return "place"
    if noun.endswith("별"):
        return "breakdown"
    if noun.endswith(_SAYS_OF_ANOTHER):
        return "time"
    if noun in _NO_MODIFIER:
        return "short"
    return "filler" if noun in words.unmarked or _is_filler(noun, words) else ""


def _peel(nouns: Sequence[str], words: Lexicon) -> tuple[list[str], str]:
    """Cut trailing actions and tails off a phrase that no measure knows."""
    kept = list(nouns)
    action = ""
    while len(kept) > 1 and (kept[-1] in words.actions or kept[-1] in words.sizes):
        action = action or words.actions.get(kept[-1], "")
        kept.pop()
    tail = _TAILS.search(kept[-1])
    last = kept[-1][: tail.start()] if tail else ""
    if len(kept) > 1 and last in words.actions and last not in words.things:
        # 남원사랑상품권 발행액, 생활폐기물 배출량
        action = action or words.actions[last]
        kept.pop()
    elif tail and len(last) >= 2 and len(tail.group()) > 1:
        kept[-1] = last
    return kept, action


def _holder(
    document: Document,
    nouns: list[str],
    trace: Trace | None = None,
    span: tuple[int, int] | None = None,
) -> tuple[str, Place | None, list[str]]:
    """Take place names, governments and companies off the front of a phrase.

    Industrial complexes are looked for only where the phrase has a ``span`` in the text.
    """
    words = document.words
    holder, holder_place = "", None
    rest: list[str] = []
    named_until = 0
    for position, noun in enumerate(nouns):
        if position < named_until:
            continue
        if span is not None:
            named = document.complexes.named_by(nouns[position:], *span)
            if named is not None:
                named_until, holder_place = position + named[0], named[1]
                within = document.places.parent(holder_place)
                while within is not None and rest and rest[-1] in (within.name_ko, within.short_ko):
                    rest.pop()
                if trace:
                    said = nouns[position:named_until]
                    detail = document.places.label(holder_place)
                    trace.note("whose", said, reason="complex", detail=detail)
                continue
        name = squeeze(noun)
        last = position == len(nouns) - 1
        mentions = document.places.find_in_word(noun)
        if mentions and mentions[0].start == 0 and document.places.names_place(mentions[0]):
            place = document.places.resolve(mentions[0].name, document.published)
            left = _HERE.sub("", noun[mentions[0].end :])
            if left.startswith("립"):
                # 가온시립도서관
                left = noun[mentions[0].end - 1 :]
            following = squeeze("".join(nouns[position + 1 :]))
            if (
                place is not None
                and not _is_here(document, place)
                and not _names_here(document, following)
                and not _FROM_ABOVE.match(following)
            ):
                holder_place = place
                if trace:
                    detail = document.places.label(document.places.canonical(place))
                    trace.note("whose", noun, reason="place", detail=detail)
            elif trace:
                trace.note("aside", noun, reason="place")
            if not left:
                continue
            rest.append(left)
            continue
        known = _official(name)
        if known:
            holder = known
            if trace:
                trace.note("whose", noun, reason="holder", detail=known)
            continue
        if position and not last and words.office.search(name) and not rest:
            # 가온시 농업기술센터의 …: who keeps the count, not what is counted.
            if trace:
                trace.note("aside", noun, reason="office")
            continue
        if words.company.search(name) and not words.company_like.search(name) and last:
            holder = noun
            if trace:
                trace.note("whose", noun, reason="company", detail=noun)
            continue
        rest.append(noun)
    return holder, holder_place, rest


@lru_cache(maxsize=32768)
def _official(name: str) -> str:
    """Tell which government's name this is that no place goes by (정부, 도청); empty for others."""
    return next((word for word, pattern in lexicon().holders if pattern.match(name)), "")


def _names_here(document: Document, name: str) -> bool:
    """Tell whether a name starts with the article's own place (경남 창원시)."""
    own = document.place
    return own is not None and name.startswith((own.name_ko, own.short_ko))


def _is_here(document: Document, place: Place) -> bool:
    """Tell whether a place name in a phrase is the article's own place or one of its parts."""
    own = document.place
    if own is None:
        return False
    places = document.places
    own, place = places.canonical(own), places.canonical(place)
    return place.id == own.id or (place.level == "subdistrict" and place.parent == own.id)


def action_of(after: str, words: Lexicon) -> str:
    """Give the class of the first action that is said of a figure.

    An action that is itself an object (``CES 참가를 지원``) gives way to the one that governs it.
    """
    as_object = ""
    for said in _HANGUL.findall(after):
        for length in range(min(4, len(said)), 1, -1):
            action = words.actions.get(said[:length])
            if action is None or not _VERBAL.fullmatch(said[length:]):
                continue
            if said[length:] not in ("을", "를"):
                return action
            as_object = as_object or action
            break
    return as_object
