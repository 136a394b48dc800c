"""What a figure measures, in the words of the text: phrase, head, action, programme."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jipyo.figures.lexicon import lexicon
from jipyo.figures.marks import Candidate

_WORD = re.compile(r"[가-힣A-Za-z0-9&\-·]+")
_PARTICLE = re.compile(
    r"(?:으로서|으로써|이라는|에서는|에서도|으로는|에게|에는|에도|에서|으로|부터"
    r"|까지|보다|라는|이나|처럼|[은는이가을를의에로도만과와])$"
)
# Nouns that end like a noun with a particle.
_WHOLE = re.compile(
    r"(?:평가|국가|증가|추가|물가|주가|농가|상가|단가|원가|허가|인가|참가|휴가"
    r"|여가|작가|전문가|부가|초고가|특가|대가"
    r"|제도|정도|속도|온도|만족도|청렴도|지도|경기도|강도|빈도|한도|보도|인지도"
    r"|신뢰도|자립도|궤도|철도|제주도|난이도|밀도|선호도|수도|상수도|하수도"
    r"|도로|경로|선로|철로|진로|항로|관로|통로|등산로|산책로|자전거도로|대로|활로"
    r"|차이|어린이|놀이|높이|길이|나이|아이|먹이|종이|깊이|넓이|벼락이"
    r"|회의|협의|결의|동의|강의|주의|논의|심의|건의|합의|문의|유의"
    r"|성과|효과|결과|학과|부과|통과|초과|사과|경과|과과|교과|내과|외과|치과"
    r"|항만|불만|자만|비만|마을|가을|고을|노을|개울|창업|시은|본은|은행|국은"
    r"|우리은|하은|파로|피로|기로|세로|가로|용기로"
    r"|에로|카페|대로|자료로|무대로)$"
)
_VERBAL = re.compile(
    r"(?:[하되]는|[하되]고|하며|되며|[하되]여|해서|되어|하기|[하되]면"
    r"|[았었였했됐]|한$|된$|할$|될$|있는|없는|위한|위해|통한|통해|대한|따른|따라"
    r"|관한|인한|의한|이며|으며|이고|거쳐|들여|함께|더불어|비롯|밝혔|전했"
    # Verbs of the reports themselves, whole: how much, how much more, and got how.
    r"|^(?:늘(?:고|며|어|어난|린|려|리고|리는|지만)|줄(?:고|며|어|어든|인|여|이고|지만)"
    r"|오(?:르고|르며|른|르는)|올(?:라|라간|린|려|리고)|내(?:리고|리며|린|려|려간)"
    r"|떨어(?:져|진|지고|뜨린)|높(?:아|아진|은|고|인|여)|낮(?:아|아진|은|고|춘|춰)"
    r"|커(?:지고|진|져)|불어(?:나|난)|나(?:아져|아진|아졌고|빠져|빠진|온|와)|뛰(?:어|고|며)"
    r"|넘(?:는|은|어|고|긴|어선)|(?:웃|밑)(?:돈|도는|돌고)|(?:많|적)(?:은|고|아|어)"
    r"|(?:달하|이르)(?:는|고|며)|이른|그친|그치고|머문|머물고|견주(?:면|어)|보태(?:면|어|고)?"
    r"|더(?:하면|한|해)|합(?:하면|한|해|친|쳐)|모(?:은|아|으면)|얻(?:은|어)|맺(?:은|고|어)"
    r"|세운|지은|짓고|따(?:낸|내)|팔(?:고|아|린)|사들(?:인|여)|쓰(?:고|는)|쓴|써|담긴|잡은|짠"
    r"|준|는|든|난|간|온|된|한)$"
    r")"
)
_GLUED = re.compile(r"[가-힣]*(?:\)?[가-힣]*)")
"""What hangs on the figure before: its particle, with its bracket."""
_SKIP = frozenset(
    [
        "약",
        "총",
        "모두",
        "각각",
        "누적",
        "누계",
        "최대",
        "최소",
        "평균",
        "무려",
        "대략",
        "거의",
        "불과",
        "전체",
        "당초",
        "예상",
        "잠정",
        "지난해",
        "올해",
        "내년",
        "작년",
        "전년",
        "전년도",
        "올",
        "금년",
        "지난",
        "최근",
        "현재",
        "기준",
        "대비",
        "동기",
        "같은",
        "기간",
        "상반기",
        "하반기",
        "분기",
        "오는",
        "향후",
        "이번",
        "가장",
        "더",
        "역대",
        "사상",
        "신규",
        "추가",
        "또",
        "또한",
        "특히",
        "이어",
        "이",
        "그",
        "등",
        "및",
        "도합",
        "합계",
        "연간",
        "하루",
        "매년",
        "말",
        "초",
        "이후",
        "이상",
        "여",
        "규모",
        "수준",
        "중",
        "가운데",
        "것",
        "것으로",
        "것은",
        "나머지",
        "이를",
        "이는",
        "이로써",
        "전월",
        "이중",
        "이",
        "가운데",
        "전년보다",
        "지난달",
        "기록",
        "대해",
        "대하여",
        "부제",
        "제목",
        "시",
        "사",
        "군",
        "구",
        "도",
        "원",
        "이하",
        "미만",
        "초과",
        "안팎",
        "내외",
    ]
)
_TIME_WORD = re.compile(
    r"^(?:지난해|올해|내년|작년|전년|전월|지난달|이달|상반기|하반기|\d|동기|당초|올)"
)
_MEASURE_AFTER = re.compile(
    r"\)?(?:\s?(?:상당|규모|어치|가량|정도|이상|수준|짜리|대))*(?:의|이라는|라는"
    r"|인)\s+(?P<phrase>[^.,()\d%]{2,40})"
)
_NOUN_AFTER = re.compile(r"\s?(?P<phrase>[가-힣A-Za-z][^.,()\d%]{1,40})")
_MOVE_NOUN = re.compile(r"\s?(?:증가|감소|증대|향상|상승|성장|개선|확대|하락|축소|절감|할인)$")
_PROGRAMME = re.compile(
    r"[‘'「『\"“<《]([^’'」』\"”>》\n]{2,40})[’'」』\"”>》]"
    r"|((?:[가-힣A-Za-z0-9&·\-]+\s){0,4}[가-힣A-Za-z0-9&·\-]*(?:사업|프로젝트"
    r"|클러스터|비즈니스위크|산업전|박람회|축제|엑스포|영화제|페스티벌|대회"
    r"|전시회|상담회|설명회|사절단|펀드|센터|특구|단지|플랫폼))"
    r"(?=\s?등|[을를은는이가의에과와]|으로|에서|\s)"
)
_GENERIC = frozenset(
    [
        "사업",
        "지원",
        "분야",
        "기업",
        "개",
        "기관",
        "규모",
        "업체",
        "과제",
        "금액",
        "예산",
        "성과",
        "실적",
        "시설",
        "단지",
        "곳",
        "제품",
        "인력",
        "행사",
        "프로그램",
    ]
)


@dataclass(slots=True)
class Phrase:
    """The metric of a figure in the words of the text."""

    phrase: str = ""
    head: str = ""
    verb_class: str | None = None


def bare_noun(word: str) -> str:
    """Strip the particle of a word; nouns that merely end like one are left whole."""
    if len(word) < 2 or _WHOLE.search(word):
        return word
    stripped = _PARTICLE.sub("", word)
    return stripped if stripped else word


def phrase_of(
    text: str, start: int, end: int, figures: list[Candidate], index: int, done: list[Phrase]
) -> Phrase:
    """Find the metric phrase of one figure of a sentence; ``done`` has those of the ones before.

    The rules go from the closest tie to the loosest: a noun linked by 의, the noun before a
    bracket, the noun inside the counter, the noun beside the figure, the neighbours of a chain,
    the topic of the sentence, its subject or object.
    """
    figure = figures[index]
    floor = figures[index - 1].end if index else start
    limit = figures[index + 1].start if index + 1 < len(figures) else end
    found = Phrase(verb_class=_verb_class(text, figure, floor, limit, end))
    for words in (
        _linked(text, figure, limit),
        _adjacent_before(text, figure, floor),
        _inside_counter(figure),
        _noun_after(text, figure, limit),
    ):
        if words:
            found.phrase = " ".join(words)
            found.head = words[-1]
            break
    if not found.head and index and done:
        found.phrase, found.head = done[-1].phrase, done[-1].head
    if not found.head:
        words = _topic(text, start, figure.start)
        if words:
            found.phrase, found.head = " ".join(words), words[-1]
    if not found.head:
        words = _topic(text, figure.end, end)
        if words:
            found.phrase, found.head = " ".join(words), words[-1]
    return found


def programme_of(text: str, start: int, stop: int) -> str | None:
    """Give the programme, event or place of work that is named last before a figure."""
    last: str | None = None
    for found in _PROGRAMME.finditer(text, max(start, stop - 160), stop):
        name = (found[1] or found[2] or "").strip()
        if len(name) > 2:
            last = name
    return last


def generic(head: str) -> bool:
    """Tell whether a head says nothing by itself, so that section or programme must name it."""
    return head in _GENERIC


def _linked(text: str, figure: Candidate, limit: int) -> list[str]:
    found = _MEASURE_AFTER.match(text, figure.end, limit)
    return _forward(found["phrase"]) if found else []


def _forward(stretch: str) -> list[str]:
    """Collect the noun phrase at the beginning of a stretch, up to its first particle."""
    words: list[str] = []
    stretch = _MOVE_NOUN.sub("", stretch)
    for word in stretch.split():
        clean = word.strip("'\"·")
        if not clean or _VERBAL.search(clean):
            break
        noun = bare_noun(clean)
        if clean in ("및", "등"):
            break
        if noun:
            words.append(noun)
        if noun != clean and not clean.endswith("의"):
            break
        if len(words) >= 4:
            break
    while len(words) > 1 and _MOVE_NOUN.fullmatch(words[-1]):
        words.pop()
    return words


def _adjacent_before(text: str, figure: Candidate, floor: int) -> list[str]:
    begin = max(floor, figure.start - 60)
    if begin == floor and floor:
        glued = _GLUED.match(text, floor, figure.start)
        begin = glued.end() if glued else begin
    stretch = text[begin : figure.start]
    opening = stretch.rfind("(")
    if opening >= 0 and ")" not in stretch[opening:]:
        inner = stretch[opening + 1 :].strip()
        stretch = inner if _WORD.search(inner) and inner not in _SKIP else stretch[:opening]
    for mark in (",", "·", "▲", "△", "▷", "(", ")", ":", "…", "|", "\n", "→", ";"):
        cut = stretch.rfind(mark)
        if cut >= 0 and (mark != "·" or stretch[cut - 1 : cut] == " "):
            stretch = stretch[cut + 1 :]
    words: list[str] = []
    for word in reversed(stretch.split()):
        clean = word.strip("'\"‘’")
        if clean in _SKIP or not clean:
            if words:
                break
            continue
        if _TIME_WORD.match(clean):
            break
        noun = bare_noun(clean)
        if _VERBAL.search(clean):
            break
        if words and noun != clean and not clean.endswith("의"):
            break
        if (
            not words
            and clean.endswith(("에서", "보다", "에", "으로", "에는", "까지", "부터"))
            and noun != clean
        ):
            break
        words.insert(0, noun)
        if len(words) >= 3:
            break
    return words


def _inside_counter(figure: Candidate) -> list[str]:
    counter = (figure.counter or "").replace(" ", "")
    if counter.startswith("개") and len(counter) > 2 and counter not in ("개소", "개사"):
        return [counter[1:]]
    return []


def _noun_after(text: str, figure: Candidate, limit: int) -> list[str]:
    found = _NOUN_AFTER.match(text, figure.end, limit)
    if not found or not text[figure.end : figure.end + 1].isspace():
        return []
    return _forward(found["phrase"])


def _topic(text: str, start: int, stop: int) -> list[str]:
    """Find the last topic (은, 는), else the subject or object, of a stretch."""
    best: list[str] = []
    words = _WORD.findall(text[start:stop])
    for particles in (("은", "는"), ("이", "가"), ("을", "를")):
        for place in range(len(words) - 1, -1, -1):
            word = words[place]
            noun = bare_noun(word)
            if (
                noun != word
                and word.endswith(particles)
                and not _VERBAL.search(word)
                and noun not in _SKIP
            ):
                best = [noun]
                before = words[place - 1] if place else ""
                if (
                    before
                    and not _VERBAL.search(before)
                    and before not in _SKIP
                    and not _TIME_WORD.match(before)
                ):
                    stem = bare_noun(before)
                    if stem == before or before.endswith("의"):
                        best = [stem, noun]
                return best
    return best


def _verb_class(text: str, figure: Candidate, floor: int, limit: int, end: int) -> str | None:
    words = lexicon()
    found = words.verbs.search(text, figure.end, min(limit, figure.end + 40))
    if found is None:
        found = words.verbs.search(text, figure.end, min(end, figure.end + 120))
    if found is None:
        found = words.verbs.search(text, floor, figure.start)
    return words.verb_class[found[0]] if found else None
