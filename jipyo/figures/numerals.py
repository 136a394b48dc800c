"""Numerals: where they stand, and what they say, exactly.

Digits with commas and decimals, mixed with the scale words 조, 억, 만, 천, 백, 십 in any way that
announcements print them, and numerals in native or Sino-Korean words. Values are Decimal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from jipyo.figures.lexicon import lexicon

_SMALL = {"십": 10, "백": 100, "천": 1000}
_BIG = {"만": 10**4, "억": 10**8, "조": 10**12, "경": 10**16}
_SCALES = frozenset(_SMALL) | frozenset(_BIG)
BEYOND_ALL = Decimal(10**28)
"""Nobody announces so much, and Decimal does not hold it exactly: digits were run together."""

_DIGITS = re.compile(r"\d+(?:,\d{3}(?!\d))*(?:\.\d+)?")
_ODD_COMMAS = re.compile(r"\d{1,15}(?:,\d{1,15}){1,6}(?:\.\d{1,9})?(?= ?[조억만])")
# A scale letter that opens another word: 3조각, 2조 3교대, 10만족.
_NO_SCALE = re.compile(
    r"조(?:각|례|항|직|합|성|사|치|립|정|업|\s?\d교대|\s?2교대)|천(?:안|장|문|막"
    r"|연)|백(?:신|화점|서)"
    r"|만(?:족|기|료|약)|경(?:기|우|로|제|찰|상|북|남|남도|력|쟁|증|주|비|매|선"
    r"|사)|억(?:제|압|류)|십자"
)
_LOOSE_SCALE = re.compile(r" (?=(?:[십백천]*[만억조])\s?(?:여\s?)?(?:원|달러|불|엔|유로|명))")
_OVER = re.compile(r"여\s?(?=[십백천]?[만억조])")
_DATE_NEXT = re.compile(
    r"(?:19|20)\d\d\s?(?:년|[.~-])|\d{1,2}\s?월|\d{1,3}\s?일(?!자리)|\d{1,2}\s?시(?![가-힣]*[군도])"
    r"|\d{1,2}\s?분기|\d+\s?개월|\d+\s?년|\d+\s?위"
)
_MONEY_NEXT = re.compile(r"\s?(?:여\s?)?(?:원|달러|불|엔|유로|위안)")
_PERSON_NEXT = re.compile(r"\s?(?:여\s?)?(?:명|원|달러|불)")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral in the text.

    ``place`` is the worth of one step in the last printed digit: one 억 in `8,017억`, one 천억 in
    `1조 6천억`. ``scale`` is the scale word at the end (1 where none), ``plain`` the digits of an
    integer without commas or scale words, ``over`` says that `여` stands inside.
    """

    start: int
    end: int
    value: Decimal
    place: Decimal
    scale: int = 1
    plain: str = ""
    scaled: bool = False
    over: bool = False
    malformed: bool = False
    words: bool = False
    commas: bool = False


def read_digits(text: str, start: int) -> Numeral:
    """Read the numeral that begins with the digit at ``start``.

    `5억2천` is elliptic for 520,000,000; `498백만` is 498 x 10^6. A section that overflows its
    scale (`469조 5700천억`), commas in odd places (`1,8억`) or more digits than any number has
    are read as printed but marked malformed.
    """
    odd = _ODD_COMMAS.match(text, start)
    found = _DIGITS.match(text, start)
    if found is None:  # pragma: no cover - callers start at a digit
        raise ValueError("no digit at the start of a numeral")
    malformed = False
    if odd is not None and odd.end() != found.end():
        found, malformed = odd, True
    digits = found[0]
    commas = "," in digits
    current: Decimal | None = _number(digits)
    step = _step(digits)
    total = section = Decimal(0)
    place = step
    scale = 1
    last_big: int | None = None
    last_factor = 0
    scaled = over = False
    pos = found.end()
    size = len(text)
    while pos < size:
        sign = text[pos]
        if sign in _SCALES and not _NO_SCALE.match(text, pos):
            if sign in _SMALL:
                factor = _SMALL[sign]
                if current is None and last_factor and last_factor <= factor and section:
                    break
                section += (Decimal(1) if current is None else current) * factor
                place = (step if current is not None else Decimal(1)) * factor
                last_factor = scale = factor
            else:
                factor = _BIG[sign]
                whole = section + (current if current is not None else 0)
                if last_big is not None and (
                    factor >= last_big or (whole == 0 and current is None)
                ):
                    malformed = True
                    break
                if last_big is not None and whole * factor >= last_big:
                    malformed = True
                place = (step if current is not None else place) * factor
                total += whole * factor
                section = Decimal(0)
                last_big = last_factor = scale = factor
            current = None
            scaled = True
            pos += 1
            continue
        if sign == "여":
            more = _OVER.match(text, pos)
            if more and (current is not None or section):
                over = True
                pos = more.end()
                continue
            break
        if sign == " " and current is not None and not scaled:
            loose = _LOOSE_SCALE.match(text, pos)
            if loose:
                pos = loose.end()
                continue
            break
        if current is None and (sign.isdecimal() or sign == " "):
            joined = _next_part(text, pos, last_factor, last_big)
            if joined is None:
                broken = _broken_group(text, pos, last_big)
                if broken is None:
                    break
                # 1조 2,84억: a comma stands where none can, the number goes on.
                current, step = _number(broken[0]), _step(broken[0])
                pos = broken.end()
                place, scale, malformed = step, 1, True
                continue
            part, elliptic = joined
            current = _number(part[0])
            step = _step(part[0])
            pos = part.end()
            if elliptic:
                factor = (last_big or 1) // 10**4
                total += current * factor
                place = step * factor
                current = None
                break
            place = step
            scale = 1
            continue
        break
    if section and last_big and current is None and not _MONEY_NEXT.match(text, pos):
        # 5억2천: the small unit at the end counts in the next lower big unit.
        section *= last_big // 10**4
        place *= last_big // 10**4
    value = total + section + (current if current is not None else 0)
    malformed = malformed or value >= BEYOND_ALL
    plain = digits if not scaled and digits.isdecimal() else ""
    return Numeral(start, pos, value, place, scale, plain, scaled, over, malformed, commas=commas)


