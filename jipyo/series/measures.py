"""The measure of one figure, decided from its own words first and the passage after them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from jipyo.figures.nouns import word
from jipyo.series.continuing import antecedent, take_over
from jipyo.series.discourse import (
    BREAKDOWN,
    SPENDING,
    by_context,
    fallback_nouns,
    flow_measure,
    from_discourse,
    gathered,
    has_topic,
    is_funding,
    other_unit,
    programme_cost,
    programme_of,
    project_size,
    same_unit,
    sentence_partner,
)
from jipyo.series.document import (
    FUNDING,
    PROGRAMME,
    RELATIVE,
    SENTENCE_END,
    Document,
    Settled,
    canonical_noun,
    fold_unit,
    joined_nouns,
    joined_scope,
    level_unit,
    neighbours,
    programme_name,
    provisional_id,
    sentence_around,
)
from jipyo.series.phrases import Phrase
from jipyo.series.places import Place
from jipyo.series.registry import Lexicon, Measure, Registry, squeeze
from jipyo.series.speakers import speaker_of
from jipyo.series.speakers import subjects as named_subjects
from jipyo.series.subjects import Subject, action_of, deed_of_clause, read_subject
from jipyo.series.trace import Trace

_AGES = re.compile(r"\d+(?:대|세)|이하$|이상$|미만$")
"""What labels a part by its age (30대, 65세이상)."""
_COSTS = frozenset(("예산", "사업비", "경비", "비용", "공사비", "운영비"))
_BASIS_OF = {"finance.budget", "finance.national_funds", "finance.subsidies_received"}
_VOTED = re.compile(
    r"\s?(?:원|규모)?(?:으로|로|을|를|이)?\s(?:최종\s|수정\s?|원안\s?)?(?P<act>의결|확정|통과|가결)"
)
_SUPPLEMENTARY = re.compile(r"(?:제?\s?(\d)회|(\d)차)?\s*(?:추경|추가경정)")
_INVESTS = re.compile(r"(?:\s?규모)?[을를]?\s*(?:투자|들여|투입해|출자)")
_UNIT_TAIL = re.compile(r"(?:/[a-z_]+)?:[^:+]+$")
_TOTALS = frozenset(("계", "합계", "총계", "전체", "소계"))
_VERB_BEHIND = re.compile(
    r"(?:을|를|이|가)?\s?([가-힣]{2,3}?)(?:했|하였|하[고며는]|해\s|돼|됐|되[고며어]|[,…·]|\s|$)"
)
_GIVEN = re.compile(r"에게(?:는)?\s((?:[가-힣]+\s){0,2}[가-힣]+)[을를]\s")
_PUBLIC = ("finance.", "project.", "welfare.", "education.", "population.")
"""Measures of money and people that no industrial complex has."""
_OPENS = re.compile(
    r"[’'”\"]?\s?(?:\([^()]{0,30}\))?(?:은|는|이|가|에는|에서는|에|에서|의\s경우|의|도)(?=[\s,])"
)
_CONNECTS = re.compile(
    r"이|가운데|중|특히|한편|현재|먼저|우선|또|또한|반면|아울러|이와|함께|들어|보면|[가-힣]+별로는?|이어|그리고"
    r"|[가-힣\d]+(?:까지|부터|동안|기준|말|현재)(?:으로)?"
)
_BODY = re.compile(r"(?:공단|공사|재단|협회|협의회|연구원|진흥원|회의소|은행|교육청)$")
_HERE = re.compile(r"[’'”\"]?(?:에서는|에서도|에서|에는|은|는|이|가|의)?\s(?:약\s|총\s|모두\s)?")
_SETTLED_IN = re.compile(
    r"입주|약속|자리\s?잡|모여|몰려|모인|있[는다고으]|들어서|들어선|들어섰|들어와|둥지|가동"
)
_TURNS = re.compile(
    r"(?<![가-힣])(?:(?:시|군|구|도|시장|군수|도지사)(?:는|은|가|이|의)?(?=\s)|관내|도내|시내|전국|국내|지역\s?전체|시\s전체|시\s전역|전체|정부"
    r"|산단|산업단지|두\s곳|양\s(?:산단|공단|단지))"
)
_SUM = re.compile(r"(?<![가-힣])등(?:\s|$)|모두|합쳐|합하면|합계|더한|더해|통틀어")
_COUNTED = (
    r"(?:인|명|가구|세대|업체|기업|개소|건|대|곳|마리|농가|ha|㏊|개사|사|주|톤|t|kg|평|하나|시설"
    r"|학교|팀)"
)
_ABOUT = r"(?:최대|최소|평균|약|각|연간|연|월)"
_EACH = re.compile(
    rf"{_COUNTED}당\s*{_ABOUT}?\s*$"
    # `1인당 쓴 돈은 평균 8만 원`: nothing but the measure's own words stands between.
    rf"|{_COUNTED}당(?:\s+[가-힣]+){{0,3}}\s+[가-힣]+[은는이가]\s*{_ABOUT}?\s*$"
)


def settle(document: Document, index: int) -> Settled:
    """Find the measure of one figure."""
    figure, frame, trace = document.figures[index], document.frames[index], document.trace
    if trace:
        trace.figure = index
    unit = fold_unit(figure)
    relative = figure.kind in RELATIVE or unit in ("percent", "times", "rank")
    found = antecedent(document, index)
    if found is not None and document.settled[found[0]].metric:
        return take_over(document, index, *found)
    if trace:
        for words, why in frame.passed:
            if any(map(str.isalnum, words)):
                trace.note("aside", words, reason=why)
        if not frame.phrases:
            trace.note("no_phrase")
    action = action_of(frame.after.split(",")[0], document.words)
    subjects = _subjects(document, index, unit, relative)
    settled = _in_table(document, index, subjects, unit, relative, action)
    if settled is None:
        settled = _decide(document, index, subjects, unit, relative, action)
        if (
            (settled.guessed or not settled.registered)
            and not settled.candidates
            and not _is_action_on_known(document, settled.metric)
        ):
            settled = _as_read(document, index, settled, subjects, unit, relative, action)
            settled.guessed = False
    settled = _in_its_unit(document, settled, unit, relative)
    if trace:
        trace.note_measure(settled.metric, settled.because, settled.scope)
    investor = document.settled[index].holder
    holder = next(
        (
            subject
            for subject in subjects
            if (subject.holder or subject.holder_place)
            and (subject.relation != "into" or subject.complex)
            and subject.relation != "example"
            # 전국 평균을 웃돌았다: what it is held against.
            and "평균" not in subject.nouns
        ),
        None,
    )
    rate = _is_rate(document.measures.measures.get(settled.metric))
    if figure.kind == "share" and not (
        rate and (settled.of_complex or (holder and holder.complex))
    ):
        # `경남 573곳의 35%`: whose the share is, the base does not say.
        if trace:
            trace.note("whose", reason="share")
        settled.holder, settled.place = "", None
        if rate:
            _speak_of_complex(document, index, settled)
    elif holder is not None:
        settled.holder, settled.place = holder.holder, holder.holder_place
    elif investor:
        settled.holder = investor
        if trace:
            trace.note("whose", investor, reason="investor", detail=investor)
    elif index in _company_labels(document, index):
        settled.holder = " ".join(frame.phrases[0].words)
        settled.scope = ""
        if trace:
            trace.note("whose", settled.holder, reason="companies", detail=settled.holder)
    elif settled.holder or settled.place:
        if trace:
            trace.note("whose", settled.holder, reason="taken_over")
        if settled.of_complex and _sums_up(document, index):
            settled.place = None
    else:
        _speak_of_complex(document, index, settled)
    if settled.of_complex:
        if _is_public_money(settled):
            settled.place = None
        else:
            settled.scope = joined_scope(
                [
                    part
                    for part in settled.scope.split()
                    if part != "complex" and document.complexes.named_by([part]) is None
                ]
            )
    each = figure.role == "per_unit" or bool(_EACH.search(frame.before))
    # 경로당 30곳, 식당 30곳: no 당 for each.
    each = each and not frame.before.rstrip().endswith(document.words.nouns_in_dang)
    if each and settled.metric and not relative:
        base = settled.metric if settled.metric.startswith("~") else f"~{settled.metric}"
        settled.metric = f"{re.sub(r':[a-z_]+$', '', base)}/each:{unit}"
        settled.registered, settled.topical = False, False
        if trace:
            trace.note("each", metric=settled.metric)
    if trace and settled.basis and not _VOTED.match(frame.after):
        trace.note("basis", reason="taken_over", detail=settled.basis)
    settled.basis = (
        _voted(document, index, settled.metric)
        or settled.basis
        or _basis(document, index, settled.metric)
    )
    return settled


def _in_its_unit(document: Document, settled: Settled, unit: str, relative: bool) -> Settled:
    """Keep money apart from the people, things and rates that a measure counts.

    What goes on from another figure (공정률 68.2%로, 올해 112억 원이 배정됐다) takes over its
    measure; in money it is what that costs, and what is counted of money is another thing.
    """
    measure = document.measures.measures.get(settled.metric)
    if measure is None or relative or unit in measure.units:
        return settled
    if "money" not in (unit, *measure.units):
        return settled
    metric = f"~{PROGRAMME}@{measure.id}" if unit == "money" else f"~{measure.id}:{unit}"
    if document.trace:
        document.trace.note("loose", measure.label_ko, metric=measure.id, detail=unit)
    return replace(settled, metric=metric, registered=False, topical=False)


def _subjects(document: Document, index: int, unit: str, relative: bool) -> list[Subject]:
    """Read the noun phrases of a figure.

    Money belongs to an industrial complex only where it is money that a complex makes or sells,
    whose measure is known; what is spent in it is a project of the city (창원국가산단 재생 120억).
    """
    figure, frame = document.figures[index], document.frames[index]
    phrases: Sequence[Phrase] = frame.phrases
    as_read = False
    if not phrases and frame.continues is None and figure.phrase:
        nouns = programme_name(figure.phrase)
        if nouns:
            if document.trace:
                document.trace.note("as_read", nouns)
            phrases, as_read = [Phrase(nouns, "before", start=figure.sentence[0])], True
    subjects = [
        read_subject(
            document,
            phrase,
            unit,
            relative,
            complexes=not (as_read or phrase.relation == "into")
            or _is_settled_in(document, index)
            or _complex_at(document, index) is not None,
        )
        for phrase in phrases
    ]
    if (
        unit == "money"
        and not relative
        and any(subject.complex for subject in subjects)
        and not any(
            subject.measure is not None and subject.fits and not _is_public(subject.measure.id)
            for subject in subjects
        )
    ):
        return [
            read_subject(document, phrase, unit, relative, complexes=False) for phrase in phrases
        ]
    if figure.kind == "share" and any(subject.complex for subject in subjects):
        rated = next((subject.measure for subject in subjects if subject.measure), None)
        before = document.order[document.rank[index] - 1] if document.rank[index] else index
        if rated is None and document.settled[before].of_complex:
            # 가동률은 봉암공단 76%, 칠서산단 81%: a list of rates.
            rated = document.measures.measures.get(document.settled[before].metric)
        if not _is_rate(rated):
            # 창원국가산단이 시 수출의 62%다: it is a part, whose rates are another matter.
            return [
                read_subject(document, phrase, unit, relative, complexes=False)
                for phrase in phrases
            ]
    return subjects


def _is_settled_in(document: Document, index: int) -> bool:
    """Tell whether a count is of what is in a place, and not of what is put into it.

    ``산단에 입주한 기업``, but not ``산단에 3천억 원을 들여 300명을 고용한다``: an investor's.
    """
    if fold_unit(document.figures[index]) == "money":
        return False
    start, end = document.figures[index].sentence
    return bool(_SETTLED_IN.search(document.text, start, end))


def _is_rate(measure: Measure | None) -> bool:
    return measure is not None and measure.units[0] == "percent"


def _is_public(metric: str) -> bool:
    return metric.removeprefix("~").startswith(_PUBLIC)


def _is_public_money(settled: Settled) -> bool:
    """Tell whether a figure is money of a government or of a project, or of its sources."""
    return _is_public(settled.metric) or bool(FUNDING & set(settled.scope.split()))


def _speak_of_complex(document: Document, index: int, settled: Settled) -> None:
    """Give a figure to the industrial complex of which its sentence or its paragraph speaks.

    A sentence goes on about the complex of the figure before; a paragraph about the one that opens
    a sentence (`창원국가산단은 … 조성됐다. 가동률은 84%다`), until the city, another place or 관내
    stands before the figure.
    """
    if not document.complexes or document.figures[index].stands_in == "table_row":
        return
    if not settled.metric or _is_public_money(settled):
        return
    figure = document.figures[index]
    if fold_unit(figure) == "money" and not settled.registered:
        after = document.frames[index].after.split(",")[0]
        if action_of(after, document.words) in SPENDING:
            return
    found = (
        _complex_at(document, index)
        or _complex_before(document, index)
        or _complex_of_passage(document, index)
    )
    if found is None:
        return
    settled.place = found
    if document.trace:
        detail = document.places.label(found)
        document.trace.note("whose", found.name_ko, reason="complex", detail=detail)


def _complex_at(document: Document, index: int) -> Place | None:
    """Give the complex that stands right before a figure: 온산국가산단에서 22건."""
    figure = document.figures[index]
    for mention in document.complexes.between(figure.sentence[0], figure.start):
        if mention.place is not None and _HERE.fullmatch(document.text, mention.end, figure.start):
            return mention.place
    return None


def _sums_up(document: Document, index: int) -> bool:
    """Tell whether a figure sums up more than the complex before it: 봉암공단 40 등 모두 300개."""
    rank, figure = document.rank[index], document.figures[index]
    start = figure.sentence[0]
    if rank:
        start = max(start, document.figures[document.order[rank - 1]].end)
    return bool(_SUM.search(document.text[start : figure.start]))


def _complex_before(document: Document, index: int) -> Place | None:
    """Give the complex of the figure before in the sentence, if nobody else is named since."""
    rank = document.rank[index]
    if not rank:
        return None
    before = document.order[rank - 1]
    there, here = document.figures[before], document.figures[index]
    if there.sentence != here.sentence or not document.settled[before].of_complex:
        return None
    if document.frames[index].gathers or _sums_up(document, index):
        return None
    if _is_elsewhere(document, there.end, here.start):
        return None
    return document.settled[before].place


def _complex_of_passage(document: Document, index: int) -> Place | None:
    """Give the complex that opens this sentence or, in its paragraph, one before."""
    figure, text = document.figures[index], document.text
    start = figure.sentence[0]
    paragraph = text.rfind("\n", 0, start) + 1
    mentions = document.complexes.between(paragraph, figure.start)
    for mention in reversed(mentions):
        if mention.place is None:
            continue
        opening = text[_sentence_start(text, paragraph, mention.start) : mention.start]
        if not _OPENS.match(text, mention.end) or not _is_opening(document, opening):
            continue
        into = text[mention.end : mention.end + 2].strip(" ,") == "에"
        end = SENTENCE_END.search(text, mention.end, figure.start)
        said = (mention.end, end.start() if end else figure.sentence[1])
        if into and not _SETTLED_IN.search(text, *said):
            return None
        if _is_elsewhere(document, mention.end, figure.start):
            return None
        return mention.place
    return None


def _is_opening(document: Document, said: str) -> bool:
    """Tell whether only times, places and connectives stand before what opens a sentence."""
    for token in re.findall(r"[가-힣A-Za-z0-9]+", said):
        if _CONNECTS.fullmatch(token) or word(token).sort in ("time", "skip", "mark"):
            continue
        if not document.places.find_in_word(token):
            return False
    return True


def _sentence_start(text: str, paragraph: int, position: int) -> int:
    ends = [match.end() for match in SENTENCE_END.finditer(text, paragraph, position)]
    return ends[-1] if ends else paragraph


def _is_elsewhere(document: Document, start: int, end: int) -> bool:
    """Tell whether a stretch of text turns to somebody else than the complex spoken of."""
    between = document.text[start:end]
    if _TURNS.search(between):
        return True
    if any(map(document.places.names_place, document.places.find(between))):
        return True
    for subject in named_subjects(between):
        whose = speaker_of(subject.words, document.place, document.published)
        # 입주기업은, 주민은 are of the complex.
        if whose not in (None, "company") and (whose != "other" or _BODY.search(subject.words[-1])):
            return True
    return bool(document.complexes.between(start, end))


def _is_action_on_known(document: Document, metric: str) -> bool:
    """Tell whether an id is a measure of the registry with what is done: start-ups supported."""
    base, slash, _ = metric.removeprefix("~").partition("/")
    return bool(slash) and base in document.measures.measures


def _in_table(
    document: Document,
    index: int,
    subjects: Sequence[Subject],
    unit: str,
    relative: bool,
    action: str,
) -> Settled | None:
    """Name a cell after its row and column, whatever was spoken of before the table.

    The row that sums up the others is of what the text is about.
    """
    figure = document.figures[index]
    row = figure.phrase.partition(" ")[0]
    if figure.stands_in != "table_row" or not row:
        return None
    if row in _TOTALS:
        for other in document.order[: document.rank[index]]:
            if document.settled[other].topical and fold_unit(document.figures[other]) == unit:
                name = document.figures[other].text
                if document.trace:
                    metric = document.settled[other].metric
                    document.trace.note("gathers", row, metric=metric, other=other)
                return replace(document.settled[other], because=f"total of the table, as {name}")
    if any(subject.measure is not None and subject.fits for subject in subjects):
        return None
    read = _as_read(document, index, Settled(because="cell"), subjects, unit, relative, action)
    return read if read.metric else None


def _as_read(
    document: Document,
    index: int,
    settled: Settled,
    subjects: Sequence[Subject],
    unit: str,
    relative: bool,
    action: str,
) -> Settled:
    """Name an unknown measure after the phrase that the reader of figures gives.

    It follows the discourse further than the frame of the sentence does: topics, lists, rows and
    columns of tables, headings. The last two nouns name the measure, so that a longer way to say
    it in another text gives the same id.
    """
    if settled.scope in FUNDING:
        # A source of money is the programme's, not the city's.
        return settled
    phrase = document.figures[index].phrase
    nouns = programme_name(phrase)
    if not nouns or (settled.by_clause and _says_no_more(nouns, settled.nouns, document)):
        return settled
    if document.trace:
        document.trace.note("as_read", nouns[-3:])
    subject = read_subject(document, Phrase(nouns[-3:], "before"), unit, relative)
    known = document.measures.measures.get(settled.metric)
    part = document.words.scopes.get(nouns[-1], "")
    told = settled.scope.split()
    if known and part in told and any(part in scopes for scopes in known.complementary):
        # 회계별로는 일반회계가: a part that this measure is known to have.
        return settled
    if known and set(told) & known.scopes.intersection(_narrowed(document, index)):
        # 시가 직접 시행하는 사업은: so is what the clause says.
        return settled
    figure = document.figures[index]
    if (
        known
        and settled.guessed
        and any(map(_AGES.match, told))
        and nouns[-1] not in document.text[figure.sentence[0] : figure.sentence[1]]
    ):
        # 귀농 인구는 1,864명이다. 연령대별로는 30대가 612명: its 인구 was said of the whole.
        return settled
    spent = phrase.split()[-1] in _COSTS and unit == "money" and not relative
    brought = subject.measure is not None and not subject.measure.id.startswith("finance.")
    if brought and spent and "@" in settled.metric:
        # 경제 파급효과 ... 대회 예산은: what it cost is no part of what it brought.
        return settled
    if subject.measure is not None and subject.fits:
        by_site = subject.measure.by_site and not subject.scope
        labels = _site(document, subjects, subject) if by_site else ()
        if not labels and not subject.scope and document.figures[index].stands_in != "title":
            labels = _narrowed(document, index)
        return _known(document, index, subject, labels, unit)
    if not subject.nouns or (subject.generic and ("@" in settled.metric or settled.guessed)):
        return settled
    things, deed = _deed(document, index, nouns, unit, relative)
    for told in (deed, f"{deed}량") if deed and unit == "mass" else (deed,) if deed else ():
        # 사과 300톤을 생산했다: 사과 생산량
        done_to = read_subject(document, Phrase((*things[-3:], told), "before"), unit, relative)
        if done_to.measure is not None and done_to.fits and done_to.measure is not subject.measure:
            return _known(document, index, done_to, (), unit)
    if _is_idle(deed, unit, document.words):
        deed = ""
    if len(things) < len(nouns):
        subject = read_subject(document, Phrase(tuple(things[-3:]), "before"), unit, relative)
        if not subject.nouns:
            return settled
    named = tuple(noun for noun in subject.nouns if not document.words.office.search(noun))
    kept = (*_given(document, index, things, unit), *(named or subject.nouns))[-2:]
    told = squeeze("".join(kept))
    group = next(
        (
            noun
            for noun in nouns
            if document.words.scopes.get(noun, "") in document.words.groups and noun not in told
        ),
        "",
    )
    if group and not subject.generic:
        # 청년 and 노인 창업교육 수강생 are not the same people.
        kept = (group, *kept)
    done = document.words.actions.get(deed, "") or subject.action or action
    if done not in document.words.other_actions:
        done = ""
    if deed and not subject.generic and (not done or document.words.actions.get(deed) != done):
        others = [noun for noun in kept if noun != deed]
        # Later in the text people are named by what they do (이용객), things by what they are.
        kept = (*others, deed) if unit == "person" else (deed, *others)
    return Settled(
        metric=provisional_id(
            kept,
            done if not relative else "",
            "" if relative else unit,
        ),
        unit_class=unit,
        nouns=kept,
        because=f"{settled.because.partition(':')[0]}: as read, {phrase}",
        topical=settled.topical,
    )


def _deed(
    document: Document, index: int, nouns: Sequence[str], unit: str, relative: bool
) -> tuple[list[str], str]:
    """Part what is done from what it is done to, wherever the wording has it.

    `현수막 30건을 철거했다`, `철거된 현수막 30건` and `현수막 철거 실적 30건` are one count; so are
    `강좌에 30명이 참여했다` and `강좌 참여자 30명`.

    Returns:
        The nouns without the deed, and the deed, empty where there is none.
    """
    things, words = list(nouns), document.words
    if relative or unit == "money":
        return things, ""
    while unit == "person" and len(things) > 1 and things[-1] in words.counts_of_people:
        things.pop()
    figure = document.figures[index]
    start, end = figure.sentence
    deed = ""
    last = canonical_noun(things[-1])
    if (
        len(things) > 1
        and last in words.deeds
        # 판매량 is a thing of its own for money, and no more than the things sold in a count.
        and (last not in words.things or _is_idle(last, unit, words))
    ):
        things.pop()
        deed = last
    elif (
        len(things) > 1
        and canonical_noun(things[-2]) in words.deeds
        # The reader puts the verb behind a figure before the head.
        and not re.search(rf"{things[-2]}\s?{things[-1]}", document.text[start:end])
    ):
        deed = canonical_noun(things.pop(-2))
    else:
        if unit == "person":
            # 신청 인원, 참여: too general to name a programme, but said of these people.
            said = [
                canonical_noun(word)
                for word in figure.phrase.split()
                if word not in words.counts_of_people and word not in words.sizes
            ]
            deed = said[-1] if said and said[-1] in words.deeds else ""
        for phrase in () if deed else document.frames[index].phrases:
            if phrase.done and any(things[-1].startswith(word) for word in phrase.words):
                deed = deed_of_clause(phrase, words)
                break
        if not deed:
            verb = _VERB_BEHIND.match(document.text, figure.end, end)
            deed = verb.group(1) if verb else ""
    return things, deed if deed in words.deeds else ""


def _narrowed(document: Document, index: int) -> tuple[str, ...]:
    """Give the part that the words before a figure name: 신규 사업은 64건 738억 원."""
    figure = document.figures[index]
    before = document.text[figure.sentence[0] : figure.start]
    return next(
        ((name,) for name, pattern in document.words.scope_phrases if pattern.search(before)), ()
    )


def _is_idle(deed: str, unit: str, words: Lexicon) -> bool:
    """Tell whether a deed adds nothing to what is counted (설치, 운영)."""
    if unit == "person":
        return deed in words.idle_of_people
    return deed in words.idle_of_things or deed in words.actions or deed in words.generic


def _says_no_more(nouns: Sequence[str], known: Sequence[str], document: Document) -> bool:
    """Tell whether a phrase as read has nothing but the head that its clause spoke of."""
    words = document.words
    return all(
        noun in words.people
        or noun in words.cases
        or words.scopes.get(noun, "") in words.groups
        or noun in known
        for noun in nouns
    )


def _given(document: Document, index: int, nouns: Sequence[str], unit: str) -> tuple[str, ...]:
    """Give what people get of whom nothing else is said (`청년 300명에게 월세를 지원했다`)."""
    words, figure = document.words, document.figures[index]
    if unit != "person" or not all(
        noun in words.people or words.scopes.get(noun, "") in words.groups for noun in nouns
    ):
        return ()
    match = _GIVEN.match(document.text, figure.end, figure.sentence[1])
    return programme_name(match.group(1))[-1:] if match else ()


def _company_labels(document: Document, index: int) -> list[int]:
    """Give the members of a list of which at least half are companies by name.

    In ``하늘테크 3조원, 다온전자 2조원`` the second tells what the first is.
    """
    frame, figure = document.frames[index], document.figures[index]
    if not frame.listed or fold_unit(figure) != "money":
        return []
    members = [
        other
        for other in neighbours(document, index)
        if document.frames[other].listed and document.frames[other].phrases
    ]
    words = document.words
    companies = 0
    for other in members:
        name = squeeze("".join(document.frames[other].phrases[0].words))
        companies += bool(words.company.search(name)) and not words.company_like.search(name)
    if companies * 2 < len(members):
        return []
    return members


@lru_cache(maxsize=8)
def _told_by_pattern(measures: Registry) -> tuple[Measure, ...]:
    """The few measures of which a pattern before the figure tells."""
    return tuple(measure for measure in measures.measures.values() if measure.before)


def _decide(
    document: Document,
    index: int,
    subjects: Sequence[Subject],
    unit: str,
    relative: bool,
    action: str,
) -> Settled:
    frame, trace = document.frames[index], document.trace
    if frame.gathers and not any(
        subject.measure for subject in subjects if subject.relation != "topic"
    ):
        summed = gathered(document, index, unit)
        if summed is not None:
            return summed
    for measure in _told_by_pattern(document.measures):
        if measure.before and unit in measure.units and measure.before.search(frame.before):
            if trace:
                trace.note("pattern", frame.before.strip(), metric=measure.id)
            subject = Subject("before", measure=measure, head=measure.label_ko)
            return _known(document, index, subject, (), unit)
    labels: list[str] = []
    nouns: tuple[str, ...] = ()
    other_action = ""
    mismatched: Subject | None = None
    narrowed = next(
        (name for name, pattern in document.words.scope_phrases if pattern.search(frame.before)), ""
    )
    chained = frame.continues is not None
    for subject in subjects:
        if subject.label in FUNDING and is_funding(document, index):
            return programme_cost(document, index, subject.label)
        if chained and subject.relation in ("topic", "object", "into", "example"):
            if trace:
                trace.note("skipped", subject.nouns, reason="chained")
            break
        if subject.measure is not None and subject.fits:
            if trace:
                _note_farther(trace, subjects, subject)
            if subject.measure.by_site and not subject.scope and not labels:
                labels = _site(document, subjects, subject)
            if narrowed in subject.measure.scopes and not subject.scope and not labels:
                # 시가 직접 시행하는 사업의 국비가
                labels.append(narrowed)
            return _known(document, index, subject, labels, unit)
        if subject.candidates:
            if trace:
                _note_farther(trace, subjects, subject)
            return Settled(
                metric=provisional_id(subject.nouns, action, "" if relative else unit),
                candidates=subject.candidates,
                nouns=subject.nouns,
                because=f"tie: {', '.join(subject.candidates)}",
            )
        if not subject.generic and _invests(document, index, subject):
            document.settled[index].holder = " ".join(subject.nouns)
            if trace:
                trace.note("skipped", subject.nouns, reason="investor")
            continue
        if subject.label:
            if trace and not labels:
                trace.note("narrows", subject.nouns, reason="label", detail=subject.label)
            labels += [] if labels else [subject.label]
            mismatched = mismatched or (subject if subject.measure else None)
            continue
        if subject.generic:
            if subject.action in document.words.other_actions:
                other_action = other_action or subject.action
            if subject.relation == "topic" and narrowed and not labels:
                labels.append(narrowed)
                if trace:
                    trace.note("narrows", frame.before.strip(), reason="clause", detail=narrowed)
                continue
            if unit == "money" and subject.is_project and not relative and not labels:
                return project_size(document, index, subjects)
            if subject.relation in ("counted", "linked") and subject.is_project and not relative:
                own = (*subject.nouns, *fallback_nouns(document, index))
                if trace:
                    trace.note("named_after", own, reason="counted")
                return Settled(
                    metric=provisional_id(own, action, unit),
                    unit_class=unit,
                    nouns=own,
                    because="projects of the section",
                )
            continue
        if not subject.nouns:
            continue
        if narrowed and subject.measure is None and "시행" in subject.nouns:
            if trace and not labels:
                trace.note("narrows", frame.before.strip(), reason="clause", detail=narrowed)
            labels += [] if labels else [narrowed]
            continue
        if unit == "rank" and subject.measure is None:
            # `도내 시 지역 1위` ranks what was said before, among those named.
            if trace:
                trace.note("skipped", subject.nouns, reason="rank")
            continue
        if subject.relation == "example":
            nouns = nouns or subject.nouns
            if trace:
                trace.note("skipped", subject.nouns, reason="example")
            continue
        if _is_part(document, index, subject, unit, relative):
            if not labels:
                labels.append(" ".join(noun for noun in subject.nouns if not noun.endswith("별")))
                if trace:
                    trace.note("narrows", subject.nouns, reason="part", detail=labels[-1])
            continue
        if labels:
            nouns = subject.nouns
            if trace:
                trace.note("skipped", nouns, reason="labelled")
            break
        if subject.measure is not None:
            mismatched = mismatched or subject
            break
        contest = by_context(document, index, unit, action)
        if contest is not None and subject.relation in ("topic", "into"):
            return contest
        if unit == "money" and not relative and subject.nouns[-1] in document.words.projects:
            return Settled(
                metric=f"~{PROGRAMME}@{joined_nouns(subject.nouns)}",
                unit_class=unit,
                nouns=subject.nouns,
                because=f"{subject.relation}: cost of {' '.join(subject.nouns)}",
            )
        if trace:
            _note_farther(trace, subjects, subject)
        called, done = subject.nouns, "" if relative else subject.action or action
        if subject.by_clause:
            done = subject.action if subject.action in document.words.other_actions else ""
        elif unit == "person":
            things, deed = _deed(document, index, called, unit, relative)
            if _is_idle(deed, unit, document.words):
                deed = ""
            called = (*things, deed) if deed else tuple(things)
        return Settled(
            metric=provisional_id(called, done, "" if relative else unit),
            unit_class=unit,
            nouns=called,
            because=f"{subject.relation}: {' '.join(subject.nouns)} (unknown)",
            topical=not frame.listed,
            by_clause=subject.by_clause,
        )
    if mismatched is not None and mismatched.measure is not None:
        if trace:
            trace.note("counts", mismatched.head, metric=mismatched.measure.id, detail=unit)
        return Settled(
            metric=f"~{PROGRAMME}@{mismatched.measure.id}"
            if unit == "money"
            else f"~{mismatched.measure.id}:{unit}",
            scope=joined_scope(
                (*mismatched.scope, *(label for label in labels if label != mismatched.label))
            ),
            unit_class=unit,
            nouns=mismatched.nouns,
            because=f"counts {mismatched.head}",
        )
    flow = flow_measure(document, index, unit)
    if flow is not None:
        return Settled(
            metric=flow.id,
            registered=True,
            scope=joined_scope(labels) or sentence_partner(document, index),
            unit_class=unit,
            because="what the verb says",
        )
    if frame.continues is not None and not labels:
        before = document.settled[frame.continues]
        name = document.figures[frame.continues].text
        if (
            frame.apart
            and unit != "money"
            and not relative
            and has_topic(document, index, unit, relative)
        ):
            if trace:
                trace.note("apart", other=frame.continues)
            return from_discourse(document, index, labels, nouns, unit, relative, action)
        if trace:
            trace.note("continues", name, metric=before.metric, other=frame.continues)
        if relative or same_unit(document, index, frame.continues):
            return replace(before, because=f"continues {name}")
        return other_unit(document, before, unit, f"counts {name}")
    contest = None if labels else by_context(document, index, unit, action)
    if contest is not None:
        return contest
    settled = from_discourse(document, index, labels, nouns, unit, relative, action)
    if not other_action and settled.registered and action in document.words.other_actions:
        known = document.measures.measures.get(settled.metric)
        other_action = action if known is not None and action not in known.verbs else ""
    if other_action and not relative:
        base = settled.metric if settled.metric.startswith("~") else f"~{settled.metric}"
        settled = replace(
            settled,
            metric=f"{re.sub(r':[a-z_]+$', '', base)}/{other_action}:{unit}",
            registered=False,
            unit_class=unit,
            topical=False,
        )
        if trace:
            trace.note("other_action", metric=settled.metric, detail=other_action)
    return settled


def _note_farther(trace: Trace, subjects: Sequence[Subject], taken: Subject) -> None:
    """Note that the measures of the phrases behind the one that was taken give way to it."""
    for subject in subjects[subjects.index(taken) + 1 :]:
        if subject.measure is not None and subject.measure is not taken.measure:
            trace.note(
                "dropped",
                subject.head,
                metric=subject.measure.id,
                reason="farther",
                detail=taken.head,
            )


def _known(
    document: Document, index: int, subject: Subject, labels: Sequence[str], unit: str
) -> Settled:
    """Settle a figure whose phrase a measure knows."""
    measure = subject.measure
    if measure is None:
        raise ValueError("a settled phrase needs its measure")
    if measure.programme:
        return replace(
            programme_cost(document, index, ""),
            scope=joined_scope((*subject.scope, *labels)),
            nouns=subject.nouns,
        )
    scope = [
        _full_name(document, index, part)
        for part in (*subject.scope, *labels)
        # 귀농·귀촌한 가구가 1,884가구: what is counted anyhow narrows nothing.
        if part not in measure.usual and document.words.counters.get(part) != unit
    ]
    action = subject.action or action_of(document.frames[index].after, document.words)
    if (
        action in document.words.other_counts
        and action not in measure.verbs
        and (action == "collect" or unit in ("company", "person", "household"))
        and document.figures[index].kind not in RELATIVE
    ):
        # Start-ups that were supported are not the start-ups that there are.
        if document.trace:
            document.trace.note("dropped", metric=measure.id, reason="verb", detail=action)
        return Settled(
            metric=f"~{measure.id}/{action}:{unit}",
            scope=joined_scope(scope),
            unit_class=unit,
            nouns=subject.nouns,
            because=f"{subject.relation}: {subject.head}, {action}",
        )
    if measure.by_programme:
        scope.append(programme_of(document, index, measure))
    return Settled(
        metric=measure.id,
        registered=True,
        scope=joined_scope(scope),
        unit_class=level_unit(measure, unit),
        nouns=subject.nouns,
        because=f"{subject.relation}: {subject.head}",
        topical=not labels and not document.frames[index].listed,
    )


def _full_name(document: Document, index: int, part: str) -> str:
    """Give the name that the text has told for what it then calls by its last noun (축제).

    The title names it as well. Where two names end alike, the short one stays. The place in which
    it is held is no part of the name (밀양아리랑대축제), as where the name itself is the subject.
    """
    if part not in document.words.named:
        return part
    before = document.text[: document.figures[index].start]
    names = {
        canonical_noun(_without_place(document, found))
        for found in re.findall(
            rf"(?<![가-힣])([가-힣A-Za-z]{{2,14}}{part})(?![가-힣]{{2}})", before
        )
    }
    return names.pop() if len(names) == 1 else part


def _without_place(document: Document, name: str) -> str:
    """Cut the name of a place from the beginning of a longer one."""
    first = next(iter(document.places.find(name)), None)
    if first is None or first.start or not document.places.names_place(first):
        return name
    return name[first.end :] or name


def _site(document: Document, subjects: Sequence[Subject], counted: Subject) -> list[str]:
    """Give the place of which visitors are told: `무릉별유천지는 19만 명의 입장객을 맞았다`."""
    for subject in subjects:
        if (
            subject is not counted
            and subject.relation in ("topic", "into")
            and subject.nouns
            and subject.measure is None
            and not (subject.generic or subject.label or subject.holder or subject.holder_place)
            and not document.words.office.search(subject.nouns[-1])
            and not subject.nouns[-1].endswith("별")
        ):
            return ["".join(map(canonical_noun, subject.nouns))]
    return []


def _invests(document: Document, index: int, subject: Subject) -> bool:
    """Tell whether an unknown subject is who invests (``다온정밀은 300억 원을 들여 …``)."""
    figure = document.figures[index]
    if subject.relation != "topic" or subject.measure is not None or fold_unit(figure) != "money":
        return False
    after = document.text[figure.end : figure.sentence[1]]
    return bool(_INVESTS.match(after)) and len(subject.nouns) == 1


def _is_part(document: Document, index: int, subject: Subject, unit: str, relative: bool) -> bool:
    """Tell whether an unknown noun labels a part of the measure that the passage is about."""
    frame = document.frames[index]
    if subject.measure is not None and not frame.listed:
        return False
    sentence = "".join(sentence_around(document, index))
    if subject.relation == "topic" and BREAKDOWN.search(sentence):
        return has_topic(document, index, unit, relative)
    if frame.listed and subject.relation in ("before", "into"):
        if relative and not frame.bracketed and not BREAKDOWN.search(sentence):
            return False
        return has_topic(document, index, unit, relative)
    if (
        subject.relation == "topic"
        and not relative
        and "차지" in sentence_around(document, index)[1]
    ):
        return has_topic(document, index, unit, relative)
    return False


def join_relatives(document: Document) -> None:
    """Give a change the provisional id of the level with the same nouns, if the text has one.

    Where it has several, in different units, the change is of the one in its own unit, a growth
    of the one told last before it.
    """
    levels: dict[str, list[int]] = {}
    for index in document.order:
        metric = document.settled[index].metric
        if metric.startswith("~") and ":" in metric:
            levels.setdefault(_UNIT_TAIL.sub("", metric), []).append(index)
    for index in document.order:
        settled = document.settled[index]
        if not settled.metric.startswith("~") or ":" in settled.metric:
            continue
        found = levels.get(re.sub(r"/[a-z_]+$", "", settled.metric), [])
        unit = fold_unit(document.figures[index])
        found = [
            other for other in found if document.settled[other].metric.endswith(f":{unit}")
        ] or found
        before = [other for other in found if document.rank[other] < document.rank[index]]
        if found:
            level = (before or found[::-1])[-1]
            settled.metric = document.settled[level].metric
            if document.trace:
                document.trace.figure = index
                document.trace.note("level", metric=settled.metric, other=level)


def join_title(document: Document) -> None:
    """Give a figure of the headline the scope that the body states for the same measure.

    Headlines shorten (``정원 관람객``) what the body says in full (``국가정원 관람객``), and leave
    out which industrial complex they speak of.
    """
    title_end = len(document.text.split("\n\n", 1)[0])
    if title_end == len(document.text):
        return
    for index in document.order:
        figure, settled = document.figures[index], document.settled[index]
        if figure.start >= title_end or not settled.registered:
            continue
        told = [
            other
            for other in document.order
            if document.figures[other].start >= title_end
            and document.settled[other].metric == settled.metric
            and document.figures[other].kind == figure.kind
        ]
        whose = {document.settled[other].place for other in told}
        if settled.place is None and not settled.holder and len(whose) == 1:
            of = whose.pop()
            if of is not None and of.level == "complex":
                settled.place = of
                if document.trace:
                    document.trace.figure = index
                    detail = document.places.label(of)
                    document.trace.note("title", reason="place", detail=detail)
        if any(document.settled[other].of_complex for other in (index, *told)):
            # What the body says of a complex is no scope of the city's, nor the other way round.
            here = [other for other in told if document.settled[other].place == settled.place]
            told = here or told
        # Where the body repeats the number itself, that is the one.
        told = [other for other in told if document.figures[other].value == figure.value] or told
        alike = [document.settled[other].scope for other in told]
        longer = [scope for scope in alike if settled.scope and settled.scope in scope]
        if settled.scope not in alike and (longer or len(set(alike)) == 1):
            settled.scope = (longer or alike)[0]
            if document.trace:
                document.trace.figure = index
                document.trace.note("title", reason="scope", detail=settled.scope)
        stages = {
            document.settled[other].basis
            for other in told
            if document.settled[other].scope == settled.scope
        }
        if not settled.basis and len(stages) == 1:
            settled.basis = stages.pop()
            if document.trace and settled.basis:
                document.trace.figure = index
                document.trace.note("title", reason="basis", detail=settled.basis)


def join_stage(document: Document) -> None:
    """Give budgets whose clause names no stage the one that the headline names.

    `내년 예산 1조 1,793억 원 의결` is of the budget as voted, part by part, whatever the sentence
    before said of the draft.
    """
    title_end = len(document.text.split("\n", 1)[0])
    stage = next(
        (
            name
            for name, pattern in document.words.basis
            if name in ("draft", "final") and pattern.search(document.text, 0, title_end)
        ),
        "",
    )
    if not stage:
        return
    for index in document.order:
        settled = document.settled[index]
        if settled.metric in _BASIS_OF and document.figures[index].role == "report":
            settled.basis = _basis(document, index, settled.metric) or stage


def _voted(document: Document, index: int, metric: str) -> str:
    """Tell that a budget is final by what is done to the figure itself.

    예산안 가운데 38억 원을 깎아 6,081억 원으로 의결했다: the sentence speaks of a draft too.
    """
    voted = _VOTED.match(document.frames[index].after)
    if voted is None or metric not in _BASIS_OF:
        return ""
    if document.trace:
        document.trace.note("basis", voted.group("act"), reason="clause", detail="final")
    return "final"


def _basis(document: Document, index: int, metric: str) -> str:
    """Give the stage that the clause of a figure states, for budgets also its sentence."""
    frame = document.frames[index]
    sentence, trace = "".join(sentence_around(document, index)), document.trace
    if metric == "finance.budget_supplementary":
        match = _SUPPLEMENTARY.search(sentence)
        number = next((part for part in match.groups() if part), "") if match else ""
        if trace and match:
            trace.note("basis", match.group(), reason="sentence", detail="supplementary")
        return f"supplementary {number}".strip()
    # What stands behind a comma belongs to the next figure.
    area = sentence if metric in _BASIS_OF else frame.before + frame.after.split(",")[0]
    known = document.measures.measures.get(metric)
    names = "".join(known.aliases) if known is not None else ""
    for name, pattern in document.words.basis:
        if name in ("draft", "final") and metric not in _BASIS_OF:
            continue
        # 투자협약액 is agreed by itself; it needs no stage to say so.
        said = name not in ("draft", "final") and pattern.search(names)
        stated = pattern.search(area)
        if stated and not said:
            if trace:
                reason = "sentence" if area is sentence else "clause"
                trace.note("basis", stated.group(), reason=reason, detail=name)
            return name
        if stated and trace:
            trace.note("basis", stated.group(), metric=metric, reason="said_by_measure")
    if trace:
        trace.note("basis", reason="none")
    return ""


def join_short_names(document: Document) -> None:
    """Give a noun the provisional id under which the text named it in full before.

    ``공공배달앱 가맹점`` is later only ``가맹점``.
    """
    named: dict[tuple[str, str], int] = {}
    for index in document.order:
        settled = document.settled[index]
        if not settled.metric.startswith("~") or not settled.nouns or "@" in settled.metric:
            continue
        nouns = set(map(canonical_noun, settled.nouns))
        key = (canonical_noun(settled.nouns[-1]), settled.unit_class)
        full = named.get(key)
        if full is not None and nouns < set(map(canonical_noun, document.settled[full].nouns)):
            settled.metric = document.settled[full].metric
            if document.trace:
                document.trace.figure = index
                document.trace.note("short_name", settled.nouns, metric=settled.metric, other=full)
        else:
            named[key] = index
