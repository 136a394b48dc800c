"""What a figure claims: its kind, its role, and the sign of a change.

A sentence is cut by its figures into stretches. Each stretch is looked at once, at its beginning
for what it says of the figure before it, at its end for what it says of the figure after it
(`Signs`); then the figures are judged together, from the last to the first, since Korean puts the
verb at the end and the numbers of a list share it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from jipyo.figures.marks import Candidate
from jipyo.figures.model import Kind, Role


class AnyOf:
    """Words of which a stretch holds any."""

    def __init__(self, words: str) -> None:
        self._search = re.compile("|".join(map(re.escape, words.split("|")))).search

    def within(self, text: str) -> bool:
        """Tell whether any of the words stands in a text."""
        return self._search(text) is not None


_UP = (
    r"늘|증가|증대|증액|증원|증편|상승|오르|올라|올랐|오른|오름|성장|신장|확대|급증|급등|급상승"
    r"|높아|높은|높다|높게|높였|높일|높았|높이|높인|높고|많은|많아|많지|많다|많았|많고|많으|많음|많이"
    r"|향상|개선|나아|나은|불어"
    r"|불었|느는|뛰(?!어[들든난])|인상|상향|치솟|껑충|회복|커진|커졌|커지|급성장|폭증|반등|플러스|강화"
    r"|신규 증가"
    r"|웃돌|웃돈|넓어|넓혀|넓혔|길어|빨라|무거워|굵어|세졌|두꺼워"
    r"|비싸|비쌌|올린|올림|올렸|끌어올|늘려|늘린|늘렸|증설|↑|상회"
)
_SPARED = re.compile(r"[을를]?\s(?:더\s|가량\s)?줄(?:이|인|일|여|였)")
_SOURCE = re.compile(r"(?:국비|도비|시비|군비|구비|지방비|민자|자부담|국·?도비)\s?$")
_MET = re.compile(r"\s?[를을]?\s?(?:초과\s?)?(?:달성|채[웠운워우]|넘[겼겨긴])")
_TO_REACH = re.compile(
    r"(?:까지|로|으로)\s(?:더\s)?(?:높이|높여|올리|올려|낮추|낮춰|늘리|늘려|줄이|줄여|확대|끌어)"
)
_RATE_TOPIC = re.compile(
    r"(?:고용률|실업률|취업률|보급률|가동률|이용률|만족도|접종률|분양률|유수율|자립도|참여율)"
    r"[은는이가]\s[^\d%]{0,4}(?:\d{0,4}[^\d%]{0,8})$"
)
_DROPPED = re.compile(r"\s?['\"]?뚝")
_COLLAPSED = re.compile(r"[이가은는]?\s(?:주저|내려)앉")
_ARROW = re.compile(r"\s?→\s?")
_MOVED_FIRST = re.compile(
    r"(?:^|[,.]\s)(?:이렇게\s|이처럼\s|그만큼\s)?(?:(?P<up>늘어난|증가한|불어난)|줄어든|감소한)\s$"
)
_RESULTING = re.compile(r"(?:으로|로)\s$")
_THOSE = re.compile(r"\)?[은는]\s|\s모두\s")
_EXPECT = re.compile(
    r"\)?[가이]\s(?:[가-힣]{1,8}\s){0,2}[가-힣]{1,8}[을를]\s(?:내다|전망|예상|답|꼽|바라|걱정|원)"
)
_ANOTHER = re.compile(r"(?:고|며|으나|지만),?\s")
_ISSUED = re.compile(r"\s?내[려렸린]")
_EARNED = re.compile(r"[을를]\s올[렸린려리]")
_EARNINGS = re.compile(
    r"(?:매출|매출액|수익|이익|순이익|소득|흑자|실적|판매고|조수입)[은는이가]?\s(?:약\s|총\s)?$"
)
_CLOSED = re.compile(r"\s?[가-힣]{1,4}\)")
_FELL = re.compile(r"(?:의\s[가-힣]{1,3}[이가]?|[이가은는])?\s?(?:쏟아|내리|내린|내렸|내려)")
_DOWN = (
    r"줄(?!섰|서|거리|곧|이어|이었|을 서|을 섰|을 선|을 이|지어)|준 |준\b|감소|하락|떨어|떨군"
    r"|내려(?!놓"
    r"|받|보|주|준)|주저앉|덜\s|내린|내렸|내리(?!쬐)|축소|급감|급락|낮아"
    r"|낮춘|낮췄|낮춰|낮추|낮춤|주는 데|위축|감액"
    r"|삭감|뒷걸음|후퇴|빠졌|빠진|빠져|인하|하향|쪼그라|적은|적지|적다|적고|적음|적었|적어|폭락|둔화"
    r"|마이너스|밑돌|밑돈"
    r"|좁아|짧아|느려|가벼워|얇아|옅어"
    r"|역성장|저렴|깎|뒤처|꺾|곤두박질|↓|하회|싼|싸졌"
)
_LOWER = r"낮은|낮다|낮고|낮게|낮았|낮으"
# Reductions that are the aim of a measure keep their sign: the saving itself is what is counted.
_SAVED = r"깎아 ?[주준줄]|절감|저감|단축|감축|경감|감면|할인|절약|개선"
_ADVERB = (
    r"(?:각각|더|다시|크게|소폭|대폭|추가로|또|순|훌쩍|가파르게|꾸준히|오히려|큰 폭으로|되레"
    r"|도리어|더욱"
    r"|급격히|급격하게|무려|나란히|모두|껑충|나|이나|줄곧|씩|더 많이|더 적게|뚝|쑥) ?"
)
_BRIDGE = (
    r"\)?(?:\([^()]{0,40}\))?\s?(?:[이가은는을를만도]|이나|나|의|가량|정도|이상|씩|포인트)?\s?"
    r"(?:가량|정도|이상|가까이|넘게|남짓|이나|씩|포인트|안팎|수준|여)?[이가을를의]?\s?"
    rf"(?:{_ADVERB}){{0,2}}['\"]?"
)
_MOVES = re.compile(
    rf"{_BRIDGE}(?:(?P<saved>{_SAVED})|(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<lower>{_LOWER}))"
)
_MOVES_NOUN = re.compile(
    r"의\s(?:[가-힣·]{1,12}\s?){1,3}?(?:(?P<up>증가|증대|향상|상승|성장|개선|확대)|(?P<down>감소"
    r"|하락|축소))"
)
_MOVED_BEFORE = re.compile(rf"(?:{_UP}|{_DOWN})[가-힣]{{0,2}}\s(?:약|총)?\s?$")
_SURPASSED = re.compile(
    r"\)?(?:\([^()]{0,40}\))?[를을]\s?(?:크게\s|훨씬\s|훌쩍\s|한참\s)?(?:웃돌|밑돌|웃돈|밑돈|상회"
    r"|하회)"
)
_MOST_MOVED = re.compile(
    r"\)?(?:으로|로)\s(?:가장|제일)\s(?:많이|크게|높게|빠르게|가파르게)\s(?:(?P<up>오르|올|늘"
    r"|상승|증가|뛰|성장)|내|줄|하락|감소|떨어)"
)
_REACHES = re.compile(r"\)?\s?(?:가량|정도|안팎|규모)?(?:으로|로|에|이|의)\s")
_ABLE = re.compile(r"\)?[을를이가]?\s?(?:[가-힣]{1,6}\s){0,2}[가-힣]{1,6}\s수\s(?:있|없)")
_ABILITY = re.compile(r"\)?의?\s?[가-힣\s]{0,8}(?:생산|처리|저장|수용|발전)\s?(?:능력|용량)")
_RESULT = re.compile(r"\)?(?:\([^()]{0,40}\))?(?:으로|로|까지)(?=[\s,)]|$)")
_BACK = re.compile(r"\)?(?:으로|로)\s?(?:되레\s|다시\s)?(?:떨어|내려|올라|줄|늘)")
_THAN = re.compile(
    r"\)?(?:\([^()]{0,40}\))?\s?(?:이었던|였던|이던|던|인|에)?\s?(?:보다|대비|에 비해"
    r"|에 견줘|과 비교|와 비교|에 비하|과 견줘|와 견줘|에 견주|과 견주|와 견주)"
)
_FROM = re.compile(r"\)?(?:\([^()]{0,40}\))?\s?(?:이었던\s?|이던\s?|던\s?)?(?:에서(?!는|도)|→)")
_CHAIN = re.compile(
    r"\)?(?:[이가을를]|에)?\s?(?:[,·/]|와|과|및)?\s?(?:비율로|비율로는|무려|약|총|각각|모두)?\s?\(?"
)
_NAMED_CHAIN = re.compile(
    r"\)?\s?(?:[,·/▲△▷]|와|과|및)\s?(?:약|총|각각|▲|△"
    r"|▷)?\s?[가-힣A-Za-z·()\s]{1,24}?(?:[은는이가]\s|\s)?\(?"
)
_RATE_NOUN = re.compile(
    r"(?:증가율|증감률|성장률|상승률|신장률|감소율|하락률|증감|등락률|신장세"
    r"|증가폭|성장세|인상률|변동률|변동폭|증가세|감소폭)[은는이가도의]?\s?(?:약|평균|각각"
    r"|연평균)?\s?[(:]?\s?$"
)
_AMOUNT_NOUN = re.compile(
    r"(?:증가액|증액분|증가분|증액|감소액|감액|증감액|증가폭|감소폭|상승폭|삭감액"
    r"|순증|순유출|순유입|순감)[은는이가도의]?\s?(?:약|총|은)?\s?[(:]?\s?$"
)
_RATE_LEVEL = re.compile(
    r"(?:고용률|실업률|취업률|투표율|이용률|가동률|자립도|청렴도|만족도|출산율"
    r"|공실률|금리|이율|수익률|보급률|참여율|합격률|분양률|입주율"
    r"|응답률|등록률|완치율|접종률|재활용률|자급률|시청률|찬성률|지지율|할인율"
    r"|세율|요율|보조율|경제활동참가율|충원율|진학률|이직률|치명률|출생률|사망률"
    r"|재정자주도|이익률|유수율|미분양률|포장률|회수율|입소율|보육률|연체율|접종률)"
    r"[은는이가도의]?\s?(?:약|평균|각각)?\s?[(:]?\s?$"
)
_ANY_RATE = re.compile(
    r"[가-힣](?<!증가)(?<!증감)(?<!감소)(?<!성장)(?<!상승)(?<!하락)(?<!신장)(?<!인상)(?<!인하)(?<!변동)(?<!등락)(?<!증액)"
    r"[율률](?:\([^()]{0,20}\))?[은는이가도]\s(?:약\s|평균\s|각각\s|무려\s)?\(?$"
)
"""A rate of any name that states how large a part is, not how much something moved."""
_ATTAIN_NOUN = re.compile(
    r"(?:달성률|이행률|집행률|공정률|진척률|진도율|추진율|완료율|목표율|달성도"
    r"|징수율|소진율|공정율|진척도)[은는이가도의]?\s?(?:약|평균|각각|현재)?\s?[(:]?\s?$"
)
_AGAINST_TARGET = re.compile(
    r"(?:목표|계획)[^.]{0,34}(?:대비|의|견주면|비해|비하면|보다)\s?(?:약\s?)?$"
)
_AGAINST = re.compile(r"(?:대비|의|견주면|비해|비하면|가운데|중)\s?(?:약\s?)?$")
_ATTAIN_AFTER = re.compile(
    r"\)?(?:의\s)?(?:이행률|달성률|집행률|공정률|진척률|진척도)|\)?[를을]?\s?(?:초과\s?)?(?:달성"
    r"|이행|집행|완료)"
    r"|\)?[를을가이]?\s?(?:채웠|채운|채워|소진)"
)
_SHARE_AFTER = re.compile(
    r"\)?[가이를을은는에의]?\s?(?:이상|가량|정도|수준"
    r"|안팎|가까이|넘게)?[을를이가에의]?\s?(?:차지|해당|점유|비중|비율|나 차지|달하는 비중"
    r"|이상을 차지|로 가장 많(?!이)|로 가장 높(?!게|이)|로 뒤를|를 떠받|를 맡)"
)
_SHARE_BEFORE = re.compile(
    r"(?:비중|비율|점유율|구성비|몫|가운데|중|전체의|중에서"
    r"|의)[은는이가도의]?\s?(?:약|무려|각각|절반이 넘는|평균)?\s?[(:]?\s?$"
)
_TARGET_BEFORE = re.compile(
    r"목표(?:치|액|량|인|했던|였던|로|는|은|를|대수|인원|금액|매출|이던|한|로 한|로 잡은|로 삼은"
    r"|로 세운"
    r"|수출액)?[가-힣]{0,3}\s?(?:약|총|연간|인|보다)?\s?[(:]?\s?$|목표(?:치|액"
    r"|량)?[은는]\s(?:[^.\d]|\d+년){0,14}$"
)
_TARGET_AFTER = re.compile(
    r"\)?(?:\([^()]{0,40}\))?[을를이가은는]?\s?(?:이상|수준|규모|유치|달성|돌파|수출|판매|매출"
    r"|확보|구축|보급|창출|조성|양성"
    r"|시대)?[을를이가]?\s?(?:[을를]\s)?목표(?!\s?대비|의|치의|액의)"
)
_PLAN = re.compile(
    r"(?:[할될올릴칠낼갈줄일울쓸늘들킬길을설볼둘맬쳐뽑을]|나갈|세울)\s?(?:계획|예정|방침"
    r"|생각|구상|목표|복안|참)|키로\s?(?:하|했)|기로\s?(?:하고|했|한|합의|하면|해)"
    r"|목표다|목표로|포부|청사진|[목계]표를 세|계획이다|예정이다|방침이다|계획을 (?:밝|세|내)"
    r"|겠다(?!고\s?(?:답|응답))"
)
# A clause that tells what was done shields its figures from a plan that follows it.
_DONE = re.compile(
    r"[았었였했됐렸왔갔났쳤졌겼뒀섰봤냈렀썼꼈셨팠켰췄]\s?(?:고|으며|지만|으나|는데|다\.|다고|던|다)"
    # A statement that is quoted, before the next one begins.
    r"|(?:며|고|는데|지만|나),?\s(?:[가-힣]{1,8}[은는]\s)?(?:이를|앞으로|향후|오는|내년|내후년)"
    r"|다[\"']?(?:며|면서)\s|라[\"']?(?:며|면서)\s|(?:풀이|집계|조사)되고\s"
    # 1,156만 명이 다녀간 시는: told of the one who plans.
    r"|^\)?[이가을를]?\s?(?:다녀간|찾은|찾아온|방문한|몰린|모인|거둔|기록한|돌파한|넘긴|넘은|뽑힌|선정된)\s[가-힣]+[은는이가]\s"
)
_NOT_YET = re.compile(r"다(?:고|는)?\s?(?:밝|했|전했|말|설명|강조|덧)|[기키]로\s?$")
_FORECAST_AFTER = re.compile(
    r"[^.\d]{0,30}?(?:것으로|효과[가를]?|로|이|을|를|될|할|도)?\s?(?:예상|전망"
    r"|예측|기대|내다보|내다봤|관측|점쳤|점쳐)"
)
# 432만 명이었다며 올해는 이를 넘을 것으로 기대했다: what was is told, what is expected is another.
_TOLD_AS_PAST = re.compile(r"[^.,\d]{0,12}?[었았였했됐렸겼졌]다(?:며|면서|고\s(?:하며|밝히며))\s")
_FORECAST_BEFORE = re.compile(
    r"(?:유발\s?효과|파급\s?효과|경제\s?효과|기대\s?효과|유발액|파급효과"
    r"|경제적\s?(?:파급\s?)?효과|전망치|예상치|예상액|예측치|유발\s?인원|취업유발|고용유발"
    r"|예상\s?[가-힣]{1,5})[가-힣]{0,3}\s?(?:약|총|연간|연)?\s?[(:]?\s?$"
)
_CUMULATIVE = AnyOf(
    "누적|누계|통산|지금까지|현재까지|그동안|그간|총누적|그사이|이제까지|여태|출시 이후|개장 이후"
    "|출범 이후|"
    "개관 이후"
)
_SINCE = re.compile(r"(?:년|기|후)\s?부터|이후|이래")
_CAPACITY_BEFORE = re.compile(
    r"(?:수용\s?(?:인원|능력|규모)|정원|처리\s?(?:용량|능력|규모)|연산|생산\s?(?:능력"
    r"|규모)|저장\s?(?:용량|능력|규모)|설비\s?용량|발전\s?(?:용량|규모)|용량"
    r"|시설\s?용량|객석|좌석|주차\s?(?:면수|대수|규모)|생산능력|관람석)[은는이가을를]?\s?(?:연간"
    r"|하루"
    r"|일|약|총|최대)?\s?[(:]?\s?$"
)
_CAPACITY_AFTER = re.compile(
    r"\)?[을를이가의]?\s?(?:규모의?\s)?(?:수용|처리할 수|저장할 수|생산할 수|이용할 수|주차할 수"
    r"|충전할 수"
    r"|수용할|동시에|주차할|을 갖춘|처리하는|생산하는|만드는 공장|찍어내는|들어갈 수|탈 수|머물 수"
    r"|규모의?\s?(?:경기장|체육관|공연장|주차장"
    r"|극장|컨벤션|전시장|저장|처리|발전|하수|정수|소각))"
)
_FLOW_NOUN = AnyOf(
    "수출|수입|매출|생산액|생산량|유치|계약|협약|상담|판매|거래|지출|소비|기부|모금|교역|무역"
    "|흑자|적자|체결|방문|"
    "관람|이용|참가|참여|구축|보급|신청|선정|채용|고용|창출|취업|양성|배출|발생|개최|파견|건립"
    "|발굴|접수|출생|"
    "사망|전입|전출|수료|다녀|찾|실적|수주|투자|팔려|팔렸|팔린|팔아|팔았|모았|모은|모아|걷혔|걷힌"
    "|걷어|거둔|거뒀|"
    "거둬|벌어들|몰렸|몰린|몰려|처리|적발|단속|출동|구조|검거|접종|상영|물렸"
    "|징수|구조|이송|진압|화재|체납|압류|부과|납부|주문|입장|탑승|수송|방송|시청|대출 실적"
    "|다치|다쳤|숨졌|숨진|관광객|방문객|피서객|관람객|입장객|이용객|탑승객|귀농|귀촌|부상자|거래량|거래는"
    "|출하량|물동량|배출량|발생량|어획량|환적|교통사고|고독사|오갔|오간"
)
_STOCK_NOUN = AnyOf(
    "예산|국비|도비|시비|군비|사업비|회계|기금|부채|채무|자산|잔액|인구|보유|등록|재학|종사자"
    "|가격|임금|요금|금리|단가|과태료|수당|이용권|시급|일당|"
    "직원은|고용 인원|고용인원|출산율|참가비|입장료|주가|종가|선가|선값|"
    "연봉|자부담|총사업비|보조금|교부세|취업자|융자|자금|펀드|잔고|잔량|한도|출연금|적립금"
)
_GOAL = AnyOf("매출|수출|유치|달성|수주|모금|조성|투자")
_CEILING_BEFORE = re.compile(r"(?:최대|최고|많게는|한도[는은]?)\s?(?:[가-힣]{1,6}\s)?$")
_RECORD_BEFORE = re.compile(
    r"(?:역대|사상|국내|세계|지역|전국|도내)\s?최[대고](?:치|\s?(?:규모|실적|금액|수준|기록))?[인의]?\s?$"
)
_CEILING_AFTER = re.compile(
    r"\s?(?:이내|한도|범위|까지\s(?:지원|보조|융자|대출|감면|받|지급|빌|할인|준))"
)
_PER_UNIT = re.compile(
    r"(?:[^\s\d]당|[가-힣]\s?마다|\d\s?(?:㎏|kg|g|t|톤|L|ℓ|㎡)(?:당|에)|(?:한|1)\s?(?:대|명|곳|가구|개|마리|건"
    r"|회)(?:당|에))\s?(?:연간|연|월|매월|최대|평균|약|각각|국비|하루|총|많게는"
    r"|하루 평균)?\s?(?:최대|평균|약)?\s?$"
)
_CONVERSION = re.compile(
    r"\(\s?(?:약|한화|한화로|원화|원화로|우리 돈|우리돈|미화"
    r"|우리 돈으로)?\s?(?:약)?\s?$|(?:한화|우리 돈|원화)(?:로"
    r"|으로)?\s?(?:약)?\s?$"
)
_PRIOR = re.compile(r"(?:전년|지난해|작년|전월|동기|같은 기간|전날|전주)[가-힣\s]{0,12}$")
_PER_YEAR = re.compile(r"(?:^|\s)연\s?(?:최대\s?|최고\s?)?$")
_PRICED = re.compile(
    r"\)?[를을의]?\s?(?:할인|감면|인하|지원|보조|융자|이자|금리|적립|환급|부담|수익|캐시백|페이백"
    r"|얹어|깎아)"
)
_BESIDE = re.compile(r"\s?(?:총|약|,)?\s?")
_IN_BRACKET = re.compile(r"\s?\(\s?(?:약|전체의|비중|비율)?\s?")
_COMPARED = AnyOf("보다|대비|비해|에서|견줘|견주")
_COMPARED_LAST = re.compile(r"(?:보다|대비|비해)\s[가-힣\s]{0,8}$")
_LOOSE_MOVES = ("확대", "개선", "회복", "강화", "향상", "할인", "감면", "상향", "증설")
_MANY = ("많이", "많다", "많은", "많아", "많았")
_HIGH = ("높은", "높다", "높게", "낮은")

_CONTEST = re.compile(r"경쟁률[은는이가]?\s?$")
_FORECAST_SIGN = AnyOf("효과|유발|전망치|예상|예측치|추정치")
_CAPACITY_SIGN = AnyOf("연산|인원|능력|규모|정원|용량|객석|좌석|면수|대수|관람석")
_RATE_SIGN = AnyOf("률|율|증감|신장세|성장세|증가세|폭")
_AMOUNT_SIGN = AnyOf("액|분|증|폭|순")
_REACH = 48
"""A figure is spoken of within so many characters before it."""

_EXPECTED = re.compile(
    r"것으로\s?(?:[가-힣]{1,6}[은는이가]\s)?(?:본다|보고 있|봤|보인|예상|전망|기대|예측|내다)"
    r"|전망(?:이다|했|된|되|하|돼)"
    r"|예상(?:된|되|했|한|하|돼)|내다[보봤본]|예측(?:했|된|되|하|돼)|기대(?:된|되|한|하|했|돼)|점쳤"
)
_IF = re.compile(r"[가-힣]면\s")

Turn = Literal["", "plan", "done", "expected"]


class Signs:
    """What one stretch between two figures says of the figure on either side of it."""

    __slots__ = (
        "ability",
        "able",
        "after_bracket",
        "against",
        "against_target",
        "amount_noun",
        "attain_noun",
        "attained",
        "beside",
        "capacity_after",
        "capacity_before",
        "ceiling_after",
        "ceiling_before",
        "chain",
        "compares",
        "compares_last",
        "conditional",
        "contest_after",
        "contest_before",
        "conversion",
        "cumulative",
        "each",
        "falls",
        "flow_after",
        "flow_before",
        "forecast_after",
        "forecast_before",
        "goal_after",
        "goal_before",
        "high",
        "in_bracket",
        "leaves",
        "loose",
        "lower",
        "many",
        "most_moved",
        "move",
        "moved_before",
        "named_chain",
        "noun_move",
        "opens",
        "per_unit",
        "per_year",
        "priced",
        "prior",
        "rate_level",
        "rate_noun",
        "reaches",
        "result",
        "saved",
        "share_after",
        "share_before",
        "since",
        "stock_close",
        "stock_near",
        "subject_inside",
        "surpassed",
        "target_after",
        "target_before",
        "target_word",
        "text",
        "than",
        "topic_inside",
        "turn",
    )  # fmt: skip

    def __init__(self, stretch: str) -> None:
        self.text = stretch
        self._look_back(stretch)
        self._look_ahead(stretch)
        self.chain = len(stretch) <= 24 and bool(_CHAIN.fullmatch(stretch))
        self.named_chain = len(stretch) <= 48 and bool(_NAMED_CHAIN.fullmatch(stretch))
        self.topic_inside = "은 " in stretch or "는 " in stretch
        self.subject_inside = "이 " in stretch or "가 " in stretch
        self.beside = len(stretch) <= 4 and bool(_BESIDE.fullmatch(stretch))
        self.in_bracket = len(stretch) <= 8 and bool(_IN_BRACKET.fullmatch(stretch))
        self.since = bool(_SINCE.search(stretch))
        self.compares_last = bool(_COMPARED_LAST.search(stretch))
        self.compares = _COMPARED.within(stretch)
        self.target_word = "목표" in stretch or "계획" in stretch
        self.turn: Turn = _turn(stretch)
        self.conditional = bool(_IF.search(stretch))

    def _look_back(self, stretch: str) -> None:
        """Read the beginning of the stretch, which speaks of the figure before it."""
        self.opens = stretch.lstrip()[:1] == "(" and ")" not in stretch
        self.after_bracket = stretch[:1] == ")"
        found = _MOVES.match(stretch)
        self.move = self.noun_move = 0
        self.saved = self.lower = self.loose = self.many = self.high = False
        if found:
            word = found[0].strip()
            kind = found.lastgroup
            self.saved, self.lower = kind == "saved", kind == "lower"
            self.move = 1 if kind in ("saved", "up") else -1
            self.loose = word.endswith(_LOOSE_MOVES)
            self.many = word.endswith(_MANY)
            self.high = word.endswith(_HIGH)
        elif stretch[:1] == "의":
            noun = _MOVES_NOUN.match(stretch)
            self.noun_move = 0 if noun is None else 1 if noun["up"] else -1
        self.surpassed = bool(_SURPASSED.match(stretch))
        most = _MOST_MOVED.match(stretch)
        self.most_moved = 0 if most is None else 1 if most["up"] else -1
        self.reaches = bool(_REACHES.match(stretch))
        self.able = bool(_ABLE.match(stretch))
        self.ability = bool(_ABILITY.match(stretch))
        self.result = bool(_RESULT.match(stretch)) and not _BACK.match(stretch)
        self.than = bool(_THAN.match(stretch))
        self.leaves = bool(_FROM.match(stretch))
        self.attained = bool(_ATTAIN_AFTER.match(stretch))
        self.share_after = bool(_SHARE_AFTER.match(stretch))
        self.target_after = "목표" in stretch and bool(_TARGET_AFTER.match(stretch))
        forecast = _FORECAST_AFTER.match(stretch)
        self.forecast_after = (
            forecast is not None
            and "다." not in forecast[0]
            and not _TOLD_AS_PAST.match(forecast[0])
        )
        self.capacity_after = bool(_CAPACITY_AFTER.match(stretch))
        self.ceiling_after = bool(_CEILING_AFTER.match(stretch))
        self.each = stretch.startswith("씩")
        self.priced = bool(_PRICED.match(stretch))
        near = stretch[:24]
        self.contest_after = "경쟁률" in near[:12]
        self.flow_after = _FLOW_NOUN.within(near)
        self.goal_after = _GOAL.within(near)

    def _look_ahead(self, stretch: str) -> None:
        """Read the end of the stretch, which speaks of the figure after it."""
        lead = stretch[-_REACH:]
        rate = "률" in lead or "율" in lead or "도" in lead or "금리" in lead
        rate_noun = _RATE_NOUN.search(lead) if _RATE_SIGN.within(lead) else None
        self.rate_noun = rate_noun is not None
        self.falls = rate_noun is not None and rate_noun[0].startswith(("감소", "하락"))
        amount = _AMOUNT_NOUN.search(lead) if _AMOUNT_SIGN.within(lead) else None
        # 감소액 is itself a reduction, and stays positive; 순유출 and a narrowing 감소폭 do too.
        self.amount_noun = 0 if amount is None else 1
        self.rate_level = rate and bool(_RATE_LEVEL.search(lead))
        self.attain_noun = rate and bool(_ATTAIN_NOUN.search(lead))
        self.against = bool(_AGAINST.search(lead))
        self.against_target = self.against and bool(_AGAINST_TARGET.search(lead))
        self.target_before = "목표" in lead and bool(_TARGET_BEFORE.search(lead))
        self.forecast_before = _FORECAST_SIGN.within(lead) and bool(_FORECAST_BEFORE.search(lead))
        self.share_before = bool(_SHARE_BEFORE.search(lead))
        self.capacity_before = _CAPACITY_SIGN.within(lead) and bool(_CAPACITY_BEFORE.search(lead))
        self.cumulative = _CUMULATIVE.within(lead)
        self.ceiling_before = bool(_CEILING_BEFORE.search(lead)) and not _RECORD_BEFORE.search(lead)
        self.per_unit = bool(_PER_UNIT.search(lead))
        self.conversion = bool(_CONVERSION.search(lead))
        self.moved_before = bool(_MOVED_BEFORE.search(lead))
        self.prior = bool(_PRIOR.search(lead))
        self.per_year = bool(_PER_YEAR.search(lead))
        self.contest_before = "경쟁률" in lead and bool(_CONTEST.search(lead))
        self.stock_near = _STOCK_NOUN.within(lead[-20:])
        self.stock_close = _STOCK_NOUN.within(lead[-16:])
        self.flow_before = _FLOW_NOUN.within(lead[-24:])
        self.goal_before = _GOAL.within(lead)


def _turn(stretch: str) -> Turn:
    """Tell whether a stretch first comes to a plan, a forecast or to something done, if to any."""
    if _TOLD_AS_PAST.match(stretch):
        return "done"
    plan = _PLAN.search(stretch)
    expected = _EXPECTED.search(stretch)
    if expected is not None and (plan is None or expected.start() < plan.start()):
        condition = _IF.search(stretch, 0, expected.start())
        return "done" if condition and condition.start() > 2 else "expected"
    for done in _DONE.finditer(stretch):
        if plan is not None and done.start() > plan.start():
            break
        if not _NOT_YET.search(stretch, max(0, done.start() - 2), done.end() + 6):
            return "done"
    return "plan" if plan is not None else ""


class Claim:
    """What is known of one figure of a sentence while its neighbours are judged.

    ``direction`` is 1 for a rise, -1 for a fall, 0 where nothing moves; ``moved`` says that the
    verb governs the figure itself, so that it is the change and not the level; ``positive`` that a
    fall is the aim and stays positive. ``planned``, ``expected`` and ``done`` say what the rest of
    the clause turns to; ``guessed`` that nothing but the unit spoke for the kind.
    """

    kind: Kind = "level"
    role: Role = "report"
    direction: int = 0
    moved: bool = False
    positive: bool = False
    guessed: bool = False

    def __init__(self, turn: Turn) -> None:
        self.planned = turn == "plan"
        self.expected = turn == "expected"
        self.done = turn == "done"


def claims(figures: list[Candidate], signs: Sequence[Signs], ahead: list[bool]) -> list[Claim]:
    """Judge the figures of one sentence together, from the last to the first.

    ``signs`` are those of the stretches around the figures, one more than there are figures.
    ``ahead`` says for each figure whether the text dates it after its publication.
    """
    count = len(figures)
    found: list[Claim] = []
    following: Claim | None = None
    next_figure: Candidate | None = None
    turn: Turn = ""
    # The first figure of which it is said that it counts since a date.
    since = next((place for place, sign in enumerate(signs) if sign.since), count)
    for index in range(count - 1, -1, -1):
        between = signs[index + 1]
        if between.turn:
            turn = between.turn
        elif turn == "expected" and between.conditional:
            turn = "done"
        after = _after(signs, index) if between.opens else between
        claim = Claim(turn)
        figure = figures[index]
        before = signs[index]
        closed = (
            between.in_bracket
            and next_figure is not None
            and bool(_CLOSED.match(signs[index + 2].text))
        )
        # 282만t(2.8% 감소)이다: what moves is told of inside the bracket alone.
        _move(claim, figure, before, after, between, None if closed else following, next_figure)
        previous = figures[index - 1] if index else None
        claim.role = _role(figure, previous, next_figure, before, after)
        claim.kind = _kind(
            claim, figure, signs, index, after, following, next_figure, index >= since, ahead[index]
        )
        found.append(claim)
        following = claim
        next_figure = figure
    found.reverse()
    _each_moved(figures, found, signs)
    for index in range(count - 1):
        _settle(figures, found, signs[index + 1], signs[index + 2], index)
    return found


def _each_moved(figures: list[Candidate], found: list[Claim], signs: Sequence[Signs]) -> None:
    """Let a verb speak of the percentages before its own.

    내국인은 52만 명으로 2.1%, 외국인은 8만 명으로 10.2% (각각) 감소했다.
    """
    for index in range(1, len(figures)):
        claim = found[index]
        if not claim.moved or figures[index].unit != "%":
            continue
        each = signs[index + 1].text.lstrip().startswith("각각")
        results = bool(_RESULTING.search(signs[index].text))
        if not each and not results:
            continue
        for place, (earlier, figure) in enumerate(zip(found[:index], figures[:index], strict=True)):
            if not each and not _RESULTING.search(signs[place].text):
                continue
            if figure.unit == "%" and earlier.kind == "share" and earlier.guessed:
                earlier.kind, earlier.guessed, earlier.moved = "growth", False, True
                earlier.direction, earlier.positive = claim.direction, claim.positive


def _after(signs: Sequence[Signs], index: int) -> Signs:
    """Give what follows the bracket with figures that opens behind a figure."""
    for other in signs[index + 2 : index + 6]:
        if other.after_bracket:
            return other
    return signs[index + 1]


def _move(
    claim: Claim, figure: Candidate, before: Signs, after: Signs, between: Signs,
    following: Claim | None, next_figure: Candidate | None,
) -> None:  # fmt: skip
    """Find whether a verb of rising or falling governs the figure."""
    if figure.sign:
        claim.direction, claim.moved = figure.sign, True
        return
    if figure.unit in ("mm", "cm") and after.move < 0 and _FELL.match(after.text):
        # 비가 62.5㎜ 내렸다: rain falls, no level does.
        return
    if (figure.unit == "%" or figure.sort == "money") and _DROPPED.match(after.text):
        claim.direction, claim.moved = -1, True
        return
    if after.most_moved and figure.unit == "%":
        claim.direction, claim.moved = after.most_moved, True
        return
    if (
        after.result
        or after.than
        or after.surpassed
        or (after.leaves and next_figure is not None and next_figure.unit == figure.unit)
    ):
        return
    if figure.sort in ("count", "physical") and _COLLAPSED.match(after.text):
        # 축사 5동이 주저앉아: so many fell down, not by so many.
        return
    if after.move and _ARROW.fullmatch(before.text):
        # 10% → 7% 축소: what it was cut to.
        return
    if figure.sort != "percent" and _THOSE.match(after.text):
        spent = _MOVED_FIRST.search(before.text)
        if spent is not None:
            # 줄어든 6만 6천㎾h는: the verb stands before what moved.
            claim.direction, claim.moved = (1 if spent["up"] else -1), True
            return
    if figure.sort == "count" and _THOSE.match(after.text):
        # 4만 필지(18.4%)는 내렸다, 세 곳 모두 뒷걸음: they are those that fell.
        return
    if figure.sort == "percent" and _EXPECT.match(after.text):
        # 28%가 감소를 내다봤다: so many expect it.
        return
    if (figure.unit == "times_count" and _ISSUED.match(after.text)) or (
        figure.sort == "money" and _EARNED.match(after.text) and _EARNINGS.search(before.text)
    ):
        # 조치가 11차례 내려졌다: issued; 매출 297억 원을 올렸다: earned.
        return
    if after.text.startswith("씩 준"):
        # 25만 원씩 준 수당: given, not shrunk.
        return
    if before.text.rstrip().endswith(("중", "가운데")) and after.text[:1] in (
        "은",
        "는",
        "이",
        "가",
    ):
        # 16개 읍면동 중 아홉 곳은 줄었다: they are those that fell.
        return
    if after.move:
        # 온실가스 318t을 줄인다: of what a measure spares, the sparing is what is counted.
        spared = figure.sort == "physical" and bool(_SPARED.match(after.text))
        claim.direction, claim.moved = after.move, True
        claim.positive = after.saved or spared
        return
    if after.noun_move and figure.sort == "percent":
        claim.direction, claim.moved = after.noun_move, True
        return
    if following is None or next_figure is None or not following.moved or next_figure.sign:
        return
    if before.moved_before:
        # 8% 늘어난 50만 명, ...: the verb is spent, the figure is what it led to.
        return
    beside = (
        figure.unit == next_figure.unit
        or before.compares_last
        or (
            # 772억 원, 32.0% 늘었다; but 작년 2,214명, 7.1% 증가.
            next_figure.unit == "%"
            and (before.compares or between.in_bracket or "," not in between.text)
        )
    )
    if (between.chain and beside) or (
        between.named_chain
        and (
            (figure.sort == "percent" and next_figure.unit == figure.unit)
            or (between.topic_inside and figure.sort != "money")
            or (between.subject_inside and figure.unit == next_figure.unit)
        )
    ):
        claim.direction, claim.moved = following.direction, True
        claim.positive = following.positive


def _role(
    figure: Candidate, previous: Candidate | None, next_figure: Candidate | None, before: Signs,
    after: Signs,
) -> Role:  # fmt: skip
    # `94개 품목에서` is a place; the base of a change is followed by where it went.
    if (after.than and figure.unit != "rank") or (
        after.leaves
        and next_figure is not None
        and (next_figure.unit == figure.unit or next_figure.sort == figure.sort == "money")
    ):
        return "base"
    if before.per_unit:
        return "per_unit"
    if (
        before.conversion
        and previous is not None
        and figure.sort == "money"
        and previous.sort == "money"
        and previous.unit != figure.unit
    ):
        return "conversion"
    if before.ceiling_before or (after.ceiling_after and figure.sort in ("money", "percent")):
        return "ceiling"
    return "report"


_STATIC_UNITS = frozenset(("project", "field", "kind", "country", "municipality"))
_BUILT = frozenset(("MW", "kW", "GW", "TW", "W", "seat", "bed", "parking_space"))


def _kind(
    claim: Claim, figure: Candidate, signs: Sequence[Signs], index: int, after: Signs,
    following: Claim | None, next_figure: Candidate | None, since: bool, ahead: bool,
) -> Kind:  # fmt: skip
    unit = figure.unit
    before, between = signs[index], signs[index + 1]
    if unit == "rank":
        return "rank"
    if figure.column:
        named = _of_column(figure)
        if named is not None:
            return named
    against_target = before.against_target or (
        before.against and index > 0 and (signs[index - 1].target_word or before.target_word)
    )
    if (
        before.target_before
        and not before.against_target
        and not before.text.rstrip().endswith("보다")
    ):
        # 목표 111% 달성: of a target, where no rate is the target.
        return "attainment" if unit == "%" and _MET.match(after.text) else "target"
    if after.target_after and not against_target:
        return "target"
    if before.forecast_before:
        return "forecast"
    if unit == "%p":
        return "change"
    if unit == "%":
        return _percent(
            claim, before, between, after, following, next_figure, against_target, ahead
        )
    if unit == "times":
        return _multiple(claim, figure, before, after)
    if before.amount_noun:
        claim.moved, claim.direction = True, before.amount_noun
        return "change"
    if claim.moved and (figure.sign or _is_change(figure, signs, index, after)):
        return "forecast" if claim.positive and claim.expected else "change"
    claim.moved = False
    if (
        following is not None
        and following.kind in ("target", "forecast")
        and between.named_chain
        and not between.topic_inside
    ):
        return following.kind
    if after.forecast_after:
        return "forecast"
    if (
        before.capacity_before
        or after.capacity_after
        or ((after.able or after.ability) and figure.sort in ("count", "physical"))
    ):
        return "capacity"
    if unit in _BUILT:
        return "capacity"
    if before.cumulative:
        return "cumulative"
    if (
        claim.expected
        and claim.role == "report"
        and (figure.sort in ("count", "physical") or (figure.sort == "money" and after.reaches))
    ):
        return "forecast"
    aimed = claim.planned or (ahead and not claim.done)
    if (
        aimed
        and figure.sort in ("count", "physical")
        and claim.role == "report"
        and (
            # 47개 기업이 투자하기로 했다: the firms are counted, the investment is to come.
            unit != "company" or after.goal_after or before.goal_before or ahead
        )
    ):
        return "target"
    if aimed and figure.sort == "money" and (before.goal_before or after.goal_after):
        return "target"
    if claim.role == "per_unit" or after.each or (claim.role == "ceiling" and unit == "KRW"):
        return "level"
    flow = before.flow_before or after.flow_after
    if figure.sort == "money":
        if since and flow:
            return "cumulative"
        if flow and not before.stock_near:
            return "flow"
        claim.guessed = not before.stock_near
        return "level"
    if unit in _STATIC_UNITS or before.stock_close:
        return "level"
    if since and flow:
        return "cumulative"
    if flow:
        return "flow"
    claim.guessed = True
    return "level"


_COLUMNS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (
        re.compile(
            r"증감률|증가율|감소율|성장률|상승률|등락|증감\s?\(%\)|전년비|전월비|대비\s?\(?%"
        ),
        "growth",
    ),
    (re.compile(r"증감|증가|감소|변동|증액|차액|비교"), "change"),
    (re.compile(r"달성률|집행률|이행률|진도율"), "attainment"),
    (re.compile(r"비중|비율|구성비|점유"), "share"),
    (re.compile(r"목표|계획"), "target"),
    (re.compile(r"누계|누적"), "cumulative"),
    (re.compile(r"전망|예상"), "forecast"),
)


def _of_column(figure: Candidate) -> Kind | None:
    """Judge a cell by the head of its column; per cent in a column of changes is a growth."""
    for pattern, kind in _COLUMNS:
        if pattern.search(figure.column):
            if kind == "change" and figure.unit == "%":
                return "growth"
            return kind
    return None


def _multiple(claim: Claim, figure: Candidate, before: Signs, after: Signs) -> Kind:
    """Judge a multiple, a fraction or a ratio."""
    if figure.ratio or before.contest_before or after.contest_after:
        return "level"
    if figure.value >= 1:
        return "growth"
    if claim.moved and after.move < 0:
        # 3분의 1가량 줄었다: by so much, not to so much.
        return "growth"
    return "growth" if claim.moved and before.prior else "share"


def _sourced(before: Signs) -> bool:
    """Tell whether a source of money stands before a percentage: 국비 20%, 도비 30%."""
    return bool(_SOURCE.search(before.text))


def _percent(
    claim: Claim, before: Signs, between: Signs, after: Signs, following: Claim | None,
    next_figure: Candidate | None, against_target: bool, ahead: bool,
) -> Kind:  # fmt: skip
    if before.rate_noun:
        if before.falls and not claim.moved:
            # 감소율 9.9%: a fall that its noun tells.
            claim.direction, claim.moved = -1, True
        return "growth"
    if before.attain_noun or against_target or after.attained:
        return "attainment"
    if after.share_after or (_sourced(before) and not claim.moved):
        return "share"
    if claim.moved:
        return "growth"
    if ahead and not claim.done and claim.role == "report":
        return "target"
    if claim.planned and _TO_REACH.match(after.text):
        return "target"
    if before.rate_level or _RATE_TOPIC.search(before.text):
        return "level"
    if _ANY_RATE.search(before.text):
        return "share"
    if following is not None and next_figure is not None and next_figure.sort == "percent":
        if following.kind in ("growth", "share", "attainment", "level") and (
            between.named_chain or between.chain
        ):
            return following.kind
        if (after.leaves or after.than) and following.kind in ("share", "level"):
            return following.kind
    if before.share_before:
        return "share"
    if after.priced or before.per_year:
        return "level"
    rises = next_figure is not None and next_figure.unit == "%p" and after.than
    if before.prior and not (claim.role == "base" and rises):
        # But 지난해 같은 기간 63.1%보다 2.7%포인트 올랐다 is a rate that rose from there.
        return "growth"
    claim.guessed = True
    return "share"


def _is_change(figure: Candidate, signs: Sequence[Signs], index: int, after: Signs) -> bool:
    """Tell whether an amount that stands before a verb of rising is the change itself.

    `68억 원 증가했다` and `1159억 원 많은` are changes. `3천 명 확대 보급` and a supply that is
    "raised" in passing are not: those need a base (보다, 대비, 에서) or the bare verb.
    """
    if after.loose or after.high:
        return any(sign.compares for sign in signs[: index + 1])
    if after.many:
        # `가장 많은`, or a plain count of many, is no change; a comparison is.
        return figure.sort == "money" or any(sign.compares for sign in signs[: index + 1])
    return True


def _settle(
    figures: list[Candidate], found: list[Claim], between: Signs, closing: Signs, index: int
) -> None:
    """Let figures that stand side by side agree: a count and its money, a bracket, a list."""
    figure, following = figures[index], figures[index + 1]
    claim, inner = found[index], found[index + 1]
    if (
        inner.guessed
        and figure.unit == following.unit == "%"
        and claim.kind == "growth"
        and len(between.text) <= 24
        and not (between.topic_inside and _ANOTHER.search(between.text))
    ):
        # 3.4%로 경기도 평균(1.2%)을 앞질러; 11.51%로 가장 많이 올랐으며 분당구 9.93%
        inner.kind, inner.guessed = "growth", True
        if not figure.sign:
            # -0.8%에서 2.6%로: each has its own sign.
            inner.direction = inner.direction or claim.direction
    if (
        between.beside
        and figure.sort == "count"
        and following.sort == "money"
        and inner.kind == "level"
        and claim.kind in ("flow", "level")
    ):
        claim.kind = "level"
    if (
        between.in_bracket
        and following.sort == "percent"
        and closing.after_bracket
        and not following.sign
        and claim.kind == "change"
    ):
        inner.kind, inner.direction, inner.moved = "growth", claim.direction, True
