"""Expressions of time: where they stand, how the text uses them, and which days they mean.

A stretch of text is searched once for what it says about time (`Told`); which days an expression
means depends on the day of publication and on the year that the text is about (`meaning`).
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from jipyo.figures.lexicon import lexicon

Use = Literal["plain", "comparison", "since", "until", "asof", "skip"]
"""How the text uses an expression of time; ``skip`` ones date no figure (records, datelines)."""

Grain = Literal["year", "part", "month", "day", "span"]

_TERMS = {1: date(1995, 7, 1), 2: date(1998, 7, 1)}
"""First days of the elected terms of local government; from the third on every four years."""

DAYS = {
    "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "이레": 7, "여드레": 8, "아흐레": 9,
    "열흘": 10, "보름": 15,
}  # fmt: skip
"""How many days the native words for days mean."""

_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_WORD = (
    r"지난\s?(?:한\s)?해|작년|전년도?|올해|올(?=\s?(?:상반기|하반기|들어|[1-4]\s?/?\s?4?\s?분기"
    r"|\d{1,2}\s?월|\d{1,2}[~-]\d"
    r"|연말|한\s?해|봄|여름|가을|겨울|설|추석|연초))|금년도?|당해|내년도?|재작년|내후년|이듬해|그해"
)
_YEAR = (
    r"(?P<year>(?:19|20)\d\d)(?:\s?(?:년도|년|학년도|회계연도|연도)|(?=[.]\s?\d{1,2}(?:월|[.~\s)]"
    r"|$)))"
    r"|'(?P<quoted>\d\d)(?:\s?년도?|(?=[.~)]))"
    r"|(?<![\d,.~-])(?<![~-] )(?P<two>[12]\d)(?:년도?(?=\s?\d{1,2}월|[~-]|부터|도)"
    r"|(?=\.\s?(?:1[0-2]|0?[1-9])\.))"
    r"|지난\s?(?P<short>\d\d)년(?!\s?(?:간|동안|새|만|사이|여|이|전|넘))"
    r"|(?<![\d,.~-])(?P<old>[7-9]\d)년(?=[도에의,)(]|부터|\s?\d|\s(?!만|간|동안|새|넘))"
    rf"|(?P<word>{_WORD})"
)
_PART = (
    r"(?:\.?\s?의?\s?(?:(?P<half>상반기|하반기)|(?P<quarter>[1-4])\s?(?:/\s?4)?\s?분기"
    rf"|(?P<month>{_MONTH})\s?(?:\.?\s?[~-]\s?(?P<last_month>{_MONTH})\s?)?(?:월(?!드)|\.(?!\d*[%억만]))"
    rf"(?:\s?(?P<day>{_DAY})(?:\s?[~-]\s?(?P<last_day>{_DAY}))?\s?(?:일(?!자리)|\.))?"
    r"|(?P<edge>연말|연초|안(?=에|으로)|[말초](?![가-힣])|[말초](?=기준|현재|까지|보다|대비|에\s|부터))))?"
)
_EXPRESSION = re.compile(
    r"(?P<stamp>(?:19|20)\d\d[.\-/]\s?(?:1[0-2]|0?[1-9])[.\-/]\s?(?:3[01]|[12]\d|0?[1-9])\.?(?!\d))"
    r"|(?P<from>(?:19|20)\d\d)\s?(?:년도?)?\s?[~-]\s?(?P<to>(?:19|20)?\d\d)\s?(?:년도?|(?=[)\s,]"
    r"|$))"
    rf"|(?:{_YEAR}){_PART}"
    r"|민선\s?(?P<term>\d{1,2})\s?기"
    r"|(?P<lapse>최근|지난|과거|이후|향후|앞으로)?\s?(?<![\d,.])(?P<count>\d{1,2})\s?"
    r"(?P<measure>년|개년|개월|주|일)\s?(?P<lapsed>간(?![담부격호병식척판행접편선소사])|동안|누계|누적|합계|새(?!로))"
    rf"|(?P<days>{'|'.join(DAYS)})(?:간(?!격)|\s?동안)"
    rf"|(?P<ahead>오는\s"
    rf"|다음\s)?(?<![\d.,])(?P<bare_month>{_MONTH})\s?(?:[~-]\s?(?P<bare_last>{_MONTH})\s?)?월(?!드|세)"
    rf"(?:\s?(?P<bare_day>{_DAY})(?:\s?[~-]\s?(?P<bare_last_day>{_DAY}))?\s?일(?!자리))?"
    rf"|(?<![\d.,/])(?<!\d\. )(?P<dot_month>{_MONTH})\.\s?(?P<dot_day>{_DAY})\."
    r"(?:(?=\s?(?:현재|기준|까지|부터|\([월화수목금토일]\)|~))"
    r"|(?=\s?\(\d+\s?(?:개월|일간|주)))"
    rf"|(?P<moment>지난\s?달|이번\s?달|이달|다음\s?달|내달"
    rf"|전월|전\s?분기)(?:\s?(?P<moment_day>{_DAY})(?:\s?[~-]\s?(?P<moment_last>{_DAY}))?일)?"
    r"|(?P<bare_edge>연말(?=까지|에는|\s?기준|\s\d)|연내)"
    r"|(?P<bare_half>상반기|하반기)|(?<!\d)(?P<bare_quarter>[1-4])\s?(?:/\s?4)?\s?분기"
    rf"|(?P<behind>지난\s)?(?<![\d.,가-힣])(?<!박 )(?P<only_day>{_DAY})"
    rf"(?:\s?[~-]\s?(?P<only_last>{_DAY}))?일(?!자리"
    rf"|간|\s?동안|\s?만|째|\s?이상|\s?이내|대|\s?전|\s?뒤|(?:의)?\s(?:대장정|열전|여정|일정))"
    r"|(?P<today>전날|이날|오늘|어제"
    r"|(?<![말일월년초시달] )(?:현재|지금)(?!\s(?:흡연|음주))(?:는|은|의)?"
    r"(?=\s(?:[가-힣]{2,10}\s){0,2}(?:약\s|총\s|주\s|월\s|[^\s\d]당\s"
    r"|모두\s)?$))"
)
_COMPARED = re.compile(
    r"\s(?!같은)[가-힣]{1,5}(?<!기준)(?:보다|에\s비해|에\s견줘|과\s견줘|와\s견줘)\s"
    r"|(?:의|도)?\s?(?:(?:같은\s?(?:기간|달|분기|시기|때|시점)|동기|동월|동분기|평균|수준|이맘때|말"
    r"|초|(?:당초\s)?(?:목표|계획|실적|본예산|예산|추경)[가-힣]{0,3})\s?)?(?:에"
    r"|과|와|의)?\s?(?:보다|대비|比|비(?=\s?[\d△▲+-]|\s?$)|비해|비하면|비교|견줘|견주|수준)|\s?(?:같은\s?(?:기간|달|분기"
    r"|시기|때|시점)|동기|동월|이맘때)"
)
_NAMED = re.compile(r"[^'\n]{2,40}'")
_SAME = re.compile(r"(?:의|도)?\s?(?:같은\s?(?:기간|달|분기|시기|때|시점)|동기|동월|동분기|이맘때)")
_SINCE = re.compile(r"\s?(?:말|초)?\s?(?:이후|부터|이래)|\s?[가-힣]{2,8}\s(?:이후|이래)")
_UNTIL = re.compile(r"\s?(?:말|초|중순|상순|하순)?\s?(?:까지|이전까지|내(?:에|로))")
_HAPPENED = re.compile(r"쏟아[졌진]|내[렸린]\s?[.다]|발생[했한]|일어[났난]|강타|덮[쳤친]")
"""What befell a place on a day."""
_ASOF = re.compile(
    r"\s?(?:말|초)?\s?(?:(?:오전|오후|새벽|밤|낮)\s)?(?:\d{1,2}시\s(?:\d{1,2}분\s)?|자정\s|정오\s)?(?:기준|현재)"
)
_RESIDES = re.compile(
    r"(?:기준|현재)(?:으로)?\s?[^,.\d]{0,14}"
    r"(?:주소|주민등록(?!\s?(?:상\s?)?(?:인구|세대))|거주|체류|등록을)"
)
_END_OF = re.compile(r"\s?말(?:(?![가-힣])|(?=기준|현재|보다|대비))")
_ENTERED = re.compile(r"\s?(?:들어|들어서|들어와)")
_RECORD = re.compile(
    # 지난해 역대 최대인 120억 원 is of last year; the most since a year is not of that year.
    r"(?!\s?(?:역대|사상)\s)\s?(?:이후|이래|부터)?\s?(?:[가-힣]+\s)?(?:만에\s|만의\s)?(?:역대\s"
    r"|사상\s)?(?:최[고대다저소]|처음|가장)"
)
_BEGUN = re.compile(
    r"(?:에|부터)?\s?(?:[가-힣]{0,8}\s){0,2}(?:시작|출범|문을 연|문 연|개장|설립"
    r"|개관|도입된|도입한|지정된|지정되|선정된|선정을|준공|착공|처음|창립|제정|개통|결성|시행된"
    r"|개원|건립된|연\s(?:뒤|후|이후|이래)"
    r"|지정을|승격|출시|취임)"
)
_PER_DAY = re.compile(r"\s(?:최대\s|평균\s|약\s)?")
_HANDED_IN = re.compile(
    r"(?:에|\s말)?\s(?:국회|의회|군의회|시의회|도의회|기획재정부|기재부|정부)에\s(?:제출|넘긴|낸|보고|신청)"
    r"|\s(?:[가-힣]{1,3}\s)?(?:\d{1,2}시[를에]?\s)?(?:[가-힣]{1,3}\s)?(?:국회|의회|군의회|시의회|도의회)\s?(?:본회의)?[를을에서]{0,2}\s(?:통과|의결|가결)"
)
_OLDER = re.compile(
    r"작\s|\s?이전에?\s(?:제작|만든|만들|지은|지어|준공|건축|건립|허가|사용승인|등록)|\s결산법인"
)
"""Of what age things are: 1990년 이전에 지은 주택, 1961년작 영화, 12월 결산법인."""
_TITLED = re.compile(
    r"(?:\s(?:[가-힣A-Za-z]{1,6}\s)?[가-힣A-Za-z·]{0,8}|[가-힣A-Za-z·]{1,8})"
    r"(?:박람회|축제|페스티벌|페스타|(?:영화|음악|문화|예술|연극|과학)제|음악회|콘서트|행사|대회|체전)"
    r"(?:에서|에는|에도|으로)?(?![가-힣]{2})"
)
"""Names of events, which may begin with the half of the year: 하반기 일자리박람회."""
_CAUSE = re.compile(
    r"\s(?:[가-힣]{1,6}\s)?(?:냉해|가뭄|태풍|산불|장마|폭우|호우|집중호우|폭염|한파|폭설|수해|우박|서리|지진|화재|사고)"
    r"(?:로|와|과|에|에도|\s?(?:때문|탓|여파|이후|피해))"
)
_ENDED_BY = re.compile(r"(?:\s말)?(?:로|을 끝으로|에)\s(?:마무리|마감|종료|끝난|끝낸|마친)")
"""What happened then does not date what is told."""
_SURVEY = re.compile(r"[^'\n]{2,30}(?:조사|통계|실태조사)'")
"""The year in the name of a survey is that of its results."""
_METHOD = re.compile(r"\W*(?:이번\s|이\s)?(?:조사|설문|설문조사|여론조사|면접)(?:는|은)\s")
_TURNS = re.compile(r"로\s(?:\d+|[가-힣]{1,4})\s?(?:회|번|년|돌|주년|살)(?:째|을|를)?")
"""올해로 19회째를 맞은: what turns so many, not when."""
_EDITION_BEFORE = re.compile(r"\s[^.,\d()]{1,14}(?:대회|행사|축제|조사|평가|때)보다\s?")
"""2013년 인천 대회보다 1870명: what is compared with."""
_IN_TERM = re.compile(
    r"\s?(?:공약인\s)?(?:\d년\s)?(?:임기\s?(?:안|내|말|중|동안|끝)|안에|까지|내(?:에|로))"
)
_CITED = re.compile(r"\s(?:[가-힣·A-Za-z]{1,12}\s){0,3}?[가-힣·A-Za-z]{0,12}에\s(?:따르면|의하면)")
_AFTER_YEARS = re.compile(r"\s?만(?:에|의)")
_BORN = re.compile(r"\s?(?:이전\s|이후\s)?(?:출생(?!아|\s?[신통건등률])|생\b|생[은이 ])")
_OUTSET = re.compile(r"출발점|시작으로|시작하여|시작해|계기로|물꼬")
_REPORTED = re.compile(
    r"밝혔|발표|전했|알렸|설명했|말했|공개|보도|공시|집계했다고|선언|강조|제출|내놓|따르면|의하면"
    r"|나타났다"
    r"|냈다|가졌|보고회|기자회견|고시|덧붙|브리핑|자료를|확정했|선포|기념"
)
_HELD = re.compile(
    r"체결|협약식|맺[었고은]|개최[했한하돼됐]|열[렸린고었려]|치[렀러른]|개막|폐막|진행[했한하됐된]"
    r"|[에서가이는은]\s연\s[^,.]{0,4}'|\d일\s(?:[^,.\d]{2,24}에서\s)?연\s"
    r"|막을 내[렸린]|다녀[갔간]|(?:참여|참석)한 가운데"
)
"""What took place on the day that a dateline names."""
_EVENT_WORDS = re.compile(
    r"막[을이] |[개폐][막장]|문을 |시작|펼쳐|돌입|마무리|끝|성료|종료|마[쳤친치]|대단원|열[렸린]"
    r"|개최된|치러진|진행된|이어진"
)
"""Words with which an event begins, ends or takes place."""
_ONGOING = re.compile(
    r"(?:(?:고|는)\s?있(?:다|습니다|음)|\s중(?:이다|에 있다|임)|(?:추진"
    r"|진행)\s?중(?:이다)?)[.\s\"']*$"
)
_CONTINUES = re.compile(
    r"\s*(?:또한|또|아울러|이와 함께|이와 더불어|더불어|이밖에|이 밖에|여기에"
    r"|이어|그리고|이 가운데|이 중|이중|이는|이 같은|이를|나머지)[\s,]"
)
_RESET = re.compile(r"이와 더불어|이와 함께|이와 별도|따로|별도로|이 밖에|한편")
_SO_FAR = re.compile(r"지금까지|현재까지|이제까지|여태|그동안|그간")
_YEARLY = re.compile(r"연간|(?:올해|연말|당초|올)\s?[가-힣\s]{0,6}목표")
_PLEDGES = re.compile(r"공약|이행\s?(?:완료|률|후)|정상\s?추진|일부\s?(?:부진|지연)")
_SUPPLEMENT = re.compile(r"추경|추가경정")
_TO_NUMBER = re.compile(
    r"(?:의|도|에는|에|은|는|엔)?\s?(?:[가-힣㎡㎏A-Za-z]{1,10}\s?(?:은|는|이|가"
    r"|의)?\s?){0,2}\(?\s?(?:약|총)?\s?"
    r"|(?:\s[가-힣]{1,6}){1,3}(?:\s때의?|의)\s"
)
_THAN = re.compile(r"보다|대비|비해|比")
_JOIN = re.compile(
    r"(?:\([월화수목금토일]\))?\s?(?:~|-|부터|에서|이후)\s?(?:지난\s|올\s)?"
    r"|\s?들어(?:서|와)?\s"
    r"|\s(?:[가-힣]{1,6}\s){1,2}(?:이후|부터)\s(?:지난\s|올\s)?|\s(?:[가-힣·]{1,10}\s){1,4}시작으로\s"
    r"|(?:에\s|\s)?(?:[가-힣]{2,12}\s){0,3}(?:(?:개장|개막|시작|출발|출범|개소|착수)(?:해|하여|돼|된|한)"
    r"|문을\s(?:열어|연))(?:\s(?:뒤|후|이후|이래))?\s"
)
_AND = re.compile(r"(?:과|와)\s|,\s?|·")
_EVENT = re.compile(
    r"(?<![\d년])(?P<year>(?:19"
    r"|20)\d\d)\s(?P<name>[가-힣A-Za-z][가-힣A-Za-z·\-]{2,})(?:\s(?P<more>[가-힣]{2,}))?"
)


_RATE_NOUN = re.compile(
    r"(?:보조금|지원금|단가|요금|한도|수당|시급|이용료|사용료|과태료|양육비|장려금|축하금|보험료|할인율|보조율|적립률)[은는]\s"
    r"[가-힣·\s]{0,12}$"
)
"""Nouns of what is paid by a rule, until the rule is changed."""
_BUDGET_NOUN = re.compile(
    r"(?:예산|사업비|국비|도비|시비|군비|구비|지방비|예비비|추경[가-힣]{0,2}|교부세|교부금|국고|재원|용역비"
    r"|공사비|기금)(?:으로|에서|에|은|는|도|을|를)?\s?(?:[가-힣]{1,6}\s)?(?:약\s?|총\s?|모두\s)?$"
)
_BUDGETED = re.compile(
    r"(?:의\s(?:예산|사업비|예비비|추경)[을를]\s?|[을를]\s)?(?:들여|들인|들였|투입|편성|반영|배정|책정"
    r"|쓴다|쓰기로|쓸 |풀어|푼다|풀기로)"
)
"""Words with which money is allotted: it is of the budget year, on whatever day it is spent."""
_SPENT = re.compile(r"(?:의\s(?:예산|사업비|자금|돈)[을를]\s?|[을를]\s|\s)?(?:들여|들인|투입|투자)")
"""Words with which money is put into what has a deadline: 2027년까지 부지에 800억 원을 들여."""
_SAME_TIME = re.compile(r"(?:^\s?|[^해년]\s)(?:같은|이)\s기간(?:에|의|동안)?\s")
_THEN = re.compile(
    r"\W*(?:[가-힣]{1,8}\s?[:：]\s?)?(?:당시|이때|그때|같은\s(?:시점|때|날))(?:의|에|에는)?\s"
)
"""Words that point back to the time of the sentence before."""
_BROKEN_DOWN = re.compile(
    r"\s*(?:[가-힣·]{1,8}\s){0,2}(?:[가-힣·]{1,8}별(?:로|로는|로도)?\s|(?:품목|국가|지역|업종|분야|부문|유형|종류|원인|장소|시기|연령|성)(?:으로|로)는\s)"
)
_INCLUDED = re.compile(r"포함(?:해|하여|한)\s(?:모두\s|총\s)?$")
_WITH_THIS = re.compile(r"\W*(?:이로써|이로서|이번\s[가-힣]{2,6}(?:으로|로)\s|이를\s포함해)")


_FIRST_YEAR, _LAST_YEAR = 1900, 2199
"""Years of which texts tell."""
_SOON = 4
"""A month without a year that is so near ahead is the one to come; else it is the one behind."""
_DIGIT = re.compile(r"\d")
_CLOSING = ".\"') \n"
_MODIFIES = re.compile(
    r"(?:에|부터)?\s(?:[가-힣]{1,6}[을를]\s)?[가-힣]{1,5}(?:설치|도입|조성|개장|개관|개통|제정|지정|시작|시행"
    r"|준공|완공|건립|출범|제작|문을)?(?:한|된|지은|만든|연|세운|놓은)\s"
)
_SEASONS = ("봄", "여름", "가을", "겨울")
_SIGNS = (
    "지난", "작년", "전년", "올해", "올 ", "금년", "당해", "내년", "내후년", "이듬해", "그해",
    "상반기", "하반기", "이달", "이번", "다음", "내달", "전월", "연말", "연내", "전날", "이날",
    "오늘", "어제", "현재", "지금", "분기",
)  # fmt: skip
"""Words without which a stretch without digits says nothing of time."""
_SHIFTS = {"지난달": -1, "전월": -1, "다음달": 1, "내달": 1}


class Expression(NamedTuple):
    """The parts of a printed expression of time: all that its meaning depends on.

    ``form`` says which of the parts are used: a year (`absolute`, or `relative` to the publication)
    or none (`bare`), each with half, quarter, months, days or edge; a `span` of years; an elected
    `term`; a `lapse` of so many years or months; a `moment` (지난달); a `day` of the month.
    ``behind`` says that a day or a month is the last one of its number (지난 27일, 지난 8월).
    """

    form: Literal["absolute", "relative", "bare", "span", "term", "lapse", "moment", "day"]
    year: int = 0
    half: str = ""
    quarter: int = 0
    month: int = 0
    last_month: int = 0
    day: int = 0
    last_day: int = 0
    edge: str = ""
    word: str = ""
    measure: str = ""
    ahead: bool = False
    behind: bool = False
    end: Expression | None = None


class Meaning(NamedTuple):
    """The days that an expression means, both inclusive, and how finely it tells them."""

    first: date | None
    last: date | None
    grain: Grain


class Mention(NamedTuple):
    """An expression of time in a stretch, with what the stretch says around it.

    ``gap`` counts the characters from its end to the end of the stretch, where a figure stands;
    ``bracket`` says that an open bracket is the last of them, ``close`` that only a noun stands
    between. ``same`` marks the same part of another year (전년 동기), ``begun`` that something
    began then, ``outset`` that what follows counts from then, ``entered`` a year under way (올
    들어), ``quoted`` that it stands in a name between quotation marks, ``within`` that something is
    to come true inside an elected term (임기 안에), ``at_end`` that the end of the period is meant
    (3분기 말), ``cited`` that it is the day on which a source was cited (18일 군에 따르면),
    ``crop`` that it is the year of a crop (2024년산), which its season may begin before, ``season``
    that a season of the year is meant (올여름), whose days the text may tell, ``modifies``
    that it says which one is meant (지난해 9월 설치한).
    """

    expression: Expression
    use: Use
    start: int
    end: int
    gap: int
    bracket: bool
    close: bool
    same: bool
    reset: bool
    begun: bool
    outset: bool
    entered: bool
    opens: bool
    quoted: bool
    within: bool
    at_end: bool
    cited: bool
    crop: bool
    season: bool
    modifies: bool


def _searched(sign: re.Pattern[str]) -> cached_property[bool]:
    """A sign for which a stretch is searched once, when it is first asked for."""
    return cached_property(lambda told: sign.search(told.text) is not None)


def _matched(sign: re.Pattern[str]) -> cached_property[bool]:
    """A sign with which a stretch may begin, looked at once, when it is first asked for."""
    return cached_property(lambda told: sign.match(told.text) is not None)


class Told:
    """What one stretch between two figures says about time.

    ``held``, ``happened``, ``reported`` and ``method`` say what took place on its day: an event, a
    misfortune, the news, the asking of a survey; ``event`` that one may begin, end or take place;
    ``then`` and ``same_time`` that it points back (당시, 같은 기간), ``broken_down`` that it goes
    through parts (품목별로), ``with_this`` that it counts up to this day (이로써); ``budget``,
    ``budgeted``, ``spent`` and ``included`` that its money is allotted, before or behind the
    figure; ``rate`` that it is paid by a rule; ``measure`` that the sentence ends with what is done
    now (지급한다); ``pledges`` that it tells how far the pledges of a term are kept.
    """

    def __init__(self, stretch: str) -> None:
        self.text = stretch
        self.mentions = mentions(stretch)

    # A stretch is asked for few of these: most sentences have no figure that needs a period.
    broken_down = _matched(_BROKEN_DOWN)
    budget = _searched(_BUDGET_NOUN)
    budgeted = _matched(_BUDGETED)
    continues = _matched(_CONTINUES)
    event = _searched(_EVENT_WORDS)
    happened = _searched(_HAPPENED)
    held = _searched(_HELD)
    included = _searched(_INCLUDED)
    method = _matched(_METHOD)
    pledges = _searched(_PLEDGES)
    rate = _searched(_RATE_NOUN)
    reported = _searched(_REPORTED)
    resets = _searched(_RESET)
    so_far = _searched(_SO_FAR)
    spent = _matched(_SPENT)
    supplement = _searched(_SUPPLEMENT)
    then = _matched(_THEN)
    with_this = _matched(_WITH_THIS)

    @cached_property
    def closes(self) -> bool:
        """Tell whether a bracket closes in the stretch."""
        return ")" in self.text

    @cached_property
    def measure(self) -> bool:
        """Tell whether the sentence ends with what is done now: 지급한다."""
        end = self.text[-16:]
        return end.rstrip(_CLOSING).endswith("다") and lexicon().measure.search(end) is not None

    @cached_property
    def ongoing(self) -> bool:
        """Tell whether the stretch ends with what goes on: 추진 중이다."""
        return _ONGOING.search(self.text[-40:].rstrip()) is not None

    @cached_property
    def same_time(self) -> bool:
        """Tell whether the stretch points back to the same part of another year."""
        return "기간" in self.text and _SAME_TIME.search(self.text) is not None

    @cached_property
    def whole_year(self) -> bool:
        """Tell whether the figure is said to be that of a whole year."""
        return "연간" in self.text[-14:]

    @cached_property
    def yearly(self) -> bool:
        """Tell whether the figure is one of a year, or of every year."""
        return self.whole_year or _YEARLY.search(self.text[-14:]) is not None


def mentions(stretch: str) -> tuple[Mention, ...]:
    """Find the expressions of time in a stretch; two that bound one period are joined."""
    if not _DIGIT.search(stretch) and not any([sign in stretch for sign in _SIGNS]):
        return ()
    found: list[tuple[int, int, Expression]] = []
    for match in _EXPRESSION.finditer(stretch):
        expression = _parse(match)
        if expression is None:
            continue
        start, end = match.span()
        if found and (
            _JOIN.fullmatch(stretch, found[-1][1], start)
            or (_AND.fullmatch(stretch, found[-1][1], start) and _next(found[-1][2], expression))
        ):
            first, _, earlier = found[-1]
            gap = stretch[found[-1][1] : start]
            joint = _joined(earlier, expression, by_publication=gap.endswith(("지난 ", "올 ")))
            if joint is not None:
                found[-1] = (first, end, joint)
                continue
        found.append((start, end, expression))
    said = [_mention(stretch, *each) for each in found]
    if len(said) > 1:
        dated = False
        for index, mention in enumerate(said):
            if dated and mention.expression.word == "올해" and _TITLED.match(stretch, mention.end):
                # 5일부터 9일까지 열린 올해 영화제: which one, not when.
                said[index] = mention._replace(use="skip")
            dated = dated or mention.expression.day > 0
    return tuple(said)


def _next(first: Expression, last: Expression) -> bool:
    """Tell whether an expression means the month right after another one: 7월과 8월."""
    return (
        last.form == "bare"
        and first.form in ("bare", "relative", "absolute")
        and not first.day
        and not last.day
        and first.month > 0
        and last.month == (first.last_month or first.month) + 1
    )


def _joined(
    first: Expression, last: Expression, *, by_publication: bool = False
) -> Expression | None:
    if first.form not in ("absolute", "relative", "bare", "term", "day", "moment") or (
        first.end is not None
    ):
        return None
    if last.form == "day" and last.word in ("이날", "오늘", "전날") and first.day:
        return first._replace(end=last)
    if last.form == "day" and last.day and first.day:
        end = last.last_day or last.day
        if end < first.day and first.form in ("moment", "day"):
            # 지난달 28일부터 5일까지: the end is of the month of the publication.
            return first._replace(end=last)
        # 2월 3일부터 14일까지: the end is of the month of the beginning.
        return first._replace(last_day=end)
    if last.form == "lapse" and last.measure == "일" and not last.word and first.day:
        # 10월 2일부터 사흘 동안
        return first._replace(end=last)
    if last.form == "lapse" and last.measure in ("년", "개년") and not last.word:
        # 2021년부터 4년간
        return first._replace(end=last) if first.form in ("absolute", "relative") else None
    if last.form == "bare" and first.form in ("absolute", "relative") and not by_publication:
        # '24.1~6월: the end is of the year of the beginning, unless it is 지난 6월.
        last = last._replace(form=first.form, year=first.year, word=first.word)
    if last.form not in ("absolute", "relative", "bare", "moment"):
        return None
    return first._replace(end=last)


def _number(text: str | None) -> int:
    return int(text) if text else 0


def _parse(match: re.Match[str]) -> Expression | None:
    if match["stamp"]:
        year, month, day = (int(part) for part in re.findall(r"\d+", match["stamp"])[:3])
        return Expression("absolute", year, month=month, day=day)
    if match["from"]:
        low, high = int(match["from"]), match["to"]
        last = int(high) if len(high) == 4 else low - low % 100 + int(high)
        if len(high) == 2 and last < low:
            # 1998~02년 runs over the turn of the century.
            last += 100
        return Expression("span", low, last_month=last) if low < last < low + 60 else None
    if match["term"]:
        return Expression("term", int(match["term"]))
    if match["count"]:
        return Expression(
            "lapse", int(match["count"]), word=match["lapse"] or "", measure=match["measure"],
            edge=match["lapsed"],
        )  # fmt: skip
    if match["days"]:
        return Expression("lapse", DAYS[match["days"]], measure="일", edge="간")
    if match["moment"]:
        return Expression(
            "moment", word=re.sub(r"\s", "", match["moment"]), day=_number(match["moment_day"]),
            last_day=_number(match["moment_last"]),
        )  # fmt: skip
    if match["bare_edge"]:
        return Expression(
            "relative", word="올해", edge="연말" if match["bare_edge"] == "연말" else "안"
        )
    if match["today"]:
        word = match["today"]
        return Expression("day", word="현재" if word.startswith(("현재", "지금")) else word)
    if match["only_day"] == "1" and _PER_DAY.fullmatch(match.string, match.end()):
        # 시설용량 1일 3만 7,450㎥
        return None
    if match["only_day"]:
        return Expression(
            "day",
            day=int(match["only_day"]),
            last_day=_number(match["only_last"]),
            behind=bool(match["behind"]),
        )
    if match["bare_month"]:
        return Expression(
            "bare", month=int(match["bare_month"]), last_month=_number(match["bare_last"]),
            day=_number(match["bare_day"]), last_day=_number(match["bare_last_day"]),
            ahead=bool(match["ahead"]), behind=match.string.endswith("지난 ", 0, match.start()),
        )  # fmt: skip
    if match["dot_month"]:
        return Expression("bare", month=int(match["dot_month"]), day=int(match["dot_day"]))
    if match["bare_half"]:
        return Expression("bare", half=match["bare_half"])
    if match["bare_quarter"]:
        return Expression("bare", quarter=int(match["bare_quarter"]))
    part = Expression(
        "absolute", half=match["half"] or "", quarter=_number(match["quarter"]),
        month=_number(match["month"]), last_month=_number(match["last_month"]),
        day=_number(match["day"]), last_day=_number(match["last_day"]), edge=match["edge"] or "",
    )  # fmt: skip
    if match["word"]:
        word = re.sub(r"\s", "", match["word"]).replace("한해", "해")
        return part._replace(form="relative", word=word)
    if match["year"]:
        year = int(match["year"])
    elif match["old"]:
        year = 1900 + int(match["old"])
    elif match["short"]:
        return part._replace(form="relative", year=int(match["short"]), word="short")
    else:
        short = int(match["quoted"] or match["two"])
        year = 1900 + short if short >= 60 else 2000 + short
    return part._replace(year=year)


def _mention(stretch: str, start: int, end: int, expression: Expression) -> Mention:
    after = stretch[end : end + 60]
    near = after[:40]
    use: Use = "plain"
    span = (
        expression.end is not None
        or expression.form == "span"
        or expression.last_day > 0
        or (expression.last_month > 0 and not expression.day)
    )
    yearly = expression.form in ("absolute", "relative") and not (
        expression.half or expression.quarter or expression.month or expression.edge
    )
    day = expression.day > 0 or expression.form == "day"
    begun = bool(_BEGUN.match(near))
    outset = bool(_OUTSET.search(after))
    if (
        (_BORN.match(near) and expression.form != "relative")
        or near.startswith("=")
        or _TURNS.match(near)
    ):
        # Years of birth, and the base of an index (2015년=100).
        use = "skip"
    elif _COMPARED.match(near) or (yearly and _EDITION_BEFORE.fullmatch(stretch, end)):
        use = "comparison"
    elif span:
        use = "plain"
    elif expression.form == "lapse":
        ahead = expression.word in ("향후", "앞으로", "이후")
        # 3년간 alone may lie ahead; it is used only as the scope of a document.
        use = "skip" if ahead or not expression.word or expression.edge == "새" else "plain"
    elif (
        _CAUSE.match(near)
        or (expression.form == "bare" and expression.half and _TITLED.match(near))
        or _OLDER.match(near)
        or (stretch.count("'", 0, start) % 2 == 1 and near.startswith("의 "))
        or _HANDED_IN.match(near)
        or _ENDED_BY.match(near)
        or (yearly and _RECORD.match(near))
        or _AFTER_YEARS.match(near)
    ):
        use = "skip"
    elif begun:
        use = "skip" if day else "since"
    elif _SINCE.match(near):
        use = "skip" if re.match(r"\s?이후\s?(?:최|처음|가장)", near) else "since"
    elif _UNTIL.match(near) or expression.edge == "안":
        use = "until"
    elif (
        _ASOF.match(near)
        or expression.edge in ("말", "연말")
        or (
            (expression.month or expression.quarter or expression.form == "moment")
            and _END_OF.match(near)
        )
        or expression.word == "현재"
    ):
        use = "asof"
    if use == "asof" and day and _RESIDES.search(near):
        # 1월 1일 기준 주소를 둔 농업인: who is meant, not when.
        use = "skip"
    if use == "plain" and not day and outset:
        use = "since"
    return Mention(
        expression,
        use,
        start,
        end,
        len(stretch) - end,
        stretch.endswith("("),
        bool(_TO_NUMBER.fullmatch(stretch, end)) and not _THAN.search(after),
        bool(_SAME.match(near)),
        bool(_RESET.search(stretch, end)),
        begun,
        outset,
        bool(_ENTERED.match(near)),
        stretch.endswith(("(", "('"), 0, start),
        stretch.count("'", 0, start) % 2 == 1
        and bool(_NAMED.match(stretch, end))
        and not _SURVEY.match(stretch, end),
        bool(_IN_TERM.match(near)),
        bool(_END_OF.match(near)),
        bool(_CITED.match(near)),
        near.startswith("산 "),
        yearly and near.lstrip().startswith(_SEASONS),
        _MODIFIES.match(near) is not None,
    )


@lru_cache(maxsize=512)
def year_of(year: int) -> tuple[date, date]:
    """Give the first and the last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


