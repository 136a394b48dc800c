"""Words of Korean text: what is a noun and what its particle says of it, and what is a verb.

No dictionary of the language and no analyser: particles are stripped, verbs are known by their endings
and a list of stems (phrases.toml). A word is looked at once; words come again and again.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, cast

Case = Literal["bare", "topic", "subject", "object", "of", "and", "adverbial", "than", "copula"]
"""What the particle of a noun makes of it; ``copula`` is `이다`, ``than`` a comparison."""
Sort = Literal["noun", "verb", "time", "skip", "mark"]

_PARTICLES: tuple[tuple[str, Case], ...] = (
    ("이라는", "of"), ("으로서", "adverbial"), ("으로써", "adverbial"), ("에서는", "adverbial"),
    ("에서도", "adverbial"), ("으로는", "adverbial"), ("으로도", "adverbial"), ("까지는", "adverbial"),
    ("에게는", "adverbial"), ("에게서", "adverbial"), ("이라고", "copula"), ("이었다", "copula"), ("이지만", "copula"),
    ("이라며", "copula"), ("이어서", "copula"), ("에게", "adverbial"), ("에는", "adverbial"), ("에도", "adverbial"), ("에만", "adverbial"),
    ("에서", "adverbial"), ("으로", "adverbial"), ("부터", "adverbial"), ("까지", "adverbial"), ("보다", "than"),
    ("라는", "of"), ("이나", "and"), ("이며", "copula"), ("이고", "copula"), ("이다", "copula"), ("인데", "copula"), ("였다", "copula"),
    ("처럼", "adverbial"), ("마다", "adverbial"), ("대로", "adverbial"), ("만큼", "adverbial"), ("조차", "adverbial"), ("께", "adverbial"),
    ("은", "topic"), ("는", "topic"), ("이", "subject"), ("가", "subject"), ("을", "object"), ("를", "object"),
    ("의", "of"), ("에", "adverbial"), ("로", "adverbial"), ("도", "topic"), ("만", "topic"), ("과", "and"), ("와", "and"), ("엔", "adverbial"),
)  # fmt: skip
# Nouns that end like a noun with a particle.
_WHOLE = re.compile(
    r"(?:평가|국가|증가|추가|물가|주가|농가|상가|단가|원가|허가|인가|참가|휴가"
    r"|여가|작가|전문가|부가|초고가|특가|대가|지가|유가|시가|고가|저가|임가|어가|외가|처가|가가|건축가|활동가|투자가|평가가|정가|수가|염가|싯가|실거래가|매매가|공시가|전세가|분양가|감정가"
    r"|제도|정도|속도|온도|만족도|청렴도|지도|경기도|강도|빈도|한도|보도|인지도|습도|농도|밀도|각도|년도|연도|학년도|반도|차도|인도|독도|완성도|선명도|투명도|정확도|기여도|의존도|이해도|체감도|참여도|활용도"
    r"|신뢰도|자립도|궤도|철도|제주도|난이도|선호도|수도|상수도|하수도|울릉도|거제도|강화도|용도|의도|태도|유도|시도|주도|선도|양도|부도|강원도|충청도|전라도|경상도|황해도|[가-힣]{1,3}[남북]도|[가-힣]자치도"
    r"|도로|경로|선로|철로|진로|항로|관로|통로|등산로|산책로|자전거도로|대로|활로|수로|해로|육로|피로|판로|말로|미로|노로|회로|원자로|소각로|용광로|고로|가로|세로|바로|별도로"
    r"|차이|어린이|놀이|높이|길이|나이|아이|먹이|종이|깊이|넓이|벼락이|고양이|호랑이|둘레길이|맞이|풀이|벌이|줄이|기이|특이|이이|사이|더이"
    r"|회의|협의|결의|동의|강의|주의|논의|심의|건의|합의|문의|유의|정의|의의|거의|고의|호의|명의|창의|편의|임의|질의|상의|하의|모의|유치의|폭우의"
    r"|성과|효과|결과|학과|부과|통과|초과|사과|경과|교과|내과|외과|치과|과과|수과|무과|[가-힣]{2,}정책과|[가-힣]{2,}관리과|[가-힣]{2,}행정과|총무과|복지과|환경과|경제과"
    r"|항만|불만|자만|비만|대만|천만|억만|오만|마을|가을|고을|노을|개울|서울|겨울|얼은|시은|본은|은행|국은|젊은|좋은|많은|높은|낮은|작은|적은|같은|검은|붉은|깊은|넓은"
    r"|우리은|하은|파로|기로|용기로|카페|무대로|자료로"
    r"|참나|하나|누나|어느|모나|나나|바나나|코로나|아나|언제나|엔에|모델하우스|티켓에|자녀|남녀|소녀|손녀|저녁|구간|시간|기간|공간|민간|야간|주간|월간|연간|인간|중간"
    r"|동부|서부|남부|북부|중부|정부|일부|전부|내부|외부|본부|간부|학부|후부|여부|기부|공부|농부|어부|주부|납부|교부|환부|세부|대부|두부"
    r"|무대|시대|세대|군대|부대|확대|증대|대대|연대|지대|토대|현대|상대|기대|초대|역대|최대|절대|고대|복대|등대|침대|간대|우대|광대|[가-힣]대학교?"
    r"|가지|에너지|소시지|이미지|메시지|페이지|토지|단지|농지|부지|대지|현지|각지|거지|유지|지지|중지|금지|복지|방지|폐지|정지|의지|편지|잡지|일지|표지|묘지|성지|산지|기지|휴지|바지"
    r"|보고|창고|재고|광고|최고|사고|신고|예고|경고|권고|국고|금고|출고|입고|고교|[가-힣]{1,2}다리|소비자)$"
)
_DATED = re.compile(r"[\d.,~·'\-]*\d(?:$|년|월|일|시(?!장)|분|초|주|개월|개년|%|분기|세기|[.,~])")
_EACH = re.compile(r"[가-힣]별(?:로|로는|로도|로만)?$|^(?:비율|금액|건수|수치|물량|액수)(?:로|으로)는?$|^[은는이가을를의에로와과며고서]$|^(?:으로|에서|에는|이며|이고)$")
_HADA = re.compile(
    r"(?:하|되|시키|받|당하)(?:는|고|며|여|면|지|기|다|던|도록|려|려고|자|니|게|더니|거나|므로|면서)[가-힣]{0,4}$"
    r"|(?:했|됐|하였|되었|시켰|받았|당했|했었|해졌)[가-힣]{0,5}$|.(?:해서|해|한다|된다|하는|되는|하여|되어|돼|하며|되며|하고|되고|하기|되면|하면|시킨|시켜|받은|받아|당한)$"
    r"|.{2,}(?:한|된|할|될)$|[가-힣]{2,}(?:으면|하면|되면|지면|나면|르면|리면|키면|기면|오면|내면)$"
)
_COMPLETE = re.compile(
    r"[았었였했됐렸왔갔났쳤졌겼뒀섰봤냈렀썼꼈셨팠켰췄](?:다|고|으며|으나|지만|는데|던|으니|을|습니다|음|기|다고|다는|다며)?$|(?:습니다|입니다|[ㅂ]니다|답니다)$"
    r"|[가-힣](?:는다|ㄴ다|인다|간다|온다|른다|린다|춘다|운다|든다|준다|쓴다|낸다|선다|진다|친다|킨다|긴다|한다|된다)(?:고|는|며)?$"
)
_ENDINGS = (
    # Endings that melt into the last syllable of the stem: final consonants of the conjoining alphabet.
    "\u11ab \u11af \u11ab다 \u11ab다고 \u11ab다는 \u11ab데 \u11b7 \u11b8니다 \u11bb다 \u11bb고 \u11bb으며 \u11bb던 \u11bb지만"
    " 는 는데 는다 은 을 고 고서 며 면 면서 면서도 다 다가 자 자마자 지 지만 지는 기 기로 기에 게 도록 니 던 음"
    " 어 아 어서 아서 여 여서 려 려고 려는 으려 으려는 으며 으면 으면서 서 도 야 은데 습니다 네 거나 든 든지 지고 져"
)
_ENDING = re.compile(
    "(?:" + "|".join(re.escape(unicodedata.normalize("NFD", end)) for end in _ENDINGS.split()) + ")?"
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The data file phrases.toml, arranged for looking up."""

    stems: frozenset[str]
    skip: frozenset[str]
    time: frozenset[str]
    generic: frozenset[str]
    measures: dict[str, tuple[str, ...]]
    counted: dict[str, str]