def _broken_group(text: str, pos: int, last_big: int | None) -> re.Match[str] | None:
    """Match digits with odd commas that go on a number under a smaller scale."""
    if last_big is None:
        return None
    found = _ODD_COMMAS.match(text, pos + (text[pos] == " "))
    if found is None:
        return None
    scale = text[found.end() :].lstrip(" ")[:1]
    return found if _BIG[scale] < last_big else None


def _next_part(
    text: str, pos: int, last_factor: int, last_big: int | None
) -> tuple[re.Match[str], bool] | None:
    """Find the digits that go on a numeral after a scale word; None where another one begins."""
    spaced = text[pos] == " "
    start = pos + 1 if spaced else pos
    part = _DIGITS.match(text, start)
    if part is None:
        return None
    after = part.end()
    next_big = next_small = 0
    probe = after
    if text[probe : probe + 1] == "여":
        probe += 1
    while probe < len(text) and text[probe] in _SCALES and not _NO_SCALE.match(text, probe):
        if text[probe] in _BIG:
            next_big = _BIG[text[probe]]
            break
        next_small = max(next_small, _SMALL[text[probe]])
        probe += 1
    value = _number(part[0])
    if next_big:
        # The next section must be smaller than the last big unit; 3억 5억 are two numerals.
        limit = last_big if last_big is not None else 0
        if last_factor in (10, 100, 1000) and last_big is None:
            return (part, False) if value * max(next_small, 1) < last_factor else None
        return (part, False) if next_big < limit or last_factor in (10, 100, 1000) else None
    if next_small:
        return (part, False) if next_small < last_factor else None
    if value >= last_factor or ("." in part[0] and last_factor > 10**4):
        return None
    if spaced:
        if _DATE_NEXT.match(text, start):
            return None
        if last_factor >= 10**8 and not _MONEY_NEXT.match(text, after):
            return None
        if len(part[0]) <= 2 and not _PERSON_NEXT.match(text, after):
            return None
    elif last_factor >= 10**8 and not _MONEY_NEXT.match(text, after) and len(part[0]) >= 4:
        return part, True
    return part, False


