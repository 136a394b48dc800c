"""What a figure claims: its kind, its role, and the sign of a change."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jipyo.figures.marks import Candidate
from jipyo.figures.model import Kind, Role

_UP_WORDS = (
    r"늘|증가|증대|증액|증원|증편|상승|오르|올라|올랐|오른|성장|신장|확대|급증"
    r"|급등|급상승|높아|높은|높다|높게|높였|높일|높았"
    r"|많은|많아|많다|많았|많이|향상|개선|나아|나은|불어|불었|뛰|인상|상향|치솟"
    r"|껑충|회복|커진|커졌|급성장|폭증|반등|플러스|강화|신규 증가|웃돌|웃돈"
)
_DOWN_WORDS = (
    r"줄|준 |준\b|감소|하락|떨어|떨군|내려|내린|내렸|축소|급감|급락|낮아|위축"
    r"|감액|삭감|뒷걸음|후퇴|빠졌|빠진|인하|하향"
    r"|쪼그라|적은|적다|적었|적어|폭락|둔화|마이너스|밑돌|밑돈|역성장"
)
_LOWER_WORDS = r"낮은|낮다|낮게|낮았|낮으"
# Reductions that are the aim of a measure keep their sign: the saving itself is what is counted.
_SAVED_WORDS = r"절감|저감|단축|감축|경감|감면|할인|절약|개선"
_BRIDGE = (
    r"\)?(?:\([^()]{0,40}\))?\s?(?:[이가은는을를만]|이나|나|의|가량|정도|이상|씩|포인트)?\s?"
    r"(?:가량|정도|이상|가까이|넘게|남짓|이나|씩|포인트|안팎|수준)?[이가을를]?\s?"
    r"(?:각각|더|다시|크게|소폭|대폭|추가로|또|순|훌쩍|가파르게|꾸준히|오히려|큰 폭으로)?\s?"
)
_MOVES = re.compile(
    rf"{_BRIDGE}(?:(?P<saved>{_SAVED_WORDS})|(?P<up>{_UP_WORDS})"
    rf"|(?P<down>{_DOWN_WORDS})|(?P<lower>{_LOWER_WORDS}))"
)
_MOVES_NOUN = re.compile(
    r"의\s(?:[가-힣·]{1,12}\s?){1,3}?(?P<up>증가|증대|향상|상승|성장|개선|확대)"
    r"|의\s(?:[가-힣·]{1,12}\s?){1,3}?(?P<down>감소|하락|축소)"
)
_MOVED_BEFORE = re.compile(rf"(?:{_UP_WORDS}|{_DOWN_WORDS})[가-힣]{{0,2}}\s(?:약|총)?\s?$")
_RESULT = re.compile(r"\)?(?:\([^()]{0,40}\))?(?:으로|로|까지)(?=[\s,)]|$)")
_FROM = re.compile(
    r"\)?(?:\([^()]{0,40}\))?\s?(?:이었던|였던|인)?\s?(?:에서|보다|대비|에 비해"
    r"|에 견줘|과 비교|와 비교|에 비하|에서는?|→|과 견줘|와 견줘)"
)
_CHAIN = re.compile(
    r"\)?(?:[이가을를]|에)?\s?(?:[,·/]|와|과|및)?\s?(?:비율로|비율로는|무려|약|총|각각|모두)?\s?\(?"
)
_NAMED_CHAIN = re.compile(
    r"\)?\s?(?:[,·/▲△▷]|와|과|및)\s?(?:약|총|각각|▲|△"
    r"|▷)?\s?[가-힣A-Za-z·()\s]{1,24}?(?:[은는이가]\s|\s)?\(?"
)
_RATE_NOUN = re.compile(
    r"(?:증가율|증감률|성장률|상승률|신장률|감소율|하락률|증감|등락률|신장세"
    r"|증가폭|성장세|인상률|변동률)[은는이가도의]?\s?(?:약|평균|각각"
    r"|연평균)?\s?[(:]?\s?$"
)
_AMOUNT_NOUN = re.compile(
    r"(?:증가액|증액분|증가분|증액|감소액|감액|증감액|증가폭|감소폭|상승폭"
    r"|순증)[은는이가도의]?\s?(?:약|총)?\s?[(:]?\s?$"
)
_RATE_LEVEL = re.compile(
    r"(?:고용률|실업률|취업률|투표율|이용률|가동률|자립도|청렴도|만족도|출산율"
    r"|공실률|금리|이율|수익률|보급률|참여율|합격률|분양률|입주율"
    r"|응답률|등록률|완치율|접종률|재활용률|자급률|시청률|찬성률|지지율|할인율"
    r"|세율|요율|보조율|경제활동참가율|충원율|진학률|이직률|치명률|출생률|사망률"
    r"|재정자주도)[은는이가도의]?\s?(?:약|평균|각각)?\s?[(:]?\s?$"
)
_ATTAIN_NOUN = re.compile(
    r"(?:달성률|이행률|집행률|공정률|진척률|진도율|추진율|완료율|목표율|달성도"
    r"|징수율|소진율|공정율)[은는이가도의]?\s?(?:약|평균|각각)?\s?[(:]?\s?$"
)
_AGAINST_TARGET = re.compile(
    r"(?:목표|계획)[^.]{0,34}(?:대비|의|견주면|비해|비하면|보다)\s?(?:약\s?)?$"
)
_ATTAIN_AFTER = re.compile(
    r"(?:의\s)?(?:이행률|달성률|집행률|공정률|진척률)|[를을]?\s?(?:초과\s?)?(?:달성|이행|집행)"
)
_SHARE_AFTER = re.compile(
    r"\)?[가이를을은는에의]?\s?(?:이상|가량|정도|수준"
    r"|안팎)?[을를이가에의]?\s?(?:차지|해당|점유|비중|비율|나 차지|달하는 비중"
    r"|이상을 차지|로 가장 많|로 가장 높)"
)
_SHARE_BEFORE = re.compile(
    r"(?:비중|비율|점유율|구성비|몫|가운데|중|전체의|중에서"
    r"|의)[은는이가도의]?\s?(?:약|무려|각각|절반이 넘는|평균)?\s?[(:]?\s?$"
)
_TARGET_BEFORE = re.compile(
    r"목표(?:치|액|량|인|했던|였던|로|는|은|를|대수|인원|금액|매출"
    r"|수출액)?[가-힣]{0,3}\s?(?:약|총|연간|인|보다)?\s?[(:]?\s?$|목표(?:치|액"
    r"|량)?[은는]\s(?:[^.\d]|\d+년){0,14}$"
)
_TARGET_AFTER = re.compile(
    r"\)?(?:\([^()]{0,40}\))?[을를이가은는]?\s?(?:이상|수준|규모|유치|달성|돌파"
    r"|확보|구축|보급|창출|조성|양성"
    r"|시대)?[을를이가]?\s?(?:[을를]\s)?목표(?!\s?대비)"
)
_PLAN_END = re.compile(
    r"(?:[할될올릴칠낼갈줄일울쓸늘들킬길을설볼]|나갈|세울)\s?(?:계획|예정|방침"
    r"|생각|구상|목표|복안|참)|키로\s?(?:하|했)|기로\s?(?:하고|했|한|합의)"
    r"|목표다|목표로|포부|청사진"
)
# A clause that tells what was done shields its figures from a plan that follows it.
_DONE = re.compile(r"[았었였했됐렸왔갔났쳤졌겼]\s?(?:고|으며|지만|으나|는데|다\.|다고|던)")
_UNTIL = re.compile(r"(?:년|월|말|분기|반기|내년|올해|연말|기)\s?까지")
_FORECAST_AFTER = re.compile(
    r"[^.\d]{0,30}?(?:것으로|효과[가를]?|로|이|을|를|될|할|도)?\s?(?:예상|전망"
    r"|예측|기대|내다보|내다봤|관측)"
)
_FORECAST_BEFORE = re.compile(
    r"(?:유발\s?효과|파급\s?효과|경제\s?효과|기대\s?효과"
    r"|경제적\s?(?:파급\s?)?효과|전망치|예상치|예상액|예측치"
    r"|추정치)[가-힣]{0,3}\s?(?:약|총)?\s?[(:]?\s?$"
)
_CUMULATIVE = re.compile(r"누적|누계|통산|지금까지|현재까지|그동안|그간|총누적")
_SINCE = re.compile(r"이후|부터|이래")
_CAPACITY_BEFORE = re.compile(
    r"(?:수용\s?(?:인원|능력|규모)|정원|처리\s?(?:용량|능력|규모)|생산\s?(?:능력"
    r"|규모)|저장\s?(?:용량|능력|규모)|설비\s?용량|발전\s?(?:용량|규모)|용량"
    r"|객석|좌석|주차\s?(?:면수|대수|규모)|생산능력)[은는이가]?\s?(?:연간|하루"
    r"|일|약|총|최대)?\s?[(:]?\s?$"
)
_CAPACITY_AFTER = re.compile(
    r"\)?[을를이가의]?\s?(?:규모의?\s)?(?:수용|처리할 수|저장할 수|생산할 수"
    r"|수용할|동시에|주차할|을 갖춘|규모의?\s?(?:경기장|체육관|공연장|주차장"
    r"|극장|컨벤션|전시장|저장|처리|발전|하수|정수|소각))"
)
_FLOW_NOUN = re.compile(
    r"수출|수입|매출|생산액|생산량|유치|계약|협약|상담|판매|거래|지출|소비|기부"
    r"|모금|교역|무역|흑자|적자|체결|방문|관람|이용|참가|참여|구축|보급|신청"
    r"|선정|채용|고용|창출|취업|양성"
    r"|배출|발생|개최|파견|건립|발굴|접수|출생|사망|전입|전출|수료|다녀|찾|실적|수주|지급|할인|투자"
)
_STOCK_NOUN = re.compile(
    r"예산|국비|도비|시비|군비|사업비|회계|기금|부채|채무|자산|잔액|인구|보유"
    r"|등록|재학|종사자|가격|임금|요금|금리|연봉|자부담|총사업비|보조금|교부세"
    r"|융자|자금|펀드"
)
_CEILING_BEFORE = re.compile(r"(?:최대|최고|많게는)\s?(?:[가-힣]{1,6}\s)?$")
_CEILING_AFTER = re.compile(r"(?:까지|\s?이내|\s?한도|\s?이하|\s?범위)")
_PER_UNIT = re.compile(
    r"(?:[가-힣%㎡]당|[가-힣]\s?마다|(?:한|1)\s?(?:대|명|곳|가구|개|마리|건"
    r"|회)당)\s?(?:연간|연|월|매월|최대|평균|약|각각|국비|하루|총"
    r"|하루 평균)?\s?(?:최대|평균|약)?\s?$"
)
_CONVERSION = re.compile(
    r"\(\s?(?:약|한화|한화로|원화|원화로|우리 돈|우리돈|미화"
    r"|우리 돈으로)?\s?(?:약)?\s?$|(?:한화|우리 돈|원화)(?:로"
    r"|으로)?\s?(?:약)?\s?$"
)
_BASE_YEAR = re.compile(
    r"(?:전년|지난해|작년|전월|전년도|올해|당초|기존|종전|[전작]년 동기)(?:의|도|까지)?\s?\(?\s?$"
)


@dataclass(slots=True)
class Claim:
    """What is known of one figure of a sentence while its neighbours are judged.

    ``direction`` is 1 for a rise, -1 for a fall, 0 where nothing moves; ``moved`` says that the
    verb governs the figure itself, so that it is the change and not the level.
    """

    kind: Kind = "level"
    role: Role = "report"
    direction: int = 0
    moved: bool = False
    positive: bool = False
    planned: bool = False


def claims(text: str, start: int, end: int, figures: list[Candidate]) -> list[Claim]:
    """Judge the figures of one sentence together, from the last to the first.

    Korean puts the verb at the end, and the numbers of a list share it; so each figure may take
    over what its right neighbour was found to be.
    """
    found: list[Claim] = [Claim() for _ in figures]
    for index in range(len(figures) - 1, -1, -1):
        floor = figures[index - 1].end if index else start
        limit = figures[index + 1].start if index + 1 < len(figures) else end
        found[index] = _claim(text, start, end, floor, limit, figures, index, found)
    for index, claim in enumerate(found):
        _settle_neighbours(text, figures, found, index, claim)
    return found


def _claim(
    text: str, start: int, end: int, floor: int, limit: int,
    figures: list[Candidate], index: int, found: list[Claim],
) -> Claim:  # fmt: skip
    figure = figures[index]
    claim = Claim()
    lead = text[max(floor, figure.start - 48) : figure.start]
    context = text[max(start, figure.start - 60) : figure.start]
    tail = text[figure.end : limit]
    rest = text[figure.end : min(end, figure.end + 90)]
    following = found[index + 1] if index + 1 < len(figures) else None
    next_figure = figures[index + 1] if index + 1 < len(figures) else None
    _move(claim, figure, lead, tail, rest, following, next_figure)
    claim.role = _role(text, figure, lead, rest, figures[index - 1] if index else None, floor)
    plan = _PLAN_END.search(text, figure.end, min(end, figure.end + 160))
    claim.planned = plan is not None and not _DONE.search(text, figure.end, plan.start())
    claim.kind = _kind(claim, figure, lead, context, tail, rest, following, next_figure, text, end)
    return claim


def _move(
    claim: Claim, figure: Candidate, lead: str, tail: str, rest: str,
    following: Claim | None, next_figure: Candidate | None,
) -> None:  # fmt: skip
    """Find whether a verb of rising or falling governs the figure."""
    if figure.sign:
        claim.direction, claim.moved = figure.sign, True
        return
    if _RESULT.match(rest) or _FROM.match(rest):
        return
    found = _MOVES.match(rest) or (_MOVES_NOUN.match(rest) if figure.sort == "percent" else None)
    if found:
        groups = found.groupdict()
        if groups.get("saved"):
            claim.positive, claim.direction, claim.moved = True, 1, True
        elif groups.get("lower"):
            # "Lower than" is a change only against an earlier time; the base is judged later.
            claim.direction, claim.moved = -1, True
        else:
            claim.direction = 1 if groups.get("up") else -1
            claim.moved = True
        return
    if following is None or next_figure is None or not following.moved or next_figure.sign:
        return
    if _MOVED_BEFORE.search(lead):
        # 8% 늘어난 50만 명, ...: the verb is spent, the figure is what it led to.
        return
    if (
        _CHAIN.fullmatch(tail)
        and (next_figure.sort == "percent" or next_figure.unit == figure.unit)
    ) or (
        _NAMED_CHAIN.fullmatch(tail)
        and (
            (figure.sort == "percent" and next_figure.sort == "percent")
            or (("은 " in tail or "는 " in tail) and figure.sort != "money")
            or (("이 " in tail or "가 " in tail) and figure.unit == next_figure.unit)
        )
    ):
        claim.direction, claim.moved = following.direction, True
        claim.positive = following.positive


def _role(
    text: str, figure: Candidate, lead: str, rest: str, previous: Candidate | None, floor: int
) -> Role:
    if _PER_UNIT.search(lead) or re.search(
        r"당\s?(?:최대|평균|약|연간|월|국비|각각|연|총)?\s?$", lead[-8:]
    ):
        return "per_unit"
    if (
        previous is not None
        and figure.sort == "money"
        and previous.sort == "money"
        and previous.unit != figure.unit
        and _CONVERSION.search(lead)
    ):
        return "conversion"
    if _FROM.match(rest) and figure.unit != "rank":
        return "base"
    if _CEILING_BEFORE.search(lead) and not re.search(
        r"(?:역대|사상|국내|세계|지역|전국|도내)\s?최[대고]\s?$", lead
    ):
        return "ceiling"
    if (
        _CEILING_AFTER.match(rest)
        and figure.sort in ("money", "percent")
        and re.match(r"\s?(?:이내|한도|범위)", rest)
    ):
        return "ceiling"
    if _BASE_YEAR.search(lead) and re.match(r"\)?\s?(?:보다|에서|대비)", rest):
        return "base"
    return "report"


def _kind(
    claim: Claim, figure: Candidate, lead: str, context: str, tail: str, rest: str,
    following: Claim | None, next_figure: Candidate | None, text: str, end: int,
) -> Kind:  # fmt: skip
    unit = figure.unit
    if unit == "rank":
        return "rank"
    if _TARGET_BEFORE.search(lead) and not _AGAINST_TARGET.search(lead):
        return "target"
    if _TARGET_AFTER.match(rest) and not _AGAINST_TARGET.search(context):
        return "target"
    if _FORECAST_BEFORE.search(lead):
        return "forecast"
    if unit == "%p":
        return "change"
    if unit == "%":
        return _percent_kind(claim, lead, context, tail, rest, following, next_figure)
    if unit == "times":
        if claim.moved and figure.numeral.value >= 1 and not figure.end - figure.start > 6:
            return "growth"
        if re.search(r"(?:전년|지난해|작년|전월|동기)[가-힣\s]{0,8}$", lead) and figure.value >= 1:
            return "growth"
        return (
            "level"
            if re.search(r"경쟁률[은는이가]?\s?$", lead) or "경쟁률" in rest[:12]
            else "share"
        )
    if _AMOUNT_NOUN.search(lead):
        claim.moved = True
        if re.search(r"감", lead[-8:]):
            claim.direction = -1
        return "change"
    if claim.moved and _is_change(figure, lead, rest, next_figure, tail, context):
        return "change"
    if claim.moved and figure.sign:
        return "change"
    claim.moved = False
    if (
        following is not None
        and next_figure is not None
        and following.kind in ("target", "forecast")
        and _NAMED_CHAIN.fullmatch(tail)
        and "은 " not in tail
    ):
        return following.kind
    forecast = _FORECAST_AFTER.match(rest)
    if forecast and not re.search(r"[다]\.", forecast[0]):
        return "forecast"
    if _CAPACITY_BEFORE.search(lead) or _CAPACITY_AFTER.match(rest):
        return "capacity"
    if (
        figure.unit in ("MW", "kW", "GW", "TW", "W", "seat", "bed", "parking_space")
        and not claim.moved
    ):
        return "capacity"
    if _CUMULATIVE.search(lead) or _CUMULATIVE.search(context[-30:]):
        return "cumulative"
    if claim.planned and figure.sort in ("count", "physical"):
        return "target"
    if (
        claim.planned
        and figure.sort == "money"
        and re.search(r"매출|수출|유치|달성|수주", lead + rest[:24])
    ):
        return "target"
    if claim.role == "per_unit" or rest.startswith("씩"):
        return "level"
    around = lead[-24:] + " " + rest[:24]
    if figure.sort == "money":
        if re.search(r"(?:19|20)\d\d년부터|이후|그간", context) and _FLOW_NOUN.search(around):
            return "cumulative"
        stock = _STOCK_NOUN.search(lead[-20:])
        return "level" if stock or not _FLOW_NOUN.search(around) else "flow"
    if unit in ("project", "field", "kind", "country", "municipality"):
        return "level"
    if _STOCK_NOUN.search(lead[-16:]):
        return "level"
    if _SINCE.search(context) and re.search(r"년|기|후", context) and _FLOW_NOUN.search(around):
        return "cumulative"
    return "flow" if _FLOW_NOUN.search(around) else "level"


def _percent_kind(
    claim: Claim, lead: str, context: str, tail: str, rest: str,
    following: Claim | None, next_figure: Candidate | None,
) -> Kind:  # fmt: skip
    if _RATE_NOUN.search(lead):
        return "growth"
    if _ATTAIN_NOUN.search(lead) or _AGAINST_TARGET.search(context) or _ATTAIN_AFTER.match(rest):
        return "attainment"
    if _SHARE_AFTER.match(rest):
        return "share"
    if claim.moved:
        return "growth"
    if _RATE_LEVEL.search(lead):
        return "level"
    if following is not None and next_figure is not None and next_figure.sort == "percent":
        if following.kind in ("growth", "share", "attainment", "level") and (
            _NAMED_CHAIN.fullmatch(tail) or _CHAIN.fullmatch(tail)
        ):
            return following.kind
        if _FROM.match(rest) and following.kind in ("share", "level"):
            return following.kind
    if _SHARE_BEFORE.search(lead):
        return "share"
    if re.match(r"\)?\s?(?:할인|감면|인하|지원|보조|융자|이자|금리|적립|환급|부담|수익)", rest):
        return "level"
    if re.search(r"(?:전년|지난해|작년|전월|동기|같은 기간)[가-힣\s]{0,12}$", lead):
        return "growth"
    return "share"


def _is_change(
    figure: Candidate, lead: str, rest: str, next_figure: Candidate | None, tail: str, context: str
) -> bool:
    """Tell whether an amount that stands before a verb of rising is the change itself.

    `68억 원 증가했다` and `1159억 원 많은` are changes. `3천 명 확대 보급` and a supply that is
    "raised" in passing are not: those need a base (보다, 대비, 에서) or the bare verb.
    """
    found = _MOVES.match(rest)
    word = found[0].strip() if found else ""
    if word.endswith(("확대", "개선", "회복", "강화", "향상", "할인", "감면", "상향")):
        return bool(re.search(r"보다|대비|비해|에서", context))
    if word.endswith(("많이", "많다", "많은", "많아", "많았")):
        # `가장 많은`, or a plain count of many, is no change; a comparison is.
        return bool(re.search(r"보다|대비|비해|에서", context)) or figure.sort == "money"
    if word.endswith(("높은", "높다", "높게", "낮은")):
        return bool(re.search(r"보다|대비|비해", context))
    return True


def _settle_neighbours(
    text: str, figures: list[Candidate], found: list[Claim], index: int, claim: Claim
) -> None:
    """Let figures that stand side by side agree: a count and its money, a bracket."""
    figure = figures[index]
    if index + 1 < len(figures):
        following = figures[index + 1]
        between = text[figure.end : following.start]
        if (
            figure.sort == "count"
            and following.sort == "money"
            and re.fullmatch(r"\s?(?:총|약|,)?\s?", between)
            and found[index + 1].kind == "level"
            and claim.kind in ("flow", "level")
        ):
            claim.kind = "level"
        if (
            re.fullmatch(r"\s?\(\s?(?:약|전체의|비중|비율)?\s?", between)
            and following.sort == "percent"
        ):
            inner = found[index + 1]
            closing = text[following.end : following.end + 1] == ")"
            if closing and not following.sign and claim.kind == "change":
                inner.kind, inner.direction, inner.moved = "growth", claim.direction, True