@cache
def vocabulary() -> Vocabulary:
    """Load the words of phrases; the first call reads the file."""
    source = Path(__file__).with_name("phrases.toml").read_text("utf-8")
    data = cast("dict[str, dict[str, list[str]]]", tomllib.loads(source))
    counted = cast("dict[str, str]", data["counted"])
    words = data["words"]
    return Vocabulary(
        stems=frozenset(unicodedata.normalize("NFD", stem) for stem in data["predicates"]["stems"]),
        skip=frozenset(words["skip"]),
        time=frozenset(words["time"]),
        generic=frozenset(words["generic"]),
        measures={family: tuple(endings) for family, endings in data["measures"].items()},
        counted=dict(counted),
    )


class Word(NamedTuple):
    """A word as printed, its noun without the particle, and what the particle makes of it."""

    text: str
    noun: str
    case: Case
    sort: Sort


@lru_cache(maxsize=32768)
def word(text: str) -> Word:
    """Look at one word, printed without marks around it."""
    known = vocabulary()
    if not text or not text[0].isalnum():
        return Word(text, text, "bare", "mark")
    if text in known.skip:
        return Word(text, text, "bare", "skip")
    if text in known.time or _DATED.match(text):
        return Word(text, text, "bare", "time")
    if _EACH.search(text):
        return Word(text, text, "bare", "skip")
    if len(text) >= 2 and text.endswith(("당", "당은")) and not text.endswith(("식당", "정당", "담당", "성당", "서당", "명당", "화당", "수당", "배당", "경로당", "불당", "회당", "마당", "일당", "의당", "사당")):
        return Word(text, text, "bare", "skip")
    if _WHOLE.search(text):
        return Word(text, text, "bare", "noun")
    if _is_verb(text, known):
        return Word(text, text, "bare", "verb")
    if text.endswith("인") and (text[:-1] in known.skip | known.time | known.generic or text.endswith("꼴인")):
        # 목표인, 이전인: the copula as an attribute.
        return Word(text, text[:-1], "of", "skip")
    for particle, case in _PARTICLES:
        if text.endswith(particle) and len(text) > len(particle):
            noun = text[: -len(particle)]
            if noun in known.time:
                return Word(text, noun, case, "time")
            if noun in known.skip:
                return Word(text, noun, case, "skip")
            if len(noun) == 1 and len(particle) == 1 and case in ("topic", "subject", "adverbial", "and"):
                # 회의, 종로, 국가: short words are nouns of their own more often than not.
                if noun not in ("값", "수", "쌀", "땅", "집", "차", "물", "배", "귤", "김", "굴", "비", "불", "빚", "돈"):
                    break
            return Word(text, noun, case, "noun")
    return Word(text, text, "bare", "noun")


def _is_verb(text: str, known: Vocabulary) -> bool:
    if _COMPLETE.search(text) or (len(text) >= 2 and _HADA.search(text)):
        return True
    letters = unicodedata.normalize("NFD", text)
    for end in range(min(len(letters), 16), 1, -1):
        if letters[:end] in known.stems and _ENDING.fullmatch(letters, end):
            return True
    return False
