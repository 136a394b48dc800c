"""Numbers that belong together: ranges, and lists that share a unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from jipyo.figures.lexicon import lexicon
from jipyo.figures.marks import SIGNS, Candidate, claim_sign
from jipyo.figures.numerals import scaled_like

_RANGE = re.compile(r"\s?(?:~|-|내지)\s?")
_ONE_OF_MANY = re.compile(
    r"\s?(?:중|가운데)\s?(?:약\s)?(?P<top>한|두|세|네|다섯|여섯|일곱|여덟|아홉|[1-9]\d?(?!\d))\s?"
)
_TOPS = {
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9,
}  # fmt: skip
_IN_BRACKET = re.compile(r"\(\s?[가-힣A-Za-z]{1,12}\s$")
_ADDED = re.compile(r"\s?\+\s?[가-힣·]{1,8}\s?")
_ENUMERATED = re.compile(r"\s?[>,·]\s?[가-힣A-Za-z]{1,12}\s")
_LIST = re.compile(r"\s?[·,]\s?|/|\s?→\s?|에서 ")
_PARALLEL = re.compile(r"\s?[,·▲△▷]\s?[가-힣A-Za-z]{1,12}(?:[이가은는]\s|\s)(?:약\s)?")
_SPLIT = re.compile(r"\(\s?[가-힣]{1,6}\s\d[\d,]*(?:\s?[,·/]\s?[가-힣]{1,6}\s\d[\d,]*)+\s?\)")
_DECADES = frozenset(f"{tens}0" for tens in range(1, 10))
_INHERITED = frozenset(("date", "ordinal", "age_band", "duration", "label"))


def join(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """Merge ranges into one figure and let the numbers of a list share the unit at its end.

    In `20~30억`, `200억~300억원` both ends share unit and, where the first end has none of its own,
    the scale. In `13·15%` the first number gets the unit of the second. A number without a unit
    before a date, an age or a label is the same thing as its partner.
    """
    joined: list[Candidate] = []
    following: Candidate | None = None
    for candidate in reversed(candidates):
        end = _portion(text, candidate)
        while joined and following is not None and following.start < end:
            joined.pop()
            following = joined[-1] if joined else None
        if end:
            pass
        elif following is not None and following.start - candidate.end <= 4:
            between = text[candidate.end : following.start]
            if _ADDED_BESIDE.fullmatch(between) and _added(text, candidate, following):
                pass
            elif _RANGE.fullmatch(between) and _range(text, candidate, following):
                if candidate.sort == "money" and _BAND_SHARE.match(text, candidate.end):
                    # 400만~500만 원은 9.6%: those who earn so much.
                    candidate.disposition = "label"
                joined[-1] = following = candidate
                continue
            if _LIST.fullmatch(between):
                _share(candidate, following, between, text)
        elif following is not None and _lends(text, candidate, following):
            _lend(text, candidate, following)
        elif (
            following is not None
            and candidate.bare
            and candidate.numeral.scaled
            and candidate.unit == "item"
            and following.disposition == "figure"
            and following.sort in ("count", "physical")
            and not following.bare
            and _PARALLEL.fullmatch(text, candidate.end, following.start)
        ):
            # 중국이 188만, 베트남이 33만 TEU: the unit stands with the last of a list.
            candidate.unit, candidate.counter = following.unit, following.counter
            candidate.sort, candidate.bare = following.sort, False
        elif following is not None and _of_foreign_money(text, candidate, following):
            # 중국 97억 5,210만, 베트남 71억, 홍콩 49억 3천만 달러
            candidate.unit, candidate.bare = following.unit, False
        joined.append(candidate)
        following = candidate
    joined.reverse()
    _split_up(text, joined)
    return joined


def _added(text: str, whole: Candidate, part: Candidate) -> bool:
    """Give a bare signed number in a bracket the unit of the figure before it: 38개소(+4)."""
    if (
        whole.disposition != "figure"
        or whole.bare
        or whole.sort not in ("count", "physical")
        or not _open(part)
        or text[part.number_end : part.number_end + 1] != ")"
        or part.numeral.scaled
    ):
        return False
    sign = text[part.number_start - 1]
    part.disposition = "figure"
    part.unit, part.counter, part.sort = whole.unit, whole.counter, whole.sort
    part.value, part.bare = part.numeral.value, False
    part.start, part.end = part.number_start - 1, part.number_end
    part.sign = 1 if sign in "+▲" else -1
    return True


def _of_foreign_money(text: str, candidate: Candidate, following: Candidate) -> bool:
    """Tell whether a bare amount stands in a list whose last member names a currency."""
    return (
        candidate.bare
        and candidate.numeral.scaled
        and candidate.unit in ("KRW", "item")
        and following.disposition == "figure"
        and following.sort == "money"
        and following.unit != "KRW"
        and not following.bare
        and _PARALLEL.fullmatch(text, candidate.end, following.start) is not None
        and lexicon()
        .noun_pattern["money"]
        .search(text, max(0, candidate.start - 14), candidate.start)
        is None
    )


def _split_up(text: str, candidates: list[Candidate]) -> None:
    """Give the bare numbers in a bracket the unit of the count that they split up.

    인명피해 142명(사망 13, 부상 129)
    """
    for place, whole in enumerate(candidates[:-2]):
        if whole.disposition != "figure" or whole.sort != "count" or whole.bare:
            continue
        if text[whole.end : whole.end + 1] != "(":
            continue
        found = _SPLIT.match(text, whole.end)
        if found is None:
            continue
        for part in candidates[place + 1 :]:
            if part.start >= found.end():
                break
            if _open(part) and part.numeral.value <= whole.value:
                part.disposition = "figure"
                part.unit, part.counter, part.sort = whole.unit, whole.counter, whole.sort
                part.value, part.bare = part.numeral.value, False


_ROUND_WHOLES = (100, 1000)
"""주민 100명 중 15명꼴"""


def _portion(text: str, candidate: Candidate) -> int:
    """Make a share of a number that names the whole: 열 명 중 아홉 명, 4대 중 1대.

    Gives the end of the whole expression; 0 where it is none. Few things are counted so (`8팀 중
    2팀`): the whole must be ten, or in words, or only one of it be spoken of.
    """
    counter = candidate.counter
    if candidate.disposition != "figure" or candidate.sort != "count" or not counter:
        return 0
    if not (2 <= candidate.value <= 10 or candidate.value in _ROUND_WHOLES) or candidate.over:
        return 0
    found = _ONE_OF_MANY.match(text, candidate.end)
    if found is None:
        return 0
    end = found.end()
    if text.startswith(counter, end):
        end += len(counter)
    elif found["top"].isdecimal() or text[end : end + 1] not in ("은", "이", "가", "만", "꼴"):
        return 0
    top = _TOPS.get(found["top"]) or int(found["top"])
    whole = candidate.value
    alike = text.startswith("꼴", end)
    if top >= whole or not (candidate.numeral.words or whole == 10 or top == 1 or alike):
        return 0
    share = top / whole
    candidate.end = end
    candidate.unit, candidate.counter, candidate.sort = "times", None, "ratio"
    candidate.value = share
    candidate.numeral = replace(candidate.numeral, value=share, place=1 / whole)
    candidate.number_end = candidate.end
    return candidate.end


def _lends(text: str, candidate: Candidate, following: Candidate) -> bool:
    """Tell whether a number without a unit takes that of the number after the next noun."""
    if following.disposition != "figure" or following.bare or following.high is not None:
        return False
    if candidate.disposition not in ("unknown", "figure") or candidate.end != candidate.number_end:
        return False
    if candidate.disposition == "figure" and not (candidate.bare and candidate.unit == "item"):
        return False
    if following.sort == "money":
        return bool(_ADDED.fullmatch(text, candidate.end, following.start))
    if following.sort not in ("count", "physical"):
        return False
    if not _ENUMERATED.fullmatch(text, candidate.end, following.start):
        return False
    # (급속 312, 완속 1,833기); 연수동 31,240 > 호암직동 27,905명
    opening = text[max(0, candidate.start - 16) : candidate.start]
    return ">" in text[candidate.end : following.start] or bool(_IN_BRACKET.search(opening))


def _lend(text: str, candidate: Candidate, following: Candidate) -> None:
    candidate.disposition = "figure"
    candidate.unit, candidate.counter = following.unit, following.counter
    candidate.sort = following.sort
    if following.sort == "money":
        candidate.numeral = scaled_like(candidate.numeral, following.numeral)
    candidate.value = candidate.numeral.value
    candidate.bare = False


_ADDED_BESIDE = re.compile(r"\s?\([+△▲▽▼-]?")
_BAND_SHARE = re.compile(r"(?:[은는이가]|대[가는])\s\d[\d.]*\s?%")
_ONE_SENSE = ("호", "기", "동")
_COUNTED = re.compile(
    r"[를을이가은는로으,()의였뿐]|다[.\s]|에는?\s|엔\s|\s?(?:가운데|중|순|이상|이하|규모|,|$)|\s[가-힣]{2,6}(?:했|됐|한|된"
    r"|를|을)"
)
_NUMBERED = re.compile(
    r"(?:제|태풍|공약|조례|고시|호실|국도|지방도|기호|사적|보물|국보|민선|[A-Za-z0-9층]|\d동)\s?-?$"
)


def is_ambiguous(text: str, candidate: Candidate) -> bool:
    """Tell whether a number bears a counter that numbers things as often as it counts them."""
    return candidate.end - candidate.number_end == 1 and text[candidate.number_end] in _ONE_SENSE


def counted_senses(lines: Iterable[tuple[str, Sequence[Candidate]]]) -> dict[str, Candidate]:
    """Find the ambiguous counters that a text uses to count, each with a figure that does."""
    return {
        line[candidate.number_end]: candidate
        for line, numbers in lines
        for candidate in numbers
        if candidate.disposition == "figure" and is_ambiguous(line, candidate)
    }


def agree(
    text: str, candidates: Sequence[Candidate], senses: dict[str, Candidate]
) -> Sequence[Candidate]:
    """Let an ambiguous counter mean in a line what it means elsewhere in the text.

    Where `5천69호` counts dwellings, `412호` does too, unless a name or an ordinal stands before
    it. The candidates are given back as they are where none of them changes.
    """
    changed: list[Candidate] | None = None
    for place, candidate in enumerate(candidates):
        if candidate.disposition not in ("ordinal", "name") or not is_ambiguous(text, candidate):
            continue
        model = senses.get(text[candidate.number_end])
        if (
            model is None
            or candidate.start != candidate.number_start
            or not _COUNTED.match(text, candidate.end)
            or _NUMBERED.search(text, max(0, candidate.start - 6), candidate.start)
        ):
            continue
        figure = candidate.moved(0)
        figure.disposition = "figure"
        figure.unit, figure.counter, figure.sort = model.unit, model.counter, model.sort
        figure.value = figure.numeral.value
        changed = changed if changed is not None else list(candidates)
        changed[place] = figure
    return changed if changed is not None else candidates


def _open(candidate: Candidate) -> bool:
    """Tell whether a number has no unit of its own."""
    if candidate.disposition == "figure":
        return candidate.bare
    return candidate.disposition in ("unknown", "name", "label") and (
        candidate.end == candidate.number_end
    )


def _sign_of(text: str, low: Candidate, high: Candidate) -> int:
    """Give the sign that is printed right before the first number of a range."""
    if low.sign or not _open(low) or not low.number_start:
        return low.sign if text[low.start : low.number_start] in SIGNS else 0
    probe = low.moved(0)
    probe.unit, probe.sort, probe.end = high.unit, high.sort, low.number_end
    claim_sign(text, probe, max(0, low.number_start - 2))
    return probe.sign if probe.start == low.number_start - 1 else 0


def _range(text: str, low: Candidate, high: Candidate) -> bool:
    if high.disposition != "figure":
        if _open(low):
            low.disposition = high.disposition
        return False
    if high.high is not None or high.sign > 0:
        return False
    if high.counter == "대" and {low.numeral.plain, high.numeral.plain} <= _DECADES:
        # 20~30대: ages, not machines.
        low.disposition = high.disposition = "age_band"
        return False
    first = low.numeral
    if _open(low):
        first = scaled_like(first, high.numeral)
    elif low.disposition != "figure" or low.unit != high.unit:
        return False
    sign = _sign_of(text, low, high)
    if high.sign and sign != high.sign:
        # △2~△3%: the second sign needs a first.
        return False
    # -2~3%: a minus is that of its number, a triangle says that the whole fell.
    mixed = sign < 0 and not high.sign and text[low.number_start - 1] == "-"
    if first.value >= high.value and not (mixed or high.sign):
        return False
    if sign:
        low.sign, low.start = sign, low.number_start - 1
        low.high_sign = 1 if mixed else 0
    low.numeral = first
    low.value = first.value
    low.high = high.numeral
    low.end = high.end
    low.disposition = "figure"
    low.unit, low.counter, low.sort = high.unit, high.counter, high.sort
    low.over = low.over or high.over
    low.bare = False
    return True


def _share(first: Candidate, second: Candidate, between: str, text: str) -> None:
    if (
        second.disposition == "label"
        and first.disposition == "figure"
        and first.sort == "money"
        and second.numeral.value
        and "원" in text[second.number_end : second.end]
    ):
        # 5천 원·1만 원·5만 원권: denominations.
        first.disposition = "label"
        return
    if not _open(first):
        return
    if second.disposition == "figure":
        if second.bare or (first.disposition == "figure" and first.sort == "money"):
            return
        plain = first.numeral.plain
        if "," in between and (first.numeral.scaled or " " not in between):
            return
        if not plain and first.disposition != "figure" and second.sort != "percent":
            return
        first.disposition = "figure"
        first.unit, first.counter, first.sort = second.unit, second.counter, second.sort
        first.value = first.numeral.value
        first.bare = False
    elif first.disposition != "figure" and second.disposition in _INHERITED:
        first.disposition = second.disposition