def _number(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def _step(digits: str) -> Decimal:
    point = digits.find(".")
    return Decimal(1) if point < 0 else Decimal(1).scaleb(point + 1 - len(digits))


_NATIVE_ONES = {
    "한": 1, "하나": 1, "두": 2, "둘": 2, "세": 3, "석": 3, "셋": 3, "네": 4, "넉": 4, "넷": 4,
    "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9,
}  # fmt: skip
_NATIVE_TENS = {
    "열": 10, "스물": 20, "스무": 20, "서른": 30, "마흔": 40, "쉰": 50, "예순": 60, "일흔": 70,
    "여든": 80, "아흔": 90,
}  # fmt: skip
_HUNDREDS = {f"{sign}백": 100 * place for place, sign in enumerate(" 일이삼사오육칠팔구") if place}
_HUNDREDS["백"] = 100
_SINO = {"일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9}
_NOT_SPELLED = frozenset("수부면표기문정두인호석실말주국".replace(" ", ""))
"""Counters of one syllable that after 두, 세, 네 are mostly another word."""


def _spelled_counters() -> str:
    """Give the counters that may follow a numeral in words, the longest first."""
    found = {
        entry.word
        for entries in lexicon().by_first.values()
        for entry in entries
        if entry.sort in ("count", "ratio")
        and entry.word not in _NOT_SPELLED
        and entry.word != "위"
    }
    return "|".join(sorted(map(re.escape, {*found, "번째"}), key=lambda word: (-len(word), word)))


_WORD_COUNTERS = _spelled_counters()
_SINO_COUNTERS = (
    _WORD_COUNTERS + "|원|달러|세대|호|톤|퍼센트|여 ?개 ?(?:사|소|국|교)"
    "|여 ?명|여 ?곳|여 ?개|여 ?가구|여 ?건|여 ?대|여 ?차례|여 ?번"
    "|여 ?농가"
)
_WORDS = re.compile(
    # What begins a word comes first, so that the search skips all others fast.
    r"[^가-힣A-Za-z\d](?=[두세석네넉다여일아열스서마쉰예이삼사오육칠팔구십백천절])"
    r"[두세석네넉다여일아열스서마쉰예이삼사오육칠팔구십백천절]"
    r"(?:(?:(?<=[두세석네넉])|(?<=다)섯|(?<=여)섯"
    r"|(?<=일)곱|(?<=여)덟|(?<=아)홉|(?:(?<=열)|(?<=스)[물무]|(?<=서)른|(?<=마)흔|(?<=쉰)|(?<=예)순"
    r"|(?<=일)흔|(?<=여)든|(?<=아)흔)(?:한|두|세|석|네|넉|다섯|여섯|일곱|여덟|아홉)?)(?=\s?(?:"
    + _WORD_COUNTERS
    + r")|여\s(?:명|곳|개|차례|번|건|대|가구|농가)"
    r"|(?<=[한두세네섯곱덟홉])\s호(?=[를의가에]))(?<!세(?=대))"
    r"|(?:(?<=백)|(?<=[이삼사오육칠팔구])백)"
    r"(?:열|스물|스무|서른|마흔|쉰|예순|일흔|여든|아흔)(?:한|두|세|네|다섯|여섯|일곱|여덟"
    r"|아홉)?(?=\s?(?:" + _WORD_COUNTERS + r"))"
    r"|(?:(?<=[일이삼사오육칠팔구])[십백천만억조]|(?<=[십백천]))"
    r"[일이삼사오육칠팔구십백천만억조]{0,14}(?=\s?(?:" + _SINO_COUNTERS + r")(?![가-힣]{2}다))"
    r"|(?<=절)반(?=[은는이가을를에도씩만]|으로|의 (?!성공)|\s?(?:이상|수준|정도|값"
    r"|가량|가까|넘|이하|미만|아래|감축|감소|축소|절감|줄|남짓|배분|차지|안팎)|인\s)"
    r")"
)
_FIRST_SIGNS = frozenset("두세석네넉다여일아열스서마쉰예이삼사오육칠팔구십백천절")
_SINO_FORM = re.compile(
    r"[일이삼사오육칠팔구]?(?:[십백천][일이삼사오육칠팔구]?){1,4}[만억조]?"
    r"[일이삼사오육칠팔구십백천]{0,8}|[일이삼사오육칠팔구][만억조][일이삼사오육칠팔구십백천]{0,8}"
)
# What may follow the counter of a numeral in words; else the "counter" opens another noun.
_WORD_END = re.compile(
    r"\s?(?:"
    + _SINO_COUNTERS
    + r")(?:$|[^가-힣]|[은는이가을를의에도로과와만씩당째]|으로|에서|까지|보다|이나"
    r"|이며|이고|이다|였|이었|인|임|입니다|"
    r"뿐|마다|이상|정도|가량|넘|다(?![가-힣]))"
)


_GLUED_COUNTER = re.compile(
    r"(?:명|곳|개|배|건|대|원|달러|번째|차례)|여\s?(?:명|곳|개|가구|건|대|차례|번|농가)|(?:"
    + "|".join(word for word in _WORD_COUNTERS.split("|") if len(word) > 1)
    + r")"
)


_SHARE_SIGNS = ("갑절", "곱절", " 중 ", " 가운데 ", "열에 ")
_SHARE_WORDS = re.compile(
    r"(?<![가-힣])(?:(?P<double>갑절|곱절)(?=[로이가을의은]|으로|\s|$)"
    r"|(?P<whole>둘|셋|넷|다섯|여섯|열)(?:\s(?:중|가운데)\s|에\s)"
    r"(?P<top>하나|한(?=\s?(?:명|곳|집|채|대|건))|둘|셋|넷|다섯|여섯|일곱|여덟|아홉)"
    r"(?:\s?(?:명|곳|집|채|대|건))?(?=[은는이가을를로꼴도만였인]|으로|이[다었]|에\s이르|[\s'\"]|$))"
)
_ONE_MORE = re.compile(
    r"(?<![가-힣])한(?=\s(?:곳|명|건|대|개|개소|팀|척|채|마리)[이을를가]?\s"
    r"(?:늘[었렸린어려]|줄[었였인어여]|더\s(?!이상|나은|좋은|큰)[가-힣]))"
)
"""`한` counts where it says by how much something rose or fell: 한 곳 늘렸다, 한 대 더 놓는다."""
_COUNTED_DOUBLE = re.compile(r"(?:두|세|네|다섯|여섯|열|\d|몇)\s?$")


def _shares_in_words(text: str) -> list[Numeral]:
    """Find shares and multiples that need no digit: 셋 중 하나, 열에 아홉, 갑절."""
    found: list[Numeral] = []
    for match in _SHARE_WORDS.finditer(text):
        start, end = match.span()
        if match["double"]:
            if _COUNTED_DOUBLE.search(text, max(0, start - 4), start):
                continue
            found.append(Numeral(start, end, Decimal(2), Decimal(1), words=True))
            continue
        top, whole = _NATIVE_ONES[match["top"]], _native(match["whole"])
        if whole is not None and top < whole:
            step = Decimal(1) / whole
            found.append(Numeral(start, end, Decimal(top) / whole, step, words=True))
    return found


def words(text: str) -> list[Numeral]:
    """Find the numerals in words that count something: 열두 곳, 삼백 명, 두 배, 절반.

    `한` is left out: before a counter it mostly means "a" or "the same".
    """
    found: list[Numeral] = []
    spans = [(match.start() + 1, match.end()) for match in _WORDS.finditer(text)]
    if text[:1] in _FIRST_SIGNS:
        leading = _WORDS.match(" " + text[:40])
        if leading:
            spans.insert(0, (0, leading.end() - 1))
    for start, end in spans:
        word = text[start:end]
        if word == "절반":
            found.append(Numeral(start, end, Decimal("0.5"), Decimal("0.1"), words=True))
        elif not _WORD_END.match(text, end) or (
            # 세종, 두부, 삼천동: glued to a counter of one syllable it is mostly another word.
            text[end : end + 1] != " " and not _GLUED_COUNTER.match(text, end)
        ):
            continue
        elif (value := _native(word)) is not None:
            found.append(Numeral(start, end, Decimal(value), Decimal(1), words=True))
        elif _SINO_FORM.fullmatch(word) and (worth := _sino(word)) is not None:
            value, unit = worth
            # 천 원 and 만원 alone are names of tariffs and notes rather than amounts.
            if len(word) > 1 or not text[end : end + 2].strip().startswith("원"):
                found.append(
                    Numeral(
                        start, end, Decimal(value), Decimal(unit), unit, scaled=True, words=True
                    )
                )
    more = [
        Numeral(match.start(), match.end(), Decimal(1), Decimal(1), words=True)
        for match in (_ONE_MORE.finditer(text) if "한 " in text else ())
    ]
    if more:
        found += more
        found.sort(key=lambda numeral: numeral.start)
    if any([sign in text for sign in _SHARE_SIGNS]):
        found += _shares_in_words(text)
        found.sort(key=lambda numeral: numeral.start)
    return found


def _native(word: str) -> int | None:
    for sino, hundred in _HUNDREDS.items():
        # 백스무 명, 삼백쉰 명: hundreds in Sino-Korean, the rest in native numerals.
        if word.startswith(sino) and len(word) > len(sino):
            rest = _native(word[len(sino) :])
            return hundred + rest if rest is not None else None
    for tens, worth in _NATIVE_TENS.items():
        if word.startswith(tens):
            rest = word[len(tens) :]
            if not rest:
                return worth
            return worth + _NATIVE_ONES[rest] if rest in _NATIVE_ONES else None
    return _NATIVE_ONES.get(word)


def _sino(word: str) -> tuple[int, int] | None:
    total = section = 0
    current = 0
    place = 1
    for sign in word:
        if sign in _SINO:
            if current:
                return None
            current = _SINO[sign]
            place = 1
        elif sign in _SMALL:
            section += (current or 1) * _SMALL[sign]
            current, place = 0, _SMALL[sign]
        else:
            total += (section + current or 1) * _BIG[sign]
            section = current = 0
            place *= _BIG[sign]
    return total + section + current, place


def scaled_like(numeral: Numeral, other: Numeral) -> Numeral:
    """Give the numeral in the scale of another one: the 20 of `20~30억` is 20억."""
    factor = Decimal(other.scale)
    if numeral.scaled or factor == 1:
        return numeral
    return replace(
        numeral,
        value=numeral.value * factor,
        place=numeral.place * factor,
        scale=other.scale,
        scaled=True,
    )