@lru_cache(maxsize=4096)
def month_end(year: int, month: int) -> date:
    """Give the last day of a month."""
    return date(year, month, _size(year, month))


def _size(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def _clipped(year: int, day: date) -> date:
    return date(year, day.month, min(day.day, _size(year, day.month)))


def moved(day: date, years: int) -> date:
    """Give the same day of another year; the last day of a month stays the last one."""
    year = min(max(day.year + years, 1), 9999)
    if day.day == _size(day.year, day.month):
        return month_end(year, day.month)
    return _clipped(year, day)


@lru_cache(maxsize=8192)
def meaning(expression: Expression, published: date | None, topic: int | None) -> Meaning | None:
    """Give the days that an expression means; None where they cannot be known.

    ``topic`` is the year that the text is about; a base of comparison (전년, 지난해) counts from it
    where it lies ahead of the publication, as in releases on next year's budget. A publication
    outside of the years that are read is none: nothing counts from it.
    """
    if published is not None and not _FIRST_YEAR <= published.year <= _LAST_YEAR:
        published = None
    if expression.end is not None:
        first = meaning(expression._replace(end=None), published, topic)
        if expression.end.form == "lapse":
            if first is None or first.first is None:
                return None
            if expression.end.measure == "일":
                days = timedelta(expression.end.year - 1)
                return Meaning(first.first, first.first + days, "day")
            year = first.first.year + expression.end.year - 1
            return Meaning(first.first, date(year, 12, 31), "span")
        last = meaning(expression.end, published, topic)
        if first is None or last is None or first.first is None or last.last is None:
            return None
        begin, end = first.first, last.last
        bare = expression.form == expression.end.form == "bare"
        if bare and begin.year < end.year and begin.month <= end.month:
            # 7~8월과 9월, told in May: of one year.
            end = moved(end, begin.year - end.year)
        if begin > end:
            if bare:
                # 10월부터 3월까지 runs over the turn of a year.
                return Meaning(_clipped(begin.year - 1, begin), end, "span")
            return None
        part = expression.end.form in ("bare", "moment") or begin.year == end.year
        return Meaning(begin, end, "part" if part else "span")
    form = expression.form
    if form == "span":
        return Meaning(date(expression.year, 1, 1), date(expression.last_month, 12, 31), "span")
    if form == "term":
        return _term(expression, published)
    if form == "absolute":
        return _part(expression, expression.year)
    if published is None:
        return None
    if form == "relative":
        year = _relative_year(expression, published, topic)
        return _part(expression, year) if year is not None else None
    if form == "lapse":
        return _lapse(expression, published)
    if form == "moment" and expression.word == "전분기":
        quarter = (published.month - 1) // 3
        return _quarter(published.year - (quarter == 0), quarter or 4)
    if form == "moment":
        shift = _SHIFTS.get(expression.word, 0)
        year, month = divmod(published.year * 12 + published.month - 1 + shift, 12)
        if expression.day:
            return _months(expression._replace(month=month + 1), year)
        return Meaning(date(year, month + 1, 1), month_end(year, month + 1), "month")
    if form == "day":
        return _day_near(expression, published)
    return _bare(expression, published, topic)


def _relative_year(expression: Expression, now: date, topic: int | None) -> int | None:
    word = expression.word
    if word == "short":
        # 지난 20년 is the year 2020 shortly after it, and twenty years otherwise.
        short = expression.year
        return now.year - now.year % 100 + short if 0 <= now.year % 100 - short <= 4 else None
    if word.startswith("전년") and topic is not None:
        return topic - 1
    if word in ("지난해", "작년") and topic == now.year + 1:
        return now.year
    if word in ("그해", "당해"):
        return topic or now.year
    if word == "이듬해":
        return topic + 1 if topic is not None else None
    shifts = {"지난해": -1, "작년": -1, "재작년": -2, "내후년": 2}
    if word in shifts:
        return now.year + shifts[word]
    if word.startswith("전년"):
        return now.year - 1
    return now.year + 1 if word.startswith("내년") else now.year


def _part(expression: Expression, year: int) -> Meaning | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    if expression.half:
        return _half(year, expression.half)
    if expression.quarter:
        return _quarter(year, expression.quarter)
    if expression.month:
        return _months(expression, year)
    if expression.edge in ("초", "연초"):
        return Meaning(date(year, 1, 1), date(year, 1, 31), "month")
    if expression.edge:
        return Meaning(date(year, 12, 31), date(year, 12, 31), "month")
    return Meaning(*year_of(year), "year")


def _months(expression: Expression, year: int) -> Meaning | None:
    month = expression.month
    last = expression.last_month or month
    if last < month:
        return None
    if expression.day:
        end = expression.last_day or expression.day
        if not expression.day <= end <= _size(year, month):
            return None
        first = date(year, month, expression.day)
        return Meaning(first, date(year, month, end), "day")
    grain: Grain = "month" if last == month else "part"
    return Meaning(date(year, month, 1), month_end(year, last), grain)


def _half(year: int, word: str) -> Meaning:
    if word == "상반기":
        return Meaning(date(year, 1, 1), date(year, 6, 30), "part")
    return Meaning(date(year, 7, 1), date(year, 12, 31), "part")


def _quarter(year: int, quarter: int) -> Meaning:
    month = quarter * 3
    return Meaning(date(year, month - 2, 1), month_end(year, month), "part")


def _bare(expression: Expression, now: date, topic: int | None) -> Meaning | None:
    """Give the days of a month, quarter or half without a year: the nearest one behind."""
    if expression.half:
        return _half(topic if topic is not None else now.year, expression.half)
    if expression.quarter:
        year = now.year if expression.quarter <= (now.month + 2) // 3 else now.year - 1
        if topic is not None and topic < now.year:
            year = topic
        return _quarter(year, expression.quarter)
    month = expression.month
    soon = 0 if expression.last_month else _SOON
    year = now.year if month <= now.month + soon else now.year - 1
    if expression.ahead:
        year = now.year if month >= now.month else now.year + 1
    elif expression.behind:
        # 지난 8월 in May is not the one to come.
        year = now.year if month <= now.month else now.year - 1
    elif (
        topic is not None
        and topic < now.year
        and month > now.month
        and not (expression.last_day and month <= now.month + soon)
    ):
        # 도서관주간(4월 12~18일) in March is the one to come.
        year = topic
    return _months(expression, year)


def _day_near(expression: Expression, now: date) -> Meaning | None:
    if expression.word:
        shift = 1 if expression.word in ("전날", "어제") else 0
        return Meaning(now - timedelta(shift), now - timedelta(shift), "day")
    end = expression.last_day or expression.day
    year, month = now.year, now.month
    if expression.behind and expression.day > now.day:
        # 지난 27일 on the 1st: of the month before.
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    if not expression.day <= end <= _size(year, month):
        return None
    return Meaning(date(year, month, expression.day), date(year, month, end), "day")


def term_end(number: int) -> date | None:
    """Give the last day of the elected term with this number (민선8기: 30 June 2026)."""
    days = _term_days(number)
    return days[1] if days is not None else None


def _term_days(number: int) -> tuple[date, date] | None:
    if not 1 <= number <= 40:
        return None
    first = _TERMS.get(number) or date(2002 + 4 * (number - 3), 7, 1)
    return first, date(first.year + (3 if number == 1 else 4), 6, 30)


def _term(expression: Expression, now: date | None) -> Meaning | None:
    days = _term_days(expression.year)
    if days is None:
        return None
    first, over = days
    if now is None or now > over:
        return Meaning(first, over, "span")
    if now < first:
        return None
    # A review of so many years is made in the days after the anniversary.
    last = date(now.year, 6, 30) if _of_review(now) or now.month == _ANNIVERSARY else None
    return Meaning(first, max(last or now, first), "span")


_ANNIVERSARY = 6
"""The month with whose end a year of an elected term ends."""


def _of_review(now: date) -> bool:
    """Tell whether a day is one of those after the anniversary of the elected terms."""
    return now.month == 7 and now.day < 15


def _lapse(expression: Expression, now: date) -> Meaning | None:
    count, measure = expression.year, expression.measure
    if measure in ("주", "일"):
        days = count * (7 if measure == "주" else 1)
        return Meaning(now - timedelta(days - 1), now, "span") if 0 < days <= 370 else None
    months = count if measure == "개월" else count * 12
    if not 0 < months <= 240:
        return None
    if measure != "개월" and count <= 4 and expression.word == "지난" and _of_review(now):
        # 지난 2년간: of a term of office, looked back on.
        return Meaning(date(now.year - count, 7, 1), date(now.year, 6, 30), "span")
    if expression.word in ("향후", "앞으로", "이후"):
        return Meaning(now, None, "span")
    if expression.edge in ("누계", "누적", "합계") and measure != "개월":
        return Meaning(date(now.year - count + 1, 1, 1), date(now.year, 12, 31), "span")
    year, month = divmod(now.year * 12 + now.month - months, 12)
    return Meaning(date(year, month + 1, 1), month_end(now.year, now.month), "span")


def event_at(text: str, start: int) -> tuple[int, str] | None:
    """Read an event that carries its year (2020 한-세계화상 비즈니스위크) at its first digit.

    Gives the year and the last word of the name that is long enough to be known again.
    """
    match = _EVENT.match(text, start)
    if match is None:
        return None
    name = match["name"].strip("-·")
    more = match["more"] or ""
    if len(more) >= 5 and not more.endswith(("에서", "까지", "부터", "으로")):
        return int(match["year"]), re.sub(r"[은는이가을를의에]$", "", more)
    return (int(match["year"]), name) if len(name) >= 4 else None
