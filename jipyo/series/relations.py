"""What the figures of one text say of one another, by its words and never by arithmetic.

A sum that is wrong must still be seen as a sum; so which figures belong together is decided by
what stands between them (``9635억 원보다 1159억 원 많은``, ``총 34억 원(국비 12억·시비 22억)``,
``연령별로는``, ``전체 500곳 가운데 120곳(24%)``) and by their identities; values are left to the
checks. Where the words leave it open, there is no relation.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import pairwise

from jipyo.figures.model import Figure, Period
from jipyo.figures.nouns import word
from jipyo.series.model import Identity, Member, Relation, RelationWording
from jipyo.series.registry import Registry, registry

_AMOUNTS = frozenset(("level", "flow", "cumulative", "capacity"))
_COUNTED = frozenset(("level", "flow", "cumulative", "target", "forecast"))
_WHOLE_KINDS = frozenset(("level", "flow", "cumulative"))
_MOVES = frozenset(("growth", "change"))
_RATES = frozenset(("level", "share", "attainment"))
_FUNDING = frozenset(("national", "province", "city", "county", "district", "private", "self"))
_PURE = frozenset(("%", "%p", "times", "rank"))
_LONGEST = 160
_LONGEST_BRACKET = 240
_MOST_FIGURES = 40
"""A sentence with more figures than a person would write is a table without lines."""
_DATED = frozenset(("clause", "sentence", "programme", "section", "document"))


def relate(
    text: str,
    figures: Sequence[Figure],
    identities: Sequence[Identity],
    published: date | None,
    measures: Registry | None = None,
) -> tuple[Relation, ...]:
    """Give the relations that the words of one text establish between its figures.

    Args:
        text: The text in which the figures were read.
        figures: Its figures in text order.
        identities: What each of them is a figure of, in the same order.
        published: Day of publication, against which 지난해 is resolved.
        measures: The measures that are known; the shipped ones by default.
    """
    document = _Document(text, figures, identities, published)
    table: list[int] = []
    for index, figure in enumerate(figures):
        if figure.stands_in == "table_row":
            table.append(index)
            continue
        if document.sentences and document.sentences[-1].span == figure.sentence:
            document.sentences[-1].members.append(index)
        else:
            document.sentences.append(_Sentence(figure.sentence, [index]))
    following: list[tuple[_Sentence, _Sentence]] = []
    for number, sentence in enumerate(document.sentences):
        if len(sentence.members) > _MOST_FIGURES:
            continue
        before = document.sentences[number - 1] if number else None
        if before is not None and (
            len(before.members) > _MOST_FIGURES
            or text[before.span[1] : sentence.span[0]].strip()
            or figures[before.members[0]].stands_in in ("title", "subtitle", "section_heading")
        ):
            before = None
        _changes(document, sentence, before)
        earlier = document.sentences[number - 2] if before is not None and number > 1 else None
        said = _said_before(document, number)
        if before is not None and len(sentence.members) > 1:
            following.append((sentence, before))
        _totals(document, sentence, before, earlier)
        if before is None and said and _BY.match(text, sentence.span[0], sentence.span[1]):
            _breakdown(document, sentence, said[0], said[1] if len(said) > 1 else None)
        _shares(document, sentence, before, said)
        if figures[sentence.members[0]].stands_in == "list_item":
            said = _said_before(document, _first_entry(document, number))
        _listed_shares(document, sentence, said)
    if table:
        _tables(document, table)
    _known_sums(document, registry() if measures is None else measures)
    for sentence, before in following:
        _beside(document, sentence, before)
    return tuple(document.found)


def _said_before(document: _Document, number: int) -> list[_Sentence]:
    """Give the last sentences of prose with figures before one, the nearest first.

    Between them may stand what has no figures (21일 통계청 조사를 시가 분석한 것이다), as far as a
    reader keeps a total in mind.
    """
    said: list[_Sentence] = []
    start = document.sentences[number].span[0]
    for sentence in reversed(document.sentences[:number]):
        if (
            len(sentence.members) > _MOST_FIGURES
            or start - sentence.span[1] > _LONGEST_BRACKET
            or document.figures[sentence.members[0]].stands_in != "paragraph"
        ):
            break
        said.append(sentence)
    return said


@dataclass(slots=True)
class _Sentence:
    span: tuple[int, int]
    members: list[int]


@dataclass(slots=True)
class _Document:
    text: str
    figures: Sequence[Figure]
    identities: Sequence[Identity]
    published: date | None
    sentences: list[_Sentence] = field(default_factory=list[_Sentence])
    found: list[Relation] = field(default_factory=list[Relation])
    summed: set[int] = field(default_factory=set[int])
    """Figures that are a part of a total already."""

    def between(self, first: int, second: int) -> str:
        """Give the text between two figures."""
        return self.text[self.figures[first].end : self.figures[second].start]

    def same_measure(self, first: int, second: int) -> bool:
        """Tell whether two figures are of one measure, place, scope and sort of speaker."""
        here, there = self.identities[first], self.identities[second]
        return (
            here.metric == there.metric
            and here.scope == there.scope
            and here.place == there.place
            and here.speaker == there.speaker
        )  # fmt: skip

    def add_total(
        self, wording: RelationWording, total: int, parts: Sequence[int], *, complete: bool
    ) -> None:
        """Keep a total with its parts, unless the words said so already."""
        if self.summed.issuperset(parts):
            return
        self.summed.update(parts)
        members = (Member(total, "total"), *(Member(part, "part") for part in parts))
        self.found.append(Relation("total", wording, members, complete))


# Changes and growth


_NEXT_MOVE = re.compile(r"(?:여|가량|정도|이상)?\s?[,(（·]?\s?(?:\+|약\s|총\s|무려\s|비율로는?\s)?")
_MOVED_LEVEL = re.compile(
    r"[)）]?\s?(?:원|명)?(?:[이가을를나씩]|이나)?\s?(?:가량|정도|이상|가까이|넘게)?\s?"
    r"(?:더\s|크게\s|각각\s|소폭\s|대폭\s)?(?:"
    r"(?P<adnominal>늘어난|증가한|증가된|늘린|줄어든|줄인|감소한|감소된|오른|올린|상승한|내린|하락한|떨어진"
    r"|많은|적은|높은|낮은|성장한|신장한|급증한|급감한|뛴|증액한|증액된|감액한|감액된|확대된|불어난|높아진|낮아진)"
    r"|(?P<connective>늘어|늘려|증가해|증가하여|줄어|줄여|감소해|감소하여|올라|상승해|하락해|뛰어|급증해"
    r"|증액해|증액돼|성장해|불어나|높아져|낮아져|많아져),?)"
    r"\s(?:총\s?|모두\s|약\s?|연간\s|규모인\s)*"
)
_OPENED = re.compile(r"\s?(?:원|명)?\s?[(（](?P<inside>[^()（）]*)")
_FIRST_TAIL = re.compile(r"[)）]?[가-힣]{0,8}")
_BRACKETS = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")
_WORDS = re.compile(r"[^\s,·‘’“”'\"…→:()（）]+")
_TURNS = re.compile(r"가운데|이 중|그중|그 중|이중|나머지|반면|한편|또한|이어|제외|포함|1인당|하루")
_NEUTRAL = (
    "금액 수치 실적 본예산 당초예산 예산 확보액 최종 최종예산 예산액 결산 결과 현황 집계 기록 비교"
    " 셈 폭 증가율 증감률 증가폭 시 군 구 도 수 액수 최고치 최저치 두 세 한 일 명 자릿수 연속 만"
    " 흑자 적자 전분기 직전분기 분기"
)
_SAID_OF = frozenset(_NEUTRAL.split())
"""Nouns that may stand between a level and its change without naming anything else."""
_LEAVES = re.compile(r"[)）]?\s?(?:이었던|이던|던)?\s?(?:에서|→)")


@lru_cache(maxsize=8192)
def _says_nothing_else(stretch: str) -> bool:
    """Tell whether a stretch behind a figure only says how, when and with what it compares."""
    rest = _BRACKETS.sub(" ", stretch) if "(" in stretch else stretch
    if _TURNS.search(rest):
        return False
    if rest and not rest[0].isspace():
        rest = rest[_first_tail(rest) :]
    for spelled in _WORDS.findall(rest):
        looked = word(spelled.rstrip("."))
        if looked.sort == "noun" and looked.noun not in _SAID_OF:
            return False
    return True


def _first_tail(stretch: str) -> int:
    found = _FIRST_TAIL.match(stretch)
    return found.end() if found else 0


def _changes(document: _Document, sentence: _Sentence, before: _Sentence | None) -> None:
    """Find the movements that a sentence tells, each with its level and its base."""
    figures, members = document.figures, sentence.members
    place = 0
    while place < len(members):
        first = figures[members[place]]
        if first.kind not in _MOVES or first.role != "report" or first.value is None:
            place += 1
            continue
        last = place
        while (
            last + 1 < len(members)
            and figures[members[last + 1]].kind in _MOVES
            and figures[members[last + 1]].unit != figures[members[last]].unit
            and _NEXT_MOVE.fullmatch(document.between(members[last], members[last + 1]))
        ):
            last += 1
        _change(document, sentence, before, place, last)
        place = last + 1


def _change(
    document: _Document, sentence: _Sentence, before: _Sentence | None, first: int, last: int
) -> None:
    figures, members = document.figures, sentence.members
    moves = members[first : last + 1]
    bases: list[int] = []
    level: int | None = None
    start = sentence.span[0]
    following = members[last + 1] if last + 1 < len(members) else None
    if following is not None:
        found = _MOVED_LEVEL.fullmatch(document.between(moves[-1], following))
        if (
            found is not None
            and _can_move(figures[following], figures[moves[0]])
            and (found["adnominal"] or document.same_measure(following, moves[0]))
        ):
            level = following
    if "각각" in document.text[max(start, figures[moves[0]].start - 16) : figures[moves[0]].start]:
        # 402명에서 351명으로 각각 14.8%, 12.7%: of two levels.
        return
    # What stands before: bases, then the level, then what is another matter.
    position = first - 1
    upto = figures[moves[0]].start
    plain = True
    while position >= 0 and plain:
        index = members[position]
        figure = figures[index]
        stretch = document.text[figure.end : upto]
        if (
            figure.role != "base"
            and stretch.count(")") > stretch.count("(")
            and _says_nothing_else(stretch[stretch.rindex(")") :])
        ):
            # 36,914명(남 18,863, 여 18,051)으로 …: what is in the bracket did not move.
            position -= 1
            continue
        if len(stretch) > _LONGEST or not _says_nothing_else(stretch):
            plain = False
            break
        before_it = members[position - 1] if position else None
        if (
            before_it is not None
            and level is None
            and not bases
            and figure.role == "report"
            and _can_move(figures[before_it], figures[moves[0]])
            and _LEAVES.match(document.text, figure.end)
            and document.same_measure(before_it, index)
            and _says_nothing_else(document.between(before_it, index))
        ):
            # 23억 원으로 지난해 18억 원에서 25% 뛰었다: the level stands before its base.
            bases.append(index)
            level, start = before_it, figures[before_it].end
            break
        if figure.role == "base" and (figure.kind not in _MOVES or figure.unit == "%"):
            bases.append(index)
        elif figure.role == "conversion":
            pass
        elif (
            level is None
            and _can_move(figure, figures[moves[0]])
            and not _leads_away(bases, figures, document.text)
        ):
            level = index
            start = figure.end
            before_level = members[position - 1] if position else None
            if (
                before_level is not None
                and figures[before_level].role == "base"
                and _LEAVES.match(document.between(before_level, index))
                and _says_nothing_else(document.between(before_level, index))
            ):
                bases.append(before_level)
            break
        else:
            start = figure.end
            plain = level is not None
            break
        upto = figure.start
        position -= 1
    if level is None and plain and position < 0 and before is not None:
        lead = document.text[sentence.span[0] : upto]
        if len(lead) <= _LONGEST and _says_nothing_else(" " + lead):
            level = _told_before(document, before, moves[0])
    base = next((each for each in bases if _fits(figures[each], figures, level, moves)), None)
    if level is None and base is None:
        return
    compared = _compared(document, sentence, start, moves, level, base)
    if base is None and level is not None and compared is not None:
        base = _same_at(document, level, compared)
    related = [Member(each, "growth" if figures[each].unit in ("%", "times") else "change")
               for each in moves]  # fmt: skip
    if level is not None:
        related.insert(0, Member(level, "level"))
    if base is not None:
        related.insert(1 if level is not None else 0, Member(base, "base"))
    document.found.append(Relation("change", "sentence", tuple(related), compared=compared))


def _leads_away(bases: Sequence[int], figures: Sequence[Figure], text: str) -> bool:
    """Tell whether the last base found leads away (``A에서 3% 늘었다``): no level is before."""
    return bool(bases) and bool(_LEAVES.match(text, figures[bases[-1]].end))


def _can_move(figure: Figure, move: Figure) -> bool:
    """Tell whether a figure can be the level that a change or a growth is of."""
    if figure.value is None or figure.role != "report" or figure.kind in ("growth", "change"):
        return False
    if figure.unit == "%":
        return figure.kind in _RATES and move.unit in ("%", "%p")
    if figure.unit in _PURE or figure.kind == "rank" or move.unit == "%p":
        return False
    return move.unit in ("%", "times") or move.unit == figure.unit


def _fits(base: Figure, figures: Sequence[Figure], level: int | None, moves: Sequence[int]) -> bool:
    """Tell whether a base is in the unit of what it is the base of."""
    if base.value is None:
        return False
    if level is not None:
        return base.unit == figures[level].unit
    return any(figures[move].unit == base.unit for move in moves)


def _told_before(document: _Document, before: _Sentence, move: int) -> int | None:
    """Give the level of the sentence before that a comparison goes on about."""
    figures = document.figures
    levels = [
        index
        for index in before.members
        if _can_move(figures[index], figures[move])
        and figures[index].kind in _AMOUNTS | {"share", "forecast"}
    ]
    same = [index for index in levels if _goes_on(document, index, move)]
    if len(same) != 1:
        return None
    # 도세가 1,702억 원, 시세가 2,425억 원이다: a list leaves open which of them moved.
    unit = figures[same[0]].unit
    return same[0] if sum(figures[index].unit == unit for index in levels) == 1 else None


def _goes_on(document: _Document, level: int, move: int) -> bool:
    """Tell whether a movement can be of a level, whose scope it need not say again."""
    here, there = document.identities[level], document.identities[move]
    return (
        here.metric == there.metric
        and here.place == there.place
        and here.speaker == there.speaker
        and there.scope in (here.scope, "")
    )  # fmt: skip


_COMPARES = re.compile(
    r"(?P<year>(?:19|20)\d\d)년도?(?P<edge>\s?(?:12월\s?)?말)?"
    r"|(?P<last>전년도?|지난해|작년|올해)(?P<last_edge>\s?(?:12월\s?|연)?말)?"
    r"|(?P<years>\d{1,2}|[한두세]|일|십)\s?(?:년|해)\s?(?P<ago>전|새|사이|만에|동안)"
    r"|(?P<month_before>전월|전달|지난달|한\s?달\s?(?:전|새|사이|만에|동안)|1개월\s?(?:전|새|사이))"
    r"|(?P<quarter_before>전\s?분기|직전\s?분기)"
    r"|(?<!\d)(?P<month>1[0-2]|[1-9])월(?!\s?\d)"
)
_SAME = re.compile(r"의?\s?(?:같은\s?(?:기간|달|분기|시기|때|시점|날)|동기간?|동월|동분기|이맘때)")
_THAN = re.compile(
    r"보다|대비|比|비해|비하면|견줘|견주|비교|비(?=\s?[\d△▲+-])|(?:새|사이|만에|동안)(?=\s)|에서\s|→|전보다"
)
_OTHER_BASE = re.compile(
    r"당초|기존|종전|목표|계획|예정|정부안|요구|기정|평균|전국|전체|전주|전날|전일|최고|최저|다른|타\s"
)
_YEARS = {"한": 1, "두": 2, "세": 3, "일": 1, "십": 10}


def _compared(
    document: _Document,
    sentence: _Sentence,
    start: int,
    moves: Sequence[int],
    level: int | None,
    base: int | None,
) -> tuple[date, date] | None:
    """Give the period with which a level is compared."""
    figures = document.figures
    if base is not None:
        period = figures[base].period
        if period.rung in ("clause", "sentence") and period.start and period.end:
            return period.start, period.end
    if level is None:
        return None
    period = figures[level].period
    if period.start is None or period.end is None:
        return None
    upto = figures[moves[0]].start
    said = document.text[start:upto]
    if not _THAN.search(said):
        # What the clause does not say, the sentence may have said of all its figures.
        said = document.text[sentence.span[0] : upto]
    than = _last(_THAN, said)
    if than is None:
        if _OTHER_BASE.search(said):
            return None
        return _shifted(period, months=-12) if _is_year(period) else None
    words = said[max(0, than.start() - 40) : than.end()]
    if _OTHER_BASE.search(words[-24:]):
        return None
    when = _last(_COMPARES, words)
    if when is None or "," in words[when.end() :]:
        return None
    same = bool(_SAME.match(words, when.end()))
    return _period_meant(when, same, period, document.published)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return found[-1] if found else None


def _period_meant(
    when: re.Match[str], same: bool, period: Period, published: date | None
) -> tuple[date, date] | None:
    """Give the days that an expression of comparison means for a level of ``period``."""
    if period.start is None or period.end is None:
        return None
    instant = period.start == period.end
    ends_year = instant and (period.end.month, period.end.day) == (12, 31)
    if when["month_before"]:
        return _shifted(period, months=-1) if _is_months(period, 1) or instant else None
    if when["quarter_before"]:
        return _shifted(period, months=-3) if _is_months(period, 3) else None
    if when["month"]:
        if not _is_months(period, 1):
            return None
        back = (period.start.month - int(when["month"])) % 12 or 12
        return _shifted(period, months=-back)
    if when["years"]:
        number = _YEARS.get(when["years"]) or int(when["years"])
        return _shifted(period, months=-12 * number)
    year = int(when["year"]) if when["year"] else period.end.year - 1
    if when["last"] in ("지난해", "작년", "올해"):
        if published is None:
            return None
        year = published.year - (when["last"] != "올해")
        if year != period.end.year - 1:
            return None
    if when["edge"] or when["last_edge"]:
        return (date(year, 12, 31), date(year, 12, 31)) if instant else None
    relative = when["last"] is not None and when["last"].startswith("전년")
    if same or relative or _is_year(period) or ends_year:
        return _shifted(period, months=12 * (year - period.end.year))
    return None


def _is_year(period: Period) -> bool:
    return _is_months(period, 12) and period.start is not None and period.start.month == 1


def _is_months(period: Period, months: int) -> bool:
    """Tell whether a period is so many whole months."""
    start, end = period.start, period.end
    if start is None or end is None or start.day != 1 or not _ends_month(end):
        return False
    return (end.year - start.year) * 12 + end.month - start.month + 1 == months


def _ends_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _shifted(period: Period, *, months: int) -> tuple[date, date] | None:
    """Move a period by months; the last day of a month stays one."""
    if period.start is None or period.end is None:
        return None
    moved: list[date] = []
    for day in (period.start, period.end):
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        if not 1900 <= year <= 2199:
            return None
        size = monthrange(year, month + 1)[1]
        last = _ends_month(day) and (day is period.end or period.start == period.end)
        moved.append(date(year, month + 1, size if last else min(day.day, size)))
    return moved[0], moved[1]


def _same_at(document: _Document, level: int, compared: tuple[date, date]) -> int | None:
    """Give what the text prints of a level's measure for the period compared with.

    Where one key holds two different levels of the time of this one (two bus routes that no measure
    knows), it does not tell which base is whose; nor do the words of a measure that no entry knows
    where they name the base of another comparison.
    """
    figures, identities = document.figures, document.identities
    here, level_figure = identities[level], figures[level]
    found: list[int] = []
    for index, figure in enumerate(figures):
        if (
            identities[index].metric != here.metric
            or figure.unit != level_figure.unit
            or figure.kind not in _AMOUNTS
            or figure.value is None
            or identities[index].key != here.key
        ):
            continue
        if figure.period[:2] == level_figure.period[:2]:
            if not _overlap(figure, level_figure):
                return None
        elif (
            figure.period[:2] == compared
            and (figure.role == "report" or (figure.role == "base" and here.registered))
            and figure.period.rung in _DATED
        ):
            found.append(index)
    return _finest(document, found) if found else None


def _width(figure: Figure) -> float:
    if figure.low is None or figure.high is None:
        return float("inf")
    return float(figure.high - figure.low)


def _overlap(one: Figure, other: Figure) -> bool:
    """Tell whether two figures can be one value, printed more and less finely."""
    return (one.low is None or other.high is None or one.low <= other.high) and (
        one.high is None or other.low is None or other.low <= one.high
    )


# Totals and their parts


_LABEL = (
    r"(?:[가-힣A-Za-z·\s‘’'&/~∼-]"
    r"|\d{1,4}(?=[대세월년급차호동층]|학년|분기|등급|\s?단계|공구|권역|[~∼-]\d)){1,24}?"
)
_IN_BRACKET_LABEL = re.compile(
    r"[(（]?\s?(?:원|명)?\s?[,·/+;、ㆍ△▲∙]?\s?(?:및|와|과)?\s?(?P<label>"
    + _LABEL
    + r")\s?[:：=]?\s?(?:약\s?)?"
)
_NO_LABEL = re.compile(
    r"전년|지난해|작년|올해|내년|전월|목표|대비|최대|최고|누적|누계|당초|1인당|한화|평균|하루|연간|(?<![세대]\s)이상|포함|기준"
    r"|보다|가운데|증가|감소|증감|이\s?중|그중|중$|중\s|약$|총|당$|현재|본예산|추경|까지|부터|예정|계획|나머지\s?$"
)
_OPEN_LIST = re.compile(
    r"등(?![가-힣])|등의|등이|등을|등으로|주요|포함|(?<![세대]\s)이상|비롯|이 중|이중|그중|가운데"
    r"|외\s|중\s"
)
_NO_TOTAL = re.compile(r"당초|정부안|목표|계획|[가-힣]당\s|평균|하루|최대")
_FUNDED = re.compile(
    r"[^\s,(),]{0,3}?(?:은|는|으로|로|이며|이고|:|,)?\s?[:：,]?\s?(?:재원은\s)?[가-힣·]{2,5}[가은는]?\s?"
)
_SUMS_UP = re.compile(
    r"등\s(?:총|모두|약|합계)?\s?\d|(?:합쳐|합한|합해|더한|더해)\s|(?:총|모두|합계)\s?(?:약\s)?\d"
)
_FUNDS = re.compile(r"^(?:국비|도비|시비|군비|구비|지방비|국고|민자|자부담|국·도비|국도비|시군비)$")
_SOLE = re.compile(r"이\s?중|그중|가운데")
_TOTAL_AFTER = re.compile(
    r"[^\s,(),등]{0,3}"
    r"(?:(?:을|를|까지)?\s?(?:모두\s)?(?P<added>합쳐|합친|합한|합해|합하면|합치면|더한|더해|더하면|합산한|합산해)"
    r"\s?(?:총|모두|전체|도합)?\s?"
    r"|\s?(?P<such>등|등의|등을|등으로)\s(?:(?:총|모두|합계|전체|도합)\s?)?"
    r"|(?:으로|로|이며|이고|씩|,)?,?\s(?P<all>모두|도합|합계|총)\s?)"
    r"(?:약\s?)?(?:[가-힣]{1,8}\s)?"
)
_ADDED_BEFORE = re.compile(
    r"[^\s,(),등]{0,3}(?:을|를)?\s?(?:모두\s)?(?:합친|합한|더한|합산한)\s"
    r"(?:금액|액수|수치|숫자|것|규모|수|값|인원|결과)"
)
_LISTED = re.compile(
    r"[^\s,(),]{0,3}?(?:이|가|은|는|으로|로|을|를|씩|이고|이며)?\s?"
    r"(?:[,·/+△▲▷○∙ㆍ]|과\s|와\s|및\s|이고\s|이며\s|\s에\s|에\s"
    r"|(?:가장|제일)\s(?:많|높|크|컸)[가-힣]{0,3},?\s)\s?(?P<label>" + _LABEL + r")"
    r"(?:이|가|은|는|에|에서|에는)?\s?(?:약|총|각각)?\s?"
)
_CONSISTS = re.compile(
    r"[^\s,(),]{0,3}?(?:으로|로|이며|이고|인데),?\s(?P<label>" + _LABEL + r")"
    r"(?:이|가|은|는)?\s?(?:약|총|각각)?\s?"
)
_ENDS = re.compile(
    r"[^\s,(),]{0,3}?(?:\([^()]*\))?\s?(?:등)?(?:이다|다|이었다|였다|으로|로|을|를|이|가|의|씩)?\s?"
    r"(?:(?:[가-힣]{1,6}\s){0,2}[가-힣]{1,6}[다됨함임음중])?[.\s]*(?:$|\n)"
)
_BY = re.compile(
    r"\W*(?:연령대|나이대|성별|유형|분야|업종|품목|지역|국적|원인)(?:는|은)\s"
    r"|\W*(?:\d{1,2}일\s)?(?:[가-힣]{1,12}에\s따르면,?\s)?[가-힣·]{1,10}별(?:로는|로|은|는)"
    r"(?:\s(?:살펴|나눠)?\s?(?:보면|보자면|구분하면|나누면))?[\s,:]"
)
_NOT_ALL = re.compile(
    r"순(?=이|으로|\s|[.,]|였|$)|등(?=이|으로|을|의|\s(?!\d)|[.,]|$)|가장|제일|많[았고은이]|높[았고은이]|뒤를|주로"
    r"|주요|대부분|특히|절반|이 중|가운데|이어|비롯|최다|으뜸|1위|반면|외에|첫|두드러"
    r"|눈에 띄|늘었|줄었|증가|감소"
)
_COMES_FIRST = re.compile(r"가장|순(?:이|으로|\s|[.,]|$)|뒤를|이어")
_IN_ALL = re.compile(r"(?:총|모두|전체|합계)\s?(?:약\s?)?$")
_THE_OTHERS = re.compile(
    r"[\s,·](?:기타|그\s?밖(?:의|에)?|그\s?외|나머지)[가-힣]{0,3}\s?(?:[가-힣]{1,6}\s)?$"
)
_FEWEST = 3
_REST = re.compile(r"나머지(?:는|인|\s[가-힣·\s]{0,10})?\s?")
_OF_THEM = re.compile(r"(?:여)?\s?(?:[가-힣]{1,6}\s)?(?:가운데|중(?:에서)?)[\s,]")
_THESE = re.compile(r"\W*(?:이|그|이들)\s?(?:가운데|중에서|중)[\s,은]")


def _totals(
    document: _Document,
    sentence: _Sentence,
    before: _Sentence | None,
    earlier: _Sentence | None,
) -> None:
    figures, members = document.figures, sentence.members
    span = document.text[sentence.span[0] : sentence.span[1]]
    if "(" in span or "（" in span:
        for place, index in enumerate(members):
            if _can_sum(figures[index]):
                _in_brackets(document, members, place)
    if len(members) >= 2:
        for place in range(1, len(members)):
            if _can_sum(figures[members[place]]):
                _list_before(document, members, place)
        for place in range(len(members) - 2):
            if _can_sum(figures[members[place]]):
                _list_after(document, sentence, place)
    if before is not None and len(members) > 1:
        if _BY.match(span):
            _breakdown(document, sentence, before, earlier)
        else:
            _plain_breakdown(document, sentence, before)
    if "나머지" in span:
        _rest(document, sentence, before)
    if len(members) >= 2 and before is not None and _ADDED_BEFORE.search(span):
        _added_before(document, sentence, before)
    _sources(document, sentence, before)


def _can_sum(figure: Figure) -> bool:
    return (
        figure.value is not None
        and figure.unit not in _PURE
        and figure.kind in _COUNTED
        and figure.role == "report"
        and figure.value_high is None
    )


def _in_brackets(document: _Document, members: Sequence[int], place: int) -> None:
    """Read the parts in the bracket behind a total: 총 34억 원(국비 12억·시비 22억)."""
    figures, text = document.figures, document.text
    total = figures[members[place]]
    opened = _OPENED.match(text, total.end, min(len(text), total.end + _LONGEST_BRACKET))
    if opened is None or place + 1 >= len(members):
        return
    close = opened.end()
    if text[close : close + 1] not in (")", "）"):
        return
    inside = opened["inside"]
    parts: list[int] = []
    labels: list[str] = []
    position = opened.start("inside")
    for index in members[place + 1 :]:
        figure = figures[index]
        if figure.start >= close:
            break
        if figure.unit != total.unit or not _can_sum(figure):
            return
        label = _IN_BRACKET_LABEL.fullmatch(text, position, figure.start)
        if label is None or _NO_LABEL.search(label["label"]):
            return
        labels.append(label["label"].strip())
        parts.append(index)
        position = figure.end
    if not parts or len(text[position:close].strip("원명 ")) > 3:
        return
    if len(parts) == 1:
        if _FUNDS.match(labels[0]) or _SOLE.match(inside):
            document.add_total("brackets", members[place], parts, complete=False)
        return
    complete = not _OPEN_LIST.search(inside)
    document.add_total("brackets", members[place], parts, complete=complete)


def _list_before(document: _Document, members: Sequence[int], place: int) -> None:
    """Read the list that a total sums up: A 10곳, B 9곳 등 모두 19곳."""
    figures = document.figures
    total = figures[members[place]]
    near = figures[members[place - 1]]
    gap = _without_brackets(document.between(members[place - 1], members[place]))
    if gap is None or len(gap) > 60:
        return
    found = _TOTAL_AFTER.fullmatch(gap)
    if found is None or near.unit != total.unit:
        return
    parts = _list_back(document, members, place - 1, total.unit)
    if not parts or (len(parts) == 1 and not found["such"]):
        return
    label = _before(document, parts[0], figures[parts[0]].sentence[0])
    if _NO_LABEL.search(label[-12:]):
        return
    complete = len(parts) > 1 and not found["such"]
    document.add_total("list", members[place], parts, complete=complete)


def _list_after(document: _Document, sentence: _Sentence, place: int) -> None:
    """Read the parts that a total is told to consist of: 1,200대로 승용 900대, 화물 300대다."""
    figures, members = document.figures, sentence.members
    total, first = members[place], members[place + 1]
    gap = _without_brackets(document.between(total, first))
    if gap is None or len(gap) > 40 or figures[first].unit != figures[total].unit:
        return
    found = _CONSISTS.fullmatch(gap)
    if found is None or not _can_sum(figures[first]) or _NO_LABEL.search(found["label"]):
        return
    if _NOT_ALL.search(gap):
        # 287동으로 가장 많고 이동면 214동: the first of a list, no total.
        return
    parts = _list_on(document, members, first)
    if len(parts) < 2 or not all(_can_be_part(document, total, part) for part in parts):
        return
    end = document.text[figures[parts[-1]].end : sentence.span[1]]
    if not _ENDS.match(end):
        return
    said = document.text[figures[total].end : sentence.span[1]]
    complete = not _NOT_ALL.search(said) and not _OPEN_LIST.search(said)
    document.add_total("list", total, parts, complete=complete)


def _lies_in(part: Identity, whole: Identity) -> bool:
    """Tell whether a figure is of the same place as another, or of a complex that lies there.

    Like speakers must say both.
    """
    if part.speaker != whole.speaker:
        return False
    if part.place == whole.place:
        return True
    return bool(part.place_id and whole.place_id and part.place_id.startswith(f"{whole.place_id}/"))


def _can_be_part(document: _Document, total: int, part: int) -> bool:
    """Tell whether a figure that follows a total can be a part of it, by its identity."""
    here, there = document.identities[total], document.identities[part]
    return (
        _lies_in(there, here)
        and here.kind_class == there.kind_class
        and (here.metric == there.metric or not (here.registered or there.registered))
        and document.figures[total].period[:2] == document.figures[part].period[:2]
    )


def _list_back(document: _Document, members: Sequence[int], last: int, unit: str) -> list[int]:
    """Give the members of a list from its last one backwards, in text order."""
    figures = document.figures
    if not _can_sum(figures[members[last]]):
        return []
    parts = [members[last]]
    for place in range(last - 1, -1, -1):
        index = members[place]
        figure = figures[index]
        if figure.unit != unit:
            # A share or a sum of money beside a part, in a bracket or before its comma.
            continue
        if not _can_sum(figure):
            break
        gap = _without_brackets(document.between(index, parts[-1]))
        found = _LISTED.fullmatch(gap) if gap is not None and len(gap) <= 50 else None
        if found is None or _NO_LABEL.search(found["label"]):
            break
        parts.append(index)
    parts.reverse()
    return parts


def _without_brackets(stretch: str) -> str | None:
    """Cut what is in brackets out of a stretch; ``None`` where a bracket stays open."""
    if "(" not in stretch and "（" not in stretch:
        return None if ")" in stretch else stretch
    rest = _BRACKETS.sub("", stretch)
    return None if "(" in rest or ")" in rest else rest


def _before(document: _Document, index: int, start: int) -> str:
    return document.text[start : document.figures[index].start]


def _breakdown(
    document: _Document, sentence: _Sentence, before: _Sentence, earlier: _Sentence | None
) -> None:
    """Read a breakdown of the total of the sentence before: 연령별로는 20대 12명, 30대 9명이다."""
    figures, members = document.figures, sentence.members
    first = next((index for index in members if figures[index].unit not in _PURE), None)
    if first is None or not _can_sum(figures[first]):
        return
    unit = figures[first].unit
    parts = _list_on(document, members, first)
    if len(parts) < 2:
        return
    if earlier is not None and not any(
        figures[index].unit == unit and _can_sum(figures[index]) for index in before.members
    ):
        # Between a total and its breakdown stands with what the total compares.
        adjacent = not document.text[earlier.span[1] : before.span[0]].strip()
        before = (
            earlier if adjacent and figures[earlier.members[0]].stands_in != "title" else before
        )
    if earlier is not None and _only_lists(document, before, unit):
        # 1,846명이다. 남성이 978명, 여성이 868명이다. 연령별로는 ...: of the total before.
        before = earlier
    total = _total_before(document, before, parts, unit)
    said = document.text[sentence.span[0] : sentence.span[1]]
    whole = parts[-1] == [each for each in members if figures[each].unit == unit][-1]
    complete = whole and (
        not _NOT_ALL.search(said)
        or _closes(document, parts)
        # 30대 이하가 612명으로 가장 많았고 ... 70대 이상 128명 순: every age is named.
        or bool(_YOUNGEST.search(said) and _OLDEST.search(said))
    )
    if total is None and complete:
        total = _sole_before(document, before, parts, unit)
    if total is None:
        return
    document.add_total("breakdown", total, parts, complete=complete)


def _only_lists(document: _Document, sentence: _Sentence, unit: str) -> bool:
    """Tell whether all that a sentence tells in a unit are the entries of one list."""
    told = [index for index in sentence.members if document.figures[index].unit == unit]
    scopes = {document.identities[index].scope for index in told}
    return (
        len(told) >= 2
        and "" not in scopes
        and len(scopes) == len(told)
        and _list_on(document, sentence.members, told[0]) == told
    )


_YOUNGEST = re.compile(r"\d(?:0대|세)\s?(?:이하|미만)")
_OLDEST = re.compile(r"\d(?:0대|세)\s?이상")


def _closes(document: _Document, parts: Sequence[int]) -> bool:
    """Tell whether a list ends in the rest, whatever of it is said to be most: … 기타 391건 순."""
    return bool(_THE_OTHERS.search(document.between(parts[-2], parts[-1])))


def _plain_breakdown(document: _Document, sentence: _Sentence, before: _Sentence) -> None:
    """Read a sentence that only lists parts of what was said: 승용차 42대, 버스 3대다."""
    figures, identities = document.figures, document.identities
    first = sentence.members[0]
    unit = figures[first].unit
    told = [index for index in before.members if figures[index].unit == unit]
    if _RANKS_ON.match(document.text, sentence.span[0]):
        return
    if (
        not _can_sum(figures[first])
        or len(told) != 1
        or {figures[first].stands_in, figures[told[0]].stands_in} != {"paragraph"}
    ):
        # Entries that stand below one another are each a matter of its own.
        return
    parts = _list_on(document, sentence.members, first)
    if (
        len(parts) >= _FEWEST
        and parts == [each for each in sentence.members if figures[each].unit == unit]
        and _closes(document, parts)
        and not document.summed.intersection(parts)
        and _COMES_FIRST.search(document.text, sentence.span[0], sentence.span[1])
    ):
        # 베트남이 4,410명으로 가장 많고 … 기타 4,356명 순이다: all there is, by size.
        total = _sole_before(document, before, parts, unit)
        if total is not None:
            document.add_total("breakdown", total, parts, complete=True)
        return
    scopes = {identities[part].scope for part in parts}
    if (
        len(parts) < _FEWEST
        or parts != sentence.members
        or len(scopes) < len(parts)
        or "" in scopes
        or len({identities[part].metric for part in parts}) > 1
        or document.summed.intersection(parts)
    ):
        return
    said = document.text[sentence.span[0] : sentence.span[1]]
    complete = not _NOT_ALL.search(said) and not _OPEN_LIST.search(said)
    total = _total_before(document, before, parts, unit)
    if total is None and complete:
        sole = _sole_before(document, before, parts, unit)
        if sole is not None and _IN_ALL.search(_before(document, sole, before.span[0])):
            total = sole
    if total is not None:
        document.add_total("breakdown", total, parts, complete=complete)


_RANKS_ON = re.compile(r"\W*(?:이어서?|뒤이어|다음(?:은|으로는?)|그\s?다음(?:은|으로는?)?)\s")
"""이어 사회복지 968억 원: what comes after the largest is no part of it."""


def _beside(document: _Document, sentence: _Sentence, before: _Sentence) -> None:
    """Read a sentence that lists figures which can be all of the one told before, and need not be.

    1조 246억 원의 투자를 유치했다. 국내 기업이 8,340억 원, 외국인이 4,120억 원이다. Nothing says
    that they are; the checks take them for a sum only where they nearly are one.
    """
    figures, identities = document.figures, document.identities
    first = next((each for each in sentence.members if figures[each].unit not in _PURE), None)
    if first is None or not _can_sum(figures[first]) or figures[first].stands_in != "paragraph":
        return
    unit = figures[first].unit
    parts = _list_on(document, sentence.members, first)
    said = document.text[sentence.span[0] : sentence.span[1]]
    if (
        len(parts) < 2
        or _RANKS_ON.match(said)
        or parts != [each for each in sentence.members if figures[each].unit == unit]
        or document.summed.intersection(parts)
        or len({(identities[part].metric, identities[part].scope) for part in parts}) < len(parts)
    ):
        return
    total = _sole_before(document, before, parts, unit)
    if (
        total is not None
        and figures[total].stands_in == "paragraph"
        and not _NO_TOTAL.search(f"{figures[total].phrase} ")
        and all(
            identities[part].metric == identities[total].metric or not identities[part].registered
            for part in parts
        )
    ):
        complete = not _NOT_ALL.search(said) and not _OPEN_LIST.search(said)
        document.add_total("beside", total, parts, complete=complete)


def _list_on(document: _Document, members: Sequence[int], first: int) -> list[int]:
    """Give the members of a list from its first one on."""
    figures = document.figures
    parts = [first]
    for index in members[members.index(first) + 1 :]:
        figure = figures[index]
        if figure.unit != figures[first].unit:
            continue
        if not _can_sum(figure):
            break
        gap = _without_brackets(document.between(parts[-1], index))
        found = _LISTED.fullmatch(gap) if gap is not None and len(gap) <= 60 else None
        if found is None or _NO_LABEL.search(found["label"]):
            break
        parts.append(index)
    return parts


def _total_before(
    document: _Document, before: _Sentence, parts: Sequence[int], unit: str
) -> int | None:
    """Give the total of the sentence before that a list is of: its measure, time, less narrow."""
    figures = document.figures
    alike = [
        index
        for index in before.members
        if figures[index].unit == unit and _can_sum(figures[index])
    ]
    likely = [index for index in alike if _can_hold(document, index, parts[0])]
    if len(likely) != 1:
        return None
    measure = document.identities[likely[0]]
    if len(alike) > 1 and (
        # 계속 사업은 5,110억 원, 신규 사업은 732억 원이다: neither is the whole.
        measure.scope
        or likely[0] != alike[0]
        or any(document.identities[each].metric == measure.metric for each in alike[1:])
    ):
        return None
    lead = document.text[
        max(before.span[0], figures[likely[0]].start - 20) : figures[likely[0]].start
    ]
    return None if _NO_TOTAL.search(lead) else likely[0]


def _sole_before(
    document: _Document, before: _Sentence, parts: Sequence[int], unit: str
) -> int | None:
    """Give the only figure of the sentence before in the unit of a breakdown.

    Labels of parts that no measure knows read as measures of their own.
    """
    figures, identities = document.figures, document.identities
    alike = [
        index
        for index in before.members
        if figures[index].unit == unit and _can_sum(figures[index])
    ]
    if len(alike) != 1:
        return None
    here, there = identities[alike[0]], identities[parts[0]]
    lead = document.text[
        max(before.span[0], figures[alike[0]].start - 20) : figures[alike[0]].start
    ]
    same = (
        _lies_in(there, here)
        and here.kind_class == there.kind_class
        and figures[alike[0]].period[:2] == figures[parts[0]].period[:2]
    )
    return alike[0] if same and not _NO_TOTAL.search(lead) else None


def _can_hold(document: _Document, whole: int, part: int) -> bool:
    """Tell whether a figure can be the whole of another by measure, place, time and scope."""
    here, there = document.identities[whole], document.identities[part]
    return (
        here.metric == there.metric
        and _lies_in(there, here)
        and here.kind_class == there.kind_class
        and set(here.scope.split()) <= set(there.scope.split())
        and document.figures[whole].period[:2] == document.figures[part].period[:2]
    )


def _rest(document: _Document, sentence: _Sentence, before: _Sentence | None) -> None:
    """Read a list that a rest closes: 58건 가운데 47건은 고쳤고 나머지 11건은 고친다."""
    figures, members = document.figures, sentence.members
    for place, index in enumerate(members):
        start = figures[members[place - 1]].end if place else sentence.span[0]
        lead = document.text[start : figures[index].start]
        position = lead.rfind("나머지")
        if position < 0 or not _REST.fullmatch(lead, position) or not _can_sum(figures[index]):
            continue
        unit = figures[index].unit
        earlier = [
            each
            for each in members[:place]
            if figures[each].unit == unit and _can_sum(figures[each])
        ]
        total: int | None = None
        if earlier and _of_them(document, earlier[0]):
            total, earlier = earlier[0], earlier[1:]
        elif before is not None:
            told = [
                each
                for each in before.members
                if figures[each].unit == unit and _can_sum(figures[each])
            ]
            if earlier and len(told) == 1 and _THESE.match(document.text, sentence.span[0]):
                total = told[0]
            elif not earlier and len(told) >= 2 and _of_them(document, told[-2]):
                total, earlier = told[-2], told[-1:]
        if total is not None and earlier:
            document.add_total("rest", total, (*earlier, index), complete=True)


def _of_them(document: _Document, index: int) -> bool:
    """Tell whether a figure is the whole of which the next one is a part."""
    return bool(_OF_THEM.match(document.text, document.figures[index].end))


def _added_before(document: _Document, sentence: _Sentence, before: _Sentence) -> None:
    """Read ``직접 시행 8775억 원과 타 기관 시행 3773억 원을 합친 금액이다``, after the total."""
    figures, members = document.figures, sentence.members
    for place in range(len(members) - 1, 0, -1):
        index = members[place]
        if not _ADDED_BEFORE.match(document.text, figures[index].end):
            continue
        parts = _list_back(document, members, place, figures[index].unit)
        if len(parts) < 2:
            return
        total = _total_before(document, before, parts, figures[index].unit)
        if total is not None:
            document.add_total("list", total, parts, complete=True)
        return


def _sources(document: _Document, sentence: _Sentence, before: _Sentence | None) -> None:
    """Read the sources of a cost that follow it: 국비가 612억 원, 시비가 435억 원이다."""
    figures, identities, members = document.figures, document.identities, sentence.members
    funded = [
        index
        for index in members
        if identities[index].scope in _FUNDING
        and identities[index].metric.startswith("~project.cost@")
        and _can_sum(figures[index])
    ]
    if len(funded) < 2 or document.summed.intersection(funded):
        return
    parts = _list_on(document, members, funded[0])
    if not set(funded) <= set(parts):
        return
    total = _funded(document, members, before, parts[0])
    if total is None:
        return
    said = document.text[figures[total].end : figures[parts[-1]].end + 20]
    complete = not _OPEN_LIST.search(said[: sentence.span[1] - figures[total].end])
    document.add_total("list", total, parts, complete=complete)


def _funded(
    document: _Document, members: Sequence[int], before: _Sentence | None, first: int
) -> int | None:
    """Give the cost whose sources begin with ``first``: the sum before it."""
    figures, unit = document.figures, document.figures[first].unit
    place = members.index(first)
    if place:
        near = members[place - 1]
        gap = _without_brackets(document.between(near, first))
        fits = figures[near].unit == unit and _can_sum(figures[near])
        return near if fits and gap is not None and _FUNDED.fullmatch(gap) else None
    if before is None:
        return None
    told = [index for index in before.members if figures[index].unit == unit]
    if len(told) != 1 or not _can_sum(figures[told[0]]):
        return None
    if _SUMS_UP.search(document.text, figures[first].end, figures[first].sentence[1]):
        # 국비 2억 원과 시비 1억 원 등 3억 원: the list has a total of its own.
        return None
    lead = _before(document, told[0], max(before.span[0], figures[told[0]].start - 20))
    return None if _NO_TOTAL.search(lead) else told[0]


# Sums that the registry knows


def _known_sums(document: _Document, known: Registry) -> None:
    """Join the complementary scopes of a measure, and the measures whose sum another one is."""
    measures = known.measures
    groups: dict[
        tuple[str, str, str, str, date | None, date | None], dict[tuple[str, str], list[int]]
    ] = {}
    for index, (figure, identity) in enumerate(
        zip(document.figures, document.identities, strict=True)
    ):
        if (
            identity.registered
            and identity.kind_class == "amount"
            and figure.role in ("report", "base")
            and figure.value is not None
            and figure.value_high is None
            and figure.period.end is not None
        ):
            key = (
                identity.place, identity.speaker, figure.unit, figure.role, *figure.period[:2]
            )  # fmt: skip
            named = groups.setdefault(key, {})
            named.setdefault((identity.metric, identity.scope), []).append(index)
    for named in groups.values():
        if len(named) < 3:
            continue
        for (metric, scope), wholes in list(named.items()):
            measure = measures[metric]
            if not scope:
                for scopes in measure.complementary:
                    parts = [named.get((metric, part), []) for part in scopes]
                    _join_known(document, "scopes", wholes, parts)
            if measure.parts:
                parts = [named.get((part, scope), []) for part in measure.parts]
                _join_known(document, "parts", wholes, parts)


def _join_known(
    document: _Document, wording: RelationWording, wholes: list[int], parts: Sequence[list[int]]
) -> None:
    stages = {
        basis
        for index in (*wholes, *(each for part in parts for each in part))
        if (basis := document.identities[index].basis)
    }
    if not all(parts) or len(stages) > 1:
        return
    total, *chosen = (_finest(document, each) for each in (wholes, *parts))
    known = [index for index in chosen if index is not None]
    if total is not None and len(known) == len(parts):
        document.add_total(wording, total, known, complete=True)


def _finest(document: _Document, alike: Sequence[int]) -> int | None:
    """Give the most precise of figures that are one value; ``None`` where they are not."""
    figures = document.figures
    finest = min(alike, key=lambda index: _width(figures[index]))
    agree = all(_overlap(figures[finest], figures[index]) for index in alike)
    return finest if agree else None


# Tables


_SUM_ROW = re.compile(
    r"\W*(?:합\s?계|총\s?계|총\s?합계|계|전\s?체|총\s?액|총\s?괄)(?:\s?\([^)]*\))?\W*"
)
_NESTED_ROW = re.compile(r"\s*(?:[-–·ㄴ└├*(]|소\s?계|이\s?중|그중)|[^|]{0,20}소\s?계")


def _tables(document: _Document, cells: Sequence[int]) -> None:
    """Read the columns of tables that have a row of sums."""
    rows: list[list[int]] = []
    for index in cells:
        span = document.figures[index].sentence
        if rows and document.figures[rows[-1][0]].sentence == span:
            rows[-1].append(index)
        else:
            rows.append([index])
    for table in _adjacent(document, rows):
        labels = [_row_label(document, row) for row in table]
        sums = [place for place, label in enumerate(labels) if _SUM_ROW.fullmatch(label)]
        if len(table) < 3 or len(sums) != 1 or sums[0] not in (0, len(table) - 1):
            continue
        if any(
            _NESTED_ROW.match(document.text, document.figures[row[0]].sentence[0]) for row in table
        ):
            continue
        if len({len(row) for row in table}) != 1 or not all(
            label.strip(" |\t") for label in labels
        ):
            continue
        others = [row for place, row in enumerate(table) if place != sums[0]]
        open_list = any(_OPEN_LIST.search(label.removesuffix("등")) for label in labels)
        for column, total in enumerate(table[sums[0]]):
            parts = [row[column] for row in others]
            figures = [document.figures[index] for index in (total, *parts)]
            if len({figure.unit for figure in figures}) == 1 and all(
                figure.unit not in _PURE
                and figure.value is not None
                and figure.value_high is None
                and figure.kind != "growth"
                for figure in figures
            ):
                document.add_total("table", total, parts, complete=not open_list)


def _adjacent(document: _Document, rows: Sequence[list[int]]) -> Iterator[list[list[int]]]:
    """Give the rows that follow one another with nothing between them."""
    table: list[list[int]] = []
    end = 0
    for row in rows:
        start = document.figures[row[0]].sentence[0]
        if table and document.text[end:start].strip():
            yield table
            table = []
        table.append(row)
        end = document.figures[row[0]].sentence[1]
    if table:
        yield table


def _row_label(document: _Document, row: Sequence[int]) -> str:
    figure = document.figures[row[0]]
    return document.text[figure.sentence[0] : figure.start].strip(" |\t△▲▼+-(")


# Shares


_SHARE_BRACKET = re.compile(r"(?:원|명)?\s?[(（]\s?(?:전체의\s|약\s|비중\s)?")
_SHARE_THEN = re.compile(
    r"(?:여)?\s?(?:원|명)?(?:으로|로|이|가|은|는|이며|,)?,?\s?(?P<of>전체(?:의|\s[가-힣\s]{1,10}의)\s)?(?:약|무려)?\s?"
)
_SHARE_OF = re.compile(r"(?:여)?\s?(?:원|명)?의\s?(?:약|무려)?\s?")
_OF_ALL = re.compile(
    r"[^\s(),]{0,3}?(?:으로|로|이며|으로서),?\s[^()\d]{0,20}(?:전체|총|전국|국내|도내)[^()\d]{0,14}"
)
_RATE = re.compile(r"[^()\d]{1,40}(?:율|률|비율|비중)(?:은|는|이|가|도)?\s?(?:약\s)?")
_HOLDS = re.compile(
    r"(?:를|을|가|에)?\s?(?:이상을?\s|가량을?\s)?(?:차지|해당|달하|달했|이르|이른|였|이었|이다|다[.\s]|로\s|에\s)"
)


_SHARE_FIRST = re.compile(
    r"(?:\s?(?:가량|정도))?(?:인|에\s(?:해당하는|달하는|이르는)|(?:를|을)\s차지하는)\s(?:약\s|총\s)?"
)
"""Between a share and its part: 전체의 37.2%인 6,105억 원."""
_SHARE_NEXT = re.compile(
    r"[^\s,(),]{0,3}?(?:으로|로|이며|이고|,)?,?\s(?:전체의\s|비중은\s)?(?:약\s)?"
)
_SHARE_ENDS = re.compile(r"(?:를\s차지|[,.]|\s등|였|이었|이다|다[.\s]|로\s|씩)")


def _shares(
    document: _Document,
    sentence: _Sentence,
    before: _Sentence | None,
    said_before: Sequence[_Sentence],
) -> None:
    """Find parts that are told with their share: 전체 500곳 가운데 120곳(24%)."""
    figures, members = document.figures, sentence.members
    for place in range(2, len(members)):
        _rate_of(document, members, place)
    for place in range(1, len(members)):
        share, part = figures[members[place]], figures[members[place - 1]]
        if share.kind != "share" or share.unit != "%" or share.role != "report":
            continue
        if not _can_sum(part) or part.kind not in _WHOLE_KINDS:
            continue
        gap = document.between(members[place - 1], members[place])
        if _SHARE_OF.fullmatch(gap):
            if place > 1:
                _share_of(document, members, place)
            elif before is not None and _HOLDS.match(document.text, share.end):
                _share_of_said(document, sentence, before)
            continue
        said = _SHARE_THEN.fullmatch(gap)
        in_bracket = bool(_SHARE_BRACKET.fullmatch(gap))
        if not in_bracket and (said is None or not _HOLDS.match(document.text, share.end)):
            continue
        whole = _whole(document, sentence, before, place - 1, said["of"] if said else None)
        if whole is None:
            whole = _whole_named(document, sentence, place - 1, said_before)
        if whole is not None:
            document.found.append(
                Relation(
                    "share",
                    "brackets" if in_bracket else "sentence",
                    (
                        Member(whole, "whole"),
                        Member(members[place - 1], "part"),
                        Member(members[place], "share"),
                    ),
                )
            )


def _first_entry(document: _Document, number: int) -> int:
    """Give the first of the entries of a list that stand below one another."""
    figures, sentences = document.figures, document.sentences
    while number and figures[sentences[number - 1].members[0]].stands_in == "list_item":
        number -= 1
    return number


def _listed_shares(
    document: _Document, sentence: _Sentence, said_before: Sequence[_Sentence]
) -> None:
    """Read shares beside the entries of a list whose whole was told before.

    서비스업 4만 1,300명(31.2%), 제조업 3만 8,900명(29.4%); 복지에 전체의 37.2%인 6,105억 원, 환경에
    9.3%인 1,524억 원. That they are shares of that whole is for the checks to see by the others of
    the list, unless the words say so (전체의) and nothing else was told of which they can be.
    """
    figures, members = document.figures, sentence.members
    known = {
        member.figure
        for relation in document.found
        if relation.sort == "share"
        for member in relation.members
        if member.part == "share"
    }
    pairs: list[tuple[int, int, bool]] = []
    for one, other in pairwise(members):
        pair = _share_and_part(document, one, other)
        if pair is not None and pair[1] not in known and not (pairs and one in pairs[-1][:2]):
            pairs.append(pair)
    if not pairs:
        return
    entries = len(pairs) + len(known.intersection(members))
    wholes = _wholes_told(document, sentence, pairs[0][0], said_before)
    for part, share, of_all in pairs:
        told = [whole for whole in wholes if figures[whole].unit == figures[part].unit]
        sure = of_all and len(told) == 1 and _can_be_whole(document, told[0], part)
        if entries > 1 or sure or figures[part].stands_in == "list_item":
            for whole in told:
                related = (Member(whole, "whole"), Member(part, "part"), Member(share, "share"))
                wording: RelationWording = "sentence" if sure else "listed"
                document.found.append(Relation("share", wording, related))


def _share_and_part(document: _Document, one: int, other: int) -> tuple[int, int, bool] | None:
    """Give part and share of two neighbours, and whether the words call it one of all (전체의)."""
    figures = document.figures
    gap = document.between(one, other)
    if figures[one].unit == "%":
        part, share = other, one
        fits = bool(_SHARE_FIRST.fullmatch(gap))
    else:
        part, share = one, other
        fits = bool(_SHARE_BRACKET.fullmatch(gap)) or (
            bool(_SHARE_NEXT.fullmatch(gap))
            and bool(_SHARE_ENDS.match(document.text, figures[share].end))
        )
    if (
        not fits
        or figures[share].kind != "share"
        or figures[share].unit != "%"
        or figures[share].role != "report"
        or not _can_sum(figures[part])
        or figures[part].kind not in _WHOLE_KINDS
    ):
        return None
    lead = document.text[max(0, figures[share].start - 8) : figures[share].start]
    return part, share, bool(_OF_THE_WHOLE.search(lead))


def _can_be_whole(document: _Document, whole: int, part: int) -> bool:
    """Tell whether 전체 can mean a figure: of the same measure, or of one where none is known."""
    here, there = document.identities[whole], document.identities[part]
    lead = _before(document, whole, max(0, document.figures[whole].start - 20))
    return (
        not here.scope
        and here.registered
        and (here.metric == there.metric or not there.registered)
        and _lies_in(there, here)
        and not _NO_TOTAL.search(lead)
    )


_OF_THE_WHOLE = re.compile(r"전체의\s(?:약\s)?$")
_MOST_WHOLES = 5
"""Of more numbers than these one or the other fits by chance."""


def _wholes_told(
    document: _Document, sentence: _Sentence, part: int, said_before: Sequence[_Sentence]
) -> list[int]:
    """Give what the parts of a list can be parts of: their total, or what was told before."""
    figures, identities = document.figures, document.identities
    for relation in document.found:
        if relation.sort == "total" and Member(part, "part") in relation.members:
            return [member.figure for member in relation.members if member.part == "total"]
    before = [index for index in sentence.members if figures[index].start < figures[part].start]
    wholes = [
        index
        for index in (*before, *(each for earlier in said_before for each in earlier.members))
        if figures[index].unit == figures[part].unit
        and _can_sum(figures[index])
        and figures[index].kind in _WHOLE_KINDS
        and figures[index].period[:2] == figures[part].period[:2]
        and (
            _lies_in(identities[part], identities[index])
            # 국가산단 생산액 97조 ... 석유화학이 48조: the entries need not say again where.
            or _lies_in(identities[index], identities[part])
        )
    ]
    return wholes if len(wholes) <= _MOST_WHOLES else []


def _share_of(document: _Document, members: Sequence[int], place: int) -> None:
    """Read a part before its whole: 4만2천 명으로 전체 취업자 11만 명의 38.2%."""
    figures = document.figures
    part, whole = members[place - 2], members[place - 1]
    gap = document.between(part, whole)
    if (
        figures[part].unit == figures[whole].unit
        and _can_sum(figures[part])
        and figures[part].kind in _WHOLE_KINDS
        and len(gap) <= 40
        and _OF_ALL.fullmatch(gap)
    ):
        members_of = (Member(whole, "whole"), Member(part, "part"), Member(members[place], "share"))
        document.found.append(Relation("share", "sentence", members_of))


_OF_WHOLE = re.compile(
    r"\W*(?:이는|이\s수치는|같은\s[가-힣]{1,3}|당시|(?:전체|총|전국|국내|도내)(?=\s?[가-힣]))[^()\d]{0,24}"
)
"""Before a whole whose share the sentence gives: 이는 전체 인구 9만 명의, 같은 시점 총인구."""


def _share_of_said(document: _Document, sentence: _Sentence, before: _Sentence) -> None:
    """Read a part told in the sentence before: 이는 전체 인구 9만 명의 11%에 해당한다."""
    figures = document.figures
    whole, share = sentence.members[0], sentence.members[1]
    parts = [
        index
        for index in before.members
        if figures[index].unit == figures[whole].unit
        and _can_sum(figures[index])
        and figures[index].kind in _WHOLE_KINDS
    ]
    if (
        len(parts) == 1
        and _can_sum(figures[whole])
        and figures[parts[0]].period[:2] == figures[whole].period[:2]
        and document.identities[parts[0]].place == document.identities[whole].place
        and _OF_WHOLE.fullmatch(document.text, sentence.span[0], figures[whole].start)
    ):
        members_of = (Member(whole, "whole"), Member(parts[0], "part"), Member(share, "share"))
        document.found.append(Relation("share", "sentence", members_of))


def _rate_of(document: _Document, members: Sequence[int], place: int) -> None:
    """Read a rate behind the part that makes it: 500명 가운데 430명이 취업해 취업률 86%."""
    figures = document.figures
    rate, part, whole = members[place], members[place - 1], members[place - 2]
    if (
        figures[rate].kind in _RATES
        and figures[rate].unit == "%"
        and figures[rate].role == "report"
        and figures[rate].value is not None
        and figures[part].unit == figures[whole].unit
        and _can_sum(figures[part])
        and _can_sum(figures[whole])
        and _of_them(document, whole)
        and _RATE.fullmatch(document.between(part, rate))
        and not _TURNS.search(document.between(part, rate))
        # 박사급이 1만 명, 여성 비율은 19%: without a verb the rate is of something else.
        and any(word(each).sort == "verb" for each in _WORDS.findall(document.between(part, rate)))
    ):
        members_of = (Member(whole, "whole"), Member(part, "part"), Member(rate, "share"))
        document.found.append(Relation("share", "sentence", members_of))


def _whole(
    document: _Document,
    sentence: _Sentence,
    before: _Sentence | None,
    place: int,
    of_all: str | None,
) -> int | None:
    """Give the whole of which a figure is a part, where the words name it.

    ``of_all`` is what the share is said to be of (전체의, 전체 수출액의), ``None`` where it is not.
    """
    figures, members = document.figures, sentence.members
    unit = figures[members[place]].unit
    for index in reversed(members[:place]):
        if figures[index].unit == unit and _can_sum(figures[index]):
            return index if _of_them(document, index) else None
    if before is None:
        return None
    told = [
        each for each in before.members if figures[each].unit == unit and _can_sum(figures[each])
    ]
    if _THESE.match(document.text, sentence.span[0]):
        period = figures[members[place]].period[:2]
        told = [each for each in told if figures[each].period[:2] == period] or told
        return told[-1] if told else None
    if of_all == "전체의 " and len(told) == 1 and _BY.match(document.text, sentence.span[0]):
        # 분야별로는 사회복지가 6,420억 원으로 전체의 37.0%를 차지했다: of what was told before.
        return told[0]
    if of_all is not None and len(told) == 1 and _can_hold(document, told[0], members[place]):
        named = of_all.removeprefix("전체").strip(" 의")
        said = figures[told[0]].phrase + _before(document, told[0], before.span[0])[-40:]
        return told[0] if all(noun in said for noun in named.split()) else None
    return None


_NAMED_WHOLE = re.compile(
    r"전체\s(?P<named>[가-힣]{1,10}(?:\s[가-힣]{1,10})?)\s(?:가운데|중에서|중)\s"
)


def _whole_named(
    document: _Document, sentence: _Sentence, place: int, said_before: Sequence[_Sentence]
) -> int | None:
    """Give the whole that a sentence names again without its number.

    전체 매출 가운데 수출은 3,240억 원으로 36.8%를 차지했다: the sales told before, if in that unit
    they alone are of that name.
    """
    figures, index = document.figures, sentence.members[place]
    found = _last(_NAMED_WHOLE, _before(document, index, sentence.span[0]))
    if found is None or (
        place and figures[sentence.members[place - 1]].unit == figures[index].unit
    ):
        return None
    named = found["named"].split()
    period = figures[index].period[:2]
    told = [
        other
        for earlier in said_before
        for other in earlier.members
        if figures[other].unit == figures[index].unit
        and _can_sum(figures[other])
        and figures[other].kind in _WHOLE_KINDS
        and figures[other].period[:2] == period
        and document.identities[other].place == document.identities[index].place
        and all(noun in figures[other].phrase for noun in named)
    ]
    return told[0] if len(told) == 1 else None
