"""Dispositions: what every number in a text is, a figure or one of the things that are none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from jipyo.figures.lexicon import UnitSort, descriptions, lexicon
from jipyo.figures.model import Disposition
from jipyo.figures.numerals import Numeral
from jipyo.figures.units import PARTICLE, Unit, read_unit

_YEAR = r"(?:19|20)\d\d"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_NO_UNIT = r"(?![\d,]| ?(?:[억만천조%]|명|개|건|곳|원|달러|불|배|대\b|t\b|㎡|p\b|위|포인트|톤))"
_DATE = re.compile(
    rf"(?:{_YEAR}|0000) ?[.\-/] ?(?:{_MONTH}|00) ?[.\-/] ?(?:{_DAY}|00)\.?(?!\d|%)(?:T\d\d)?"
    rf"|{_YEAR} ?[~-] ?(?:{_YEAR}|\d\d) ?(?:년도?|학년도)?{_NO_UNIT}"
    rf"|{_YEAR} ?(?:년도|년|학년도|학년|회계연도|시즌)(?!간)"
    rf"(?: ?{_MONTH} ?월(?!드)(?: ?{_DAY} ?일)?)?"
    rf"|{_YEAR}\. ?{_MONTH}\.?{_NO_UNIT}"
    rf"|\d\d\. ?{_MONTH}\.(?: ?{_DAY}\.?)?(?=[)~\-,]| ?~| ?\()"
    rf"|{_MONTH}[./] ?{_DAY}\.? ?\((?:월|화|수|목|금|토|일)\)"
    rf"|{_MONTH} ?월(?!드|세|급|남|계|성)(?: ?{_DAY} ?일(?!자리))?"
    rf"|{_DAY} ?일(?!자리|본|괄|반|정한|상|당|째|간| ?동안| ?만에| ?만의| ?이상| ?이내|차|대)"
    r"|\d{1,2}:\d\d(?::\d\d)?(?!\d)"
    r"|(?:[01]?\d|2[0-4]) ?시(?=$|[^가-힣]| ?\d{1,2} ?분|[에께쯤경까부]|반|로)(?: ?[0-5]?\d ?분)?"
    r"|[1-4] ?(?:/ ?4)? ?분기"
)
_SHORT_YEAR = re.compile(rf"\d\d(?:년도?(?!간)(?: ?{_MONTH} ?월)?|\. ?{_MONTH}(?:\. ?{_DAY})?\.?)")
_DURATION_AFTER = re.compile(
    r" ?(?:여 ?)?(?:년|개월|개년|주일|주|달|일|시간|분|초|거래일|영업일|개 분기"
    r"|개 ?학기|학기|주년|세기|반기|박|밤)"
    r"(?=$|[^가-힣]|간|여|만|째|동안|차|치|물|새|래|전|후|뒤|이|의|을|은|를|가"
    r"|에|도|과|와|내|제|생|형|짜리|부터|까지|정도|가량|안|씩|당|마다|쯤|로|으로"
    r"|넘|남짓|앞|대|산|분|말|초|께|경)"
)
_ADDRESS_OF_WEB = re.compile(
    r"https?://[^\s<>()\"']+|www\.[^\s<>()\"']+"
    r"|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}"
)
_PHONE = re.compile(
    r"(?<![\d.])\(?0\d{1,2}\)?[ )\-.·] ?\d{3,4} ?[-.·] ?\d{4}(?:~\d{1,4}|, ?\d{4}(?!\d))*(?!\d)"
    r"|(?<![\d.,-])1[5-8]\d\d ?- ?\d{4}(?!\d)"
    r"|(?<![\d.,~-])\d{3,4}-\d{4}(?:~\d{1,4})?(?!\d| ?(?:년|[억만천]|원|명|개|%))"
)
_LONGER_UNIT = re.compile(r" ?(?:주차면|시군|시·군|시설|일자리|시간제|분대|주택|주민|시도|시·도)")
"""Units that begin like a word for time."""
_DIALLED = re.compile(r"[\d)( ~-]{1,16}\d")
_SERVICE_BEFORE = re.compile(
    r"(?:콜센터|국번 ?없이|전화|문의처?|상담전화|핫라인|헬프라인|신고) ?[(:]? ?(?:☎ ?)?$"
)
_SERVICE_AFTER = re.compile(
    r"1(?:12|13|18|19|20|31|32|82|88|99|00|10|11|01|07|09)(?=에? ?(?:신고|구급|종합상황|안전|상황"
    r"|소방|구조|다산|번으로|콜|센터|대원))"
)
_DAY_COUNT = re.compile(r"(?:일수|인\s날)[은는이가도]?\s(?:[가-힣]{1,4}\s){0,3}(?:\d+일에서\s)?$")
"""A count of days: 폭염일수, ‘나쁨’ 일수."""
_TEMPERATURE = re.compile(r"(?:기온|온도|수온|섭씨)[은는이가도]?\s[^.\n]{0,14}$")
_WARMER = re.compile(r"[도℃](?:나|가량|쯤)?\s(?:높|낮|올[라랐]|내[려렸]|떨어|따뜻|추)")
_THAN_BEFORE = re.compile(r"(?:보다|대비)\s(?:약\s|무려\s)?$")
_TENTHS = re.compile(
    r"할(?:\s?(?P<more>[1-9])푼)?(?=$|[^가-힣]|[이가은는을를의로]|가량|정도|이상|대)"
)
_MARGIN = re.compile(r"(?:표본\s?오차[는은]?|신뢰\s?수준은?)\s?(?:±|\+/?-|플러스마이너스)?\s?$")
_CONFIDENCE = re.compile(r"\s?신뢰\s?(?:수준|구간|도)")
_CHANGE_SIGN = re.compile(r"(?:^|[(,\s])(?P<sign>증|감)\s?$")
_FRACTION = re.compile(r" ?분의 ?(?P<top>\d+(?:\.\d+)?|[일이삼사오육칠팔구])")
_SLASHED = re.compile(r"/(?P<whole>[2-9]|10)(?![\d./])(?! ?(?:분기|학기|회|차|반기|월|일))")
_SHARE_OF = re.compile(r"(?:의|중|가운데)\s(?:약\s)?$")
_SHARE_AFTER = re.compile(r"(?:[이가을를은는만]|로|으로)\s|\s?(?:수준|가량|정도|이상|이하|토막)")
_RATIO = re.compile(
    r" ?(?:대|:) ?(?P<one>\d+(?:\.\d+)?)(?!\.?[\d%]|,\d| ?[가-힣]*대|[억만천]| ?(?:명|개|건|곳|원))"
)
_CONTEST = re.compile(r"경쟁률|비율|성비|배율|1의 경쟁")
_BY_SEX = re.compile(r"[(,]\s?(?:남|여)(?:성|자)?\s?$")
_NAMED_NUMBER = re.compile(r"[가-힣]{2}$(?<!모두)(?<!각각)(?<!최대)(?<!최소)(?<!전체)(?<!누적)")
_SPEED = re.compile(r"(?P<span>시속|초속) ?$")
_SPEED_PAIR = re.compile(r"시속 ?[\d.]+ ?(?:km|㎞)에서 ?$")
_HANGUL = re.compile(r"[가-힣]")
_LATIN_BEFORE = re.compile(r"[A-Za-z][-_]?$")
_NTH_BEFORE = re.compile(r"(?:^|[^가-힣])제 ?$")
_TERM_BEFORE = re.compile(r"(?:민선|초대|역대|태풍|제) ?$")
_OFFICE = re.compile(
    r" ?(?:국회|대통령|총선|대선|의회|회장|시장|지사|의장|총장|위원장|이사장"
    r"|병원장|원장|교육감|군수|사장|조합장|청장|임금|왕)"
)
_DECADES_BEFORE = re.compile(r"(?<!\d)[1-9]0대? ?[·~,-] ?$")
_DECADES_AFTER = re.compile(r" ?[·~,-] ?[1-9]0대(?! ?(?:를|씩))")
_BY_AGE = re.compile(r"(?:연령|나이|세대)[가-힣]{0,3}로?[는도]?\s[^.\n]{0,16}$")
_TENS = ("10", "20", "30", "40", "50", "60", "70", "80", "90")
_AGES = re.compile(r"(?:만 ?|연령대|나이|[가-힣]*세대별?로? ?|남성\s|여성\s)$")
_AGE_AFTER = re.compile(
    r" ?(?:이상|이하|미만|초반|후반|중반|[·,~] ?\d0대|청년|여성|남성|남녀|어르신|연령"
    r"|에서(?:는|만|도)\s|에서\s[가-힣]{2,6}\(\d|층|인구|자녀|부부|운전자|직장인|부모|[이가]\s+\d|는\s+\d|은\s+\d|[이가]\s(?:절반|가장|대부분|주로)|\s순(?=[이으])|\s\d[\d,만천백십]*\s?(?:건|명)|\(\d|\s+\d[\d.]*\s?%"
    r"|의\s(?:[가-힣]{1,5}\s)?[가-힣]{0,4}(?:만족도|비율|비중|응답|참여율|이용률|선호도|취업자|고용률|실업률|비만율|흡연율)"
    r"|\s?(?:참여자|참가자|노인|할머니|할아버지|주민|입주민|작가)|학생|근로자|고객|등산객|관광객|순유출|순유입|환자|A씨|등\s)"
)
_BAND_AFTER = re.compile(
    r" ?(?:이상|이하|미만|초과)? ?(?:사업장|사업체|기업|규모 기업|제조|소기업"
    r"|중소기업|기업체|업체|시설|가구|모임|행사)"
)
_HOUSEHOLD_SIZE = re.compile(
    r" ?(?:가구|가족|점포|사업장|매장|이상|이하|미만|용|실|승|조|분|극|기업|시위|방송|크리에이터"
    r"|창조|체제|미디어|세대|자녀|칭|\d)"
)
_UNIT_LINE = re.compile(r"단위\s?[:：]?\s?(?:[^\d)\]]{0,20}[,·/]\s?)?$")
_PRICED_BY = re.compile(r"\s(?:기준|크기)\s(?:[가-힣]{1,4}\s)?[가-힣]{0,4}(?:가격|단가|값)")
_EVENT_OF = re.compile(r"(?:[남여](?:고|중|대|초|자|일반)부?|남자|여자)\s?$")
_BOTH_COURSES = re.compile(
    r"(?:[와과]\s\d+m(?![㎡²\d])|에서는\s[가-힣])"
    r"|(?:[와과]\s|[,·]\s?)(?:\d+(?:\.\d+)?(?:㎞|km)[^.]{0,12})?(?:하프|풀|코스)"
)
"""70m와 50m를 휩쓸었다: distances at which sportsmen compete."""
_PRIVATE_AREA = re.compile(r"전용(?:면적)?\s?$")
_HOUSING_SIZE = re.compile(
    r"\s?(?:이상|이하|미만|초과)의?\s(?:[가-힣]{1,4}농가|공동주택|소규모|농가|아파트|단지|주택단지|건축물)"
)
_AMONG = re.compile(r"\s?(?:중|가운데)(?:에서)?\s")
_PARTS = frozenset(
    ("분야", "부문", "항목", "유형", "영역", "개 분야", "개 부문", "개 항목", "개 유형")
)
_ALL_OVER = re.compile(r"에서\s|\s['\"]?[가-힣]{2}")
_SORTED_INTO = re.compile(
    r"(?:에|에서)?\s\d[\d,]*\s?(?:개|건|명|팀|종)|으로\s(?:나[뉘눠눈]|구성|분류)|별로|의\s[가-힣]"
    r"|\s(?:전\s|모두\s)|\s?$"
)
"""What only says into how many parts something is sorted: 5개 분야 48개 사업."""
_OFFERED = re.compile(r"\s?(?:모집|공급|분양|매입)(?=[에을를이 ])")
_OF_THOSE = re.compile(
    r"\s?(?:이상|이하|미만|초과)(?:(?:이|은|는)?\s\d[\d,]*\s?[가-힣]|\s\d[\d,.만억천\s]*원\s(?:이하|미만))"
)
"""10톤 미만 47척: of what size those are that are counted."""
_UNIT_NOTE = re.compile(r"\((?:[십백천]?[만억]|[십백천])\s?(?:원|달러|불|명|톤|t)\)")
"""사업비(백만 원): the unit of a column."""
_SIZED_GOODS = re.compile(
    r"\s?(?:전기\s?)?(?:화물|트럭|덤프|카고|탑차|봉고|종량제|봉투|페트병|생수|텀블러|상품\s|특품\s|탄약|자주포|곡사포|포탄|기준\s(?:보증금|임대료|분양가|매매가|전셋값|가격))"
)
_UNIT_PRICE = re.compile(
    r"\s?(?:요금제|(?:[가-힣]{2,3})?택시|버스|아침밥|밥상|학식|여객선|식당|마켓|하우스|주택|임대주택|권(?!역"
    r"|익|리|한))"
)
"""What a price names rather than costs: 천원 택시, 1만 원 임대주택, 5만 원권."""
_HIGHEST_PRICE = 1_000_000
_SIZE_BAND = re.compile(
    r"\s?(?:이하|미만|이상|초과)의?\s(?:소상공인|기업|중소기업|소기업|가구|세대|업체|가맹점|점포"
    r"|사업장|주택|아파트|법인|사업자|근로자|직장인|자영업자|시민|청년|사람|고가|고액|체납|납세자|기부자|농가)"
)
_SIZED_BY = re.compile(
    r"(?:연\s?매출|매출액?|소득|연봉|자산|재산|공시가격?|시가|보증금|급여"
    r"|연소득)[이가은는]?\s?(?:연\s?)?$"
)
_BAND_OF = re.compile(
    r"\s?(?:이상|초과)\s\d[\d,.만억천\s]*원\s(?:이하|미만)|\s?(?:이상|이하|미만|초과)(?:이|은|도|는)\s\d"
)
_RANKED_AMONG = re.compile(r"\s?(?:중|가운데)\s(?:\d+위|[가-힣]{1,3}\s번째)")
_TROOPS = re.compile(r"(?:여단|사단|군단|연대|대대|기갑|비행단)(?:\s|[은는이가의에과와,)]|$)")
_DIVIDED = re.compile(
    r"(?:으로|로)\s(?:나[뉘눠눈누]|구분|분류)|[을를]\s(?:모으|모아\s?오|가져오|반납하)면\s"
)
"""7개 항목으로 나눠, 종이컵 10개를 모으면: how it is sorted, for what something is given."""
_GENERATIONS = 5
_FEW = 10
_MEDIAN = re.compile(r"(?:중위소득|소득\s?하위|소득인정액)(?:의)?\s?$")
_DAILY = re.compile(r"(?:하루|매일)\s?$")
_COMPANION = re.compile(r"(?:동반|부모\s중|가족\s중|보호자|인솔자|[(]경영주)\s?$")
_STATUTORY = re.compile(r"인\s")
_IN_FIRMS = re.compile(r"(?:근로자|직원|종업원)\s?(?:수\s)?$")
_BELOW = re.compile(r"(?:\([^()]{1,24}\))?\s?(?:이상|이하|미만|초과)|\)\s?(?:이상|이하|미만|초과)")
_BELOW_BRACKET = re.compile(r"\)\s?(?:이하|미만)")
_SOLD_ABOVE = re.compile(
    r"[을를]\s(?:넘긴|넘은|넘는|웃돈|웃도는)\s(?:곳|기업|업체|농가)"
    r"|\s?(?:이상|넘게)\s[가-힣]{2,4}\s(?:곳|기업|업체|농가)(?=[은이는가 ])"
    r"|\s구간(?=[이은에의 ])"
)
"""100만 달러 이상 수출한 곳, 월 300만~400만 원 구간: of what size those are that are counted."""
_MEASURED_GOODS = re.compile(
    r"\s?(?:이상|이하|미만|초과)의?\s(?:[가-힣]{1,4}\s)?[가-힣]{0,4}(?:농가|어선|축사|공장|건물|사업장|열매|과일"
    r"|화물차|선박|건축물|업소)|\s기준(?:(?:에|을)\s|\s\d)|\s(?:소형|중형|대형|경형)"
)
_QUOTED_NAME = re.compile(r"(?:^|\s|[(,])'[가-힣]{1,8}(?:\s[가-힣]{1,6})?\s$")
"""'파고 3미터', '하루 7천보': a number that closes a name."""
_BOUND_OF = re.compile(r"\s?(?:이상|이하|미만|초과)(?:의|인)?\s(?!과태료|벌금)(?=[가-힣]{2})")
_BORE = re.compile(r"(?:관경|지름|직경|구경)\s?$")
_RETAIL = re.compile(r"\s(?:소비자|도매|소매|산지)\s?가격")
_ENCLOSED = re.compile(
    r"(?:주말판|조간|석간|첨부\s?파일|첨부|붙임|별첨|사진|일자|지면|쪽수)\s?[:：]?\s?$"
)
_PAGE_AFTER_RULE = re.compile(r"면\s*(?:$|\n|\|)")
_SHEETS = frozenset(("개", "매", "부", "장", "면", "쪽"))
"""What is counted beside 첨부파일 or 사진, and the page of a newspaper (8일자 9면)."""
_PRICE_OF = re.compile(
    r"에\s(?:[가-힣]{1,3}\s)?\d[\d,.]*(?:[만천백십]\s?[\d,]*)*\s?원"
    r"|'?이?\s\d[\d,]*\s?(?:개|건|포|세트|상자|박스|봉지|봉|병)(?![가-힣]{2})"
)
_COURSE = re.compile(
    r"\)?\s\d[\d,]*\s?(?:명|팀)|(?:에|은|는|에는|에서)\s\d[\d,만천\s]*\s?명이?"
    r"|\s?(?:부문|종목|풀코스|하프코스|마라톤|단축마라톤|건강달리기)"
)
"""What runs a distance: 10㎞ 3,318명."""
_ONE_OF = re.compile(
    r"(?:당|마다|\s?(?:월|연|하루|최대|기준|한도|최고)\s?\d|\s?\d)|\s?=|\s?주택"
    r"|\s(?:월|연|하루)\s[가-힣]{1,8}(?:한도|금액|요금|액)"
    r"|\s(?:최고|최저|평균|도매|소매|산지)?(?:가격|가|값)(?=[이은는 ])|[가이]\s한\s해"
    r"|\(\d[\d,.]*\s?(?:㎏|kg|g|ℓ|L|㎖|개|장|마리)\)(?:에|당)\s|에게\s\d|에\s\d[\d,.]*\s?(?:㎡|평|명|대|개)"
    r"|에\s(?:(?:약|최대|최고|월|연|매월|매달|하루|해마다|한\s달)\s){0,2}\d[\d,.]*\s?[만천백십]*\s?(?:원|달러|엔|유로)|[을를]\s[가-힣]{1,6}\s때마다"
    r"|[을를]\s(?:[가-힣]{1,10}\s){0,2}[가-힣]{1,6}면\s"
    r"|[이가]\s(?:평균|하루|한\s달)|[이가]\s[가-힣]{2,6}는\s(?:돈|비용|금액)|[을를]\s[가-힣]{1,6}\s데\s|\s?(?:[가-힣]{1,6}\s)?(?:단가|비용|가격|급식비)"
)
_SLOGAN = re.compile(
    r" ?(?:원|달러|불|명|인|개|대)? ?(?:시대|고지|클럽|벽을|문턱|관객|관중 시대"
    r"|도시로|도시를|특례시|서명)"
)
_BY_THEN = re.compile(r"(?:^|년|월|말)까지\s(?:[가-힣]{1,6}\s){0,2}$")
_MILESTONE_AFTER = re.compile(
    r"[을를]? ?(?:넘|돌파|달성|뛰어넘|고지|시대|선을 넘|대를 넘|문을 열|진입)"
)
_MILESTONE_BEFORE = re.compile(r"(?:처음|최초|사상 첫)[가-힣]{0,2}\s[^.\d]{0,12}$")
_CONTAINER = re.compile(
    r" ?(?:한 ?)?(?:포대|포장|들이|단위|용량|봉지|박스|상자|쌀 한|마대"
    r"|한 포|한 채|한 상자|한 판|한 병|한 되|한 말|한 근)|짜리|들이|급"
)
_TURN_TIMES_BEFORE = re.compile(
    r"(?:총|연|각|약|모두|주|월|왕복|매년|매월|매주|연간|하루|최대|최소|평균|무려"
    r"|지금까지|그동안|년간|전국에서|하루에|한 달에|\d[년월주일]\s) ?$"
)
_TURN_TIMES_AFTER = re.compile(
    r"에서\s?\d|의\s(?:두|세|네|\d)|\s등\s\d|였|이었|입니다|이다"
    r"|(?:에|를|의|로|가|씩|이나|나|까지|만|밖|뿐)?(?:$|[^가-힣\s]| ?(?:걸쳐|걸친"
    r"|이상|이하|이내|가량|정도|안팎|미만|남짓|넘|개최|열|운영|진행|실시|참가"
    r"|참여|방문|파견|공연|운항|운행|왕복|증편|수상|출동|시행|상영|선정|완판"
    r"|발령|발생|적발|단속|회의|집회|투입|심의|순찰|촬영|강연|체험|반복|방송|교육|점검|훈련|수거|발간|신고|상담|대출|검사|측정|출장|재생|매진|취소|늘|줄|증|감|확대|더|수준|나갔|띄|오갔|뒤따|벌[였여인이]|이어졌|다녀))"
)
_OFTEN = 7
_REGULAR = re.compile(r"(?:^|[\s(])(?:주|월|매주|매월|매달)\s?$")
_SERVED = re.compile(r"\s?(?:씩\s)?(?:[가-힣]{1,4}\s)?(?:운항|운행|왕복|증편|취항|다니|배편|뜨)")
_EACH_TIME = re.compile(r"\s?(?:대출|검사|측정|이용|방문|구매)\s")
_LISTED = re.compile(r",?\s(?:[▲△▷·]|순(?:이|으)|,)|,\s[가-힣]")
"""What follows a bare number in a list of places or sorts: 중국 8만7천 순이다."""
_TO_AMOUNT = ("까지", "부터", "어치", "씩", "쯤", "짜리", "남짓")
"""What is written onto a bare amount: 7천억까지."""
_UNKNOWN_NOUN = re.compile(r" ?(?P<word>[가-힣][가-힣·]{0,14})")
# A noun for people before a bare count: 체험객 5만, 응시자 3만.
_PEOPLE = re.compile(
    r"(?:객|[^투융출적흑민이]자|[^국]민|학생|수강생)(?: ?수)?[은는이가도]? ?(?:약|총|모두)? ?$"
)
_PEOPLE_UNITS = frozenset(("명", "명분", "개", "그루", "마리", "주", "톤", "장", "매", "건", "회"))
_SHARES = re.compile(r"(?:주식|자사주|보통주|우선주|신주|상장|지분)[^.\d]{0,12}$")
_STONE_AND_BIRDS = re.compile(r"[1일]석\s?$")
"""1석3조: an idiom, no trillions."""
_LARGE_TOWNS = re.compile(r"\s?이상(?:인|의)?\s(?:대)?도시")
_SHIFT_OF = re.compile(r"\d\s?(?:인|명|교대)\s?$|[한두세네]\s?명\s?$")
_ADDRESS = re.compile(r"(?:로|길|동|리|가|산) ?$")


_SAME_BEFORE = re.compile(r"기(?:에서|이?던|보다) ?$")
_TERM_AFTER = re.compile(
    r"의\s|때|\s?\d년|\s?(?:첫해|마지막|출범|들어|취임|임기|말|초|신도시|재개발)|보다|부터"
)
_LATEST_TERM = 12
_HIGHEST_TERM = 200
"""Classes and terms (`72기 사관생도`, `3기 신도시`) end long before."""


SIGNS = ("+", "-", "△", "▲", "▼", "▽")
"""What is printed right before a number to say which way it went."""


@dataclass(slots=True)
class Candidate:
    """A number in the text with what it is taken for.

    ``number_start`` and ``number_end`` enclose the numeral, ``start`` and ``end`` numeral, sign and
    unit. For figures ``unit`` names the class and ``counter`` the counter as printed; ``sort`` is
    the family of the unit. ``sign`` is the printed sign (-1, 0 none, 1); ``high`` is the second
    number of a range, which has the sign of the first but where ``high_sign`` tells another
    (`-2~3%`: 1); ``over`` says that `여` stands with it, ``bare`` that it has no unit of its own,
    ``ratio`` that it is one of `4.2대 1`. Cells of tables know the names of ``row`` and ``column``.
    """

    numeral: Numeral
    number_start: int
    number_end: int
    start: int
    end: int
    disposition: Disposition
    unit: str = ""
    counter: str | None = None
    sort: UnitSort = "count"
    sign: int = 0
    value: Decimal = Decimal(0)
    high: Numeral | None = None
    over: bool = False
    bare: bool = False
    ratio: bool = False
    high_sign: int = 0
    column: str = ""
    row: str = ""

    def moved(self, shift: int) -> Candidate:
        """Give the same candidate ``shift`` characters further on."""
        return Candidate(
            self.numeral,
            self.number_start + shift,
            self.number_end + shift,
            self.start + shift,
            self.end + shift,
            self.disposition,
            self.unit,
            self.counter,
            self.sort,
            self.sign,
            self.value,
            self.high,
            self.over,
            self.bare,
            self.ratio,
            self.high_sign,
        )


def _taken(
    numeral: Numeral, start: int, end: int, disposition: Disposition, unit: str = "",
    counter: str | None = None, sort: UnitSort = "count", *, value: Decimal = Decimal(0),
    over: bool = False, bare: bool = False,
) -> Candidate:  # fmt: skip
    return Candidate(
        numeral, numeral.start, numeral.end, start, end, disposition, unit, counter, sort,
        value=value, over=over, bare=bare,
    )  # fmt: skip


def contacts(text: str) -> list[tuple[int, int]]:
    """Find addresses of mail and web; telephone numbers are judged one by one."""
    if "@" in text or "://" in text or "www." in text:
        return [found.span() for found in _ADDRESS_OF_WEB.finditer(text)]
    return []


def judge(text: str, numeral: Numeral, floor: int) -> Candidate:
    """Decide what a numeral is from its neighbours.

    ``text`` need not reach further than 40 characters to either side. ``floor`` is the end of the
    previous number, so that a sign or prefix is never claimed twice.
    """
    candidate = _judge(text, numeral, floor)
    candidate.start = max(candidate.start, floor)
    if candidate.disposition == "figure" and not numeral.words:
        claim_sign(text, candidate, floor)
    return candidate


def _judge(text: str, numeral: Numeral, floor: int) -> Candidate:
    start, end = numeral.start, numeral.end
    before = text[max(floor, start - 24) : start]

    def none(disposition: Disposition, stop: int = end, begin: int = start) -> Candidate:
        return Candidate(numeral, start, end, begin, max(stop, end), disposition)

    if numeral.words:
        if text.startswith("구조", start) and end == start + 2:
            # 구조대가 출동했다: a rescue, not nine trillion.
            return none("label")
        if _UNIT_LINE.search(before) or _UNIT_NOTE.match(text, max(0, start - 1)):
            return none("label")
        return _in_words(text, numeral, before)
    if not numeral.scaled:
        call = _PHONE.match(text, max(floor, start - 1)) or _PHONE.match(text, start)
        if call and call.end() > start and call.start() <= start:
            return none("contact", call.end(), call.start())
        if before.endswith(("☎", "☎ ", "☏", "☏ ")):
            rest = _DIALLED.match(text, start)
            return none("contact", rest.end() if rest else end)
        if (
            numeral.plain[:1] == "1"
            and 3 <= len(numeral.plain) <= 4
            and (_SERVICE_BEFORE.search(before) or _SERVICE_AFTER.match(text, start))
        ):
            return none("contact")
    fraction = _FRACTION.match(text, end)
    if fraction:
        return _fraction(numeral, fraction)
    slashed = _SLASHED.match(text, end)
    if (
        slashed
        and numeral.plain
        and 0 < numeral.value < int(slashed["whole"])
        and (_SHARE_OF.search(before) or _SHARE_AFTER.match(text, slashed.end()))
    ):
        share = numeral.value / int(slashed["whole"])
        return _taken(numeral, start, slashed.end(), "figure", "times", None, "ratio", value=share)
    if not numeral.scaled and text.startswith("일장", end):
        # 화개 5일장
        return none("name", end + 2)
    if numeral.scale == 10**12 and _STONE_AND_BIRDS.search(text, max(0, start - 3), start):
        return none("name")
    days = _days(text, numeral)
    if days is not None:
        return days
    if _DAY_OF_HISTORY.match(text, start) or (
        start > 1
        and text[start - 1] == "·"
        and text[start - 2].isdecimal()
        and _DAY_OF_HISTORY.match(text, start - 2)
    ):
        return none("name")
    if not numeral.scaled and not _LONGER_UNIT.match(text, end):
        found = _dated(text, start, before)
        if found is not None:
            return none(*found)
    below = before.endswith("영하 ")
    if text[end : end + 1] in ("도", "℃") and (
        below
        or _TEMPERATURE.search(_within_reach(text, start))
        or (_WARMER.match(text, end) and _THAN_BEFORE.search(before))
    ):
        begin = start - len("영하 ") if below else start
        value = -numeral.value if below else numeral.value
        return _taken(numeral, begin, end + 1, "figure", "Cel", None, "physical", value=value)
    ratio = _RATIO.match(text, end)
    if ratio and not numeral.scaled and not _is_between_colons(text, end, before):
        return _ratio(text, numeral, ratio)
    if _NTH_BEFORE.search(before):
        return none(
            "ordinal", _word_end(text, end), start - (len(before) - len(before.rstrip())) - 1
        )
    tenths = _TENTHS.match(text, end)
    if tenths and numeral.value < 10 and not numeral.scaled:
        parts = numeral.value * 10 + Decimal(tenths["more"] or 0)
        worth = replace(numeral, value=parts, place=Decimal(1 if tenths["more"] else 10))
        return _taken(worth, start, tenths.end(), "figure", "%", None, "percent", value=parts)
    if _TROOPS.match(text, end) and not numeral.scaled:
        return none("name", _word_end(text, end))
    unit = read_unit(text, end)
    if (
        unit is not None
        and unit.sort == "count"
        and text[end : end + 1] == " "
        and not numeral.scaled
        and _NAMED_NUMBER.search(before)
    ):
        # K리그2 경기: the number belongs to the name.
        return none("name")
    if (
        unit is not None
        and unit.sort == "percent"
        and (_CONFIDENCE.match(text, unit.end) or _MARGIN.search(before))
    ):
        return none("label", unit.end)
    if unit is not None and unit.sort in ("count", "label") and text[end : end + 1] == " ":
        if numeral.scale >= 10**8 and (unit.sort == "label" or unit.counter not in _PEOPLE_UNITS):
            # 국비 500억 스타트업 지원: a bare amount before a noun.
            unit = None
        elif (
            len(numeral.plain) == 4
            and numeral.plain[:2] in ("19", "20")
            and (unit.sort == "label" or not _COUNTED_ON.match(text, unit.end))
        ):
            # 2025 기업 지원 계획: a year before a noun.
            return none("date")
    if before.endswith("민선 ") or before.endswith("민선"):
        return none("ordinal", unit.end if unit else end)
    if _LATIN_BEFORE.search(before) and not (unit and unit.sort in ("money", "percent")):
        return none("name", _word_end(text, end))
    if before.endswith("코로나") or before.endswith("코로나-") or before.endswith("코로나 "):
        return none("name")
    if numeral.scale == 10**12 and _SHIFT_OF.search(before):
        # 2인 1조: a group, not a trillion.
        return none("label")
    if numeral.scaled and before.endswith("인구 ") and _LARGE_TOWNS.match(text, end):
        # 인구 50만 이상 대도시
        return none("label")
    if unit is None:
        if text[end : end + 1] == "등" and _LAMPS.search(before) and _LIT.match(text, end):
            # 보안등 3,120등을: lamps
            return _taken(numeral, start, end + 1, "figure", "item", "등", "count",
                value=numeral.value,
            )  # fmt: skip
        return _bare(text, numeral, before)
    if (
        unit.word == "원"
        and text[end : end + 1] == " "
        and len(numeral.plain) == 4
        and numeral.plain[:2] in ("19", "20")
        and _HANGUL.match(text, unit.end)
        and not PARTICLE.match(text, unit.end)
    ):
        # 2023 원주형 창업: a year before a name.
        return none("date")
    if unit.word == "원" and numeral.plain == "1":
        return none("label", unit.end)
    if unit.word == "주" and _SHARES.search(before):
        return _taken(
            numeral, start, unit.end, "figure", "share_of_stock", "주", "count",
            value=numeral.value, over=unit.over,
        )  # fmt: skip
    if unit.denominator and (unit.sort != "money" or text.startswith("당 ", unit.end)):
        return none("denominator", unit.end)
    if (
        _ENCLOSED.search(text[max(0, start - 12) : start]) and unit.word in _SHEETS
    ) or text.startswith("면에 계속", unit.end - 1):
        return none("furniture", unit.end)
    if before.endswith("| ") and _PAGE_AFTER_RULE.match(text, end):
        # 17:20:31 | 5면: the page of a newspaper.
        return none("furniture", unit.end)
    if unit.sort != "label" and _is_name(text, numeral, unit):
        return none("name", unit.end)
    described = _described(text, numeral, unit)
    if described is not None:
        return none(described, unit.end)
    if unit.sort in ("count", "physical") and _gives_terms(text, numeral, unit):
        return none("denominator", unit.end)
    if unit.word == "미" and (text.startswith(" 기준", unit.end) or before.endswith("(")):
        # 10미 기준 활전복: how many of them weigh a kilogram.
        return none("denominator", unit.end)
    if unit.unit == "site" and _RANKED_AMONG.match(text, unit.end):
        # 특·광역시 7곳 중 4위
        return none("label", unit.end)
    if unit.word in ("km", "㎞", "m") and _COURSE.match(text, unit.end):
        return none("name", unit.end)
    if unit.sort == "count" and _RETAIL.match(text, unit.end):
        # 특란 30개 소비자가격
        return none("denominator", unit.end)
    if unit.sort == "physical" and _PRICE_OF.match(text, unit.end):
        # 레드향은 3㎏에 1만8천300원, 영암쌀 10㎏이 2,870개
        return none("denominator", unit.end)
    if numeral_text(text, numeral) == "3.3" and unit.word == "㎡":
        # 3.3㎡로는 1,938만 원: a pyeong, by which prices are told.
        return none("denominator", unit.end)
    if numeral.plain == "1" and (
        (unit.sort != "percent" and _ONE_OF.match(text, unit.end))
        or (
            (unit.sort == "physical" or unit.unit == "container")
            and text.startswith(("는 ", "은 ", "에서 "), unit.end)
        )
    ):
        # 1인 월 50만 원, 1TEU=..., 1가구 1주택
        return none("denominator", unit.end)
    if numeral.plain == "1" and unit.sort == "count" and _NOT_EVEN.match(text, unit.end):
        # 1송이도 내보내지 않는다
        return none("label", unit.end)
    if numeral.plain == "1" and (
        (unit.sort == "count" and _COMPANION.search(before))
        or (before.endswith("당 ") and _STATUTORY.match(text, unit.end))
    ):
        # 동반 1인, 150명당 1대인 법정 기준
        return none("label", unit.end)
    if (
        unit.sort in ("physical", "money") or (unit.sort == "percent" and _MEDIAN.search(before))
    ) and _is_threshold(text, unit.end):
        return none("label", unit.end)
    if unit.sort == "money" and (
        (_OF_THOSE.match(text, unit.end) and _SIZED_BY.search(before))
        or _BAND_OF.match(text, unit.end)
        or (numeral.value < _HIGHEST_PRICE and _UNIT_PRICE.match(text, unit.end))
        or (_SIZE_BAND.match(text, unit.end) and _SIZED_BY.search(before))
        or _SOLD_ABOVE.match(text, unit.end)
    ):
        return none("label", unit.end)
    if unit.word == "코스" and not numeral.scaled and before[-1:] == " " and numeral.value < 30:
        # 숲길 3코스
        return none("name", unit.end)
    if unit.sort == "count" and numeral.value <= _FEW and _DIVIDED.match(text, unit.end):
        return none("label", unit.end)
    if unit.sort in ("count", "physical") and _of_size(text, unit, before):
        return none("label", unit.end)
    if (
        text.startswith("'", unit.end)
        and (unit.sort == "physical" or unit.word in ("보", "호"))
        and _QUOTED_NAME.search(before)
    ):
        return none("name", unit.end)
    if unit.sort == "label":
        return _labelled(text, numeral, unit, before)
    if _SLOGAN.match(text, unit.end) and (numeral.scaled or unit.sort == "money"):
        if unit.sort == "money" and _BY_THEN.search(before):
            # 2025년까지 수출 10억 불 고지: a target with its time.
            return _taken(numeral, start, unit.end, "figure", unit.unit, unit.counter, unit.sort,
                value=numeral.value, over=unit.over or numeral.over,
            )  # fmt: skip
        return none("label", unit.end)
    if (
        numeral.scaled
        and _MILESTONE_BEFORE.search(before)
        and _MILESTONE_AFTER.match(text, unit.end)
    ):
        return none("label", unit.end)
    rule = _RULES.get(unit.word)
    if rule is not None:
        other = rule(text, numeral, unit, before)
        if other is not None:
            return none(other, unit.end)
    if unit.sort == "physical" and _physical_label(text, numeral, unit):
        return none("denominator" if not text.startswith("급", unit.end) else "label", unit.end)
    code = unit.unit
    if code in ("km", "m"):
        speed = _SPEED.search(before)
        if speed or (
            before.rstrip().endswith("에서") and _SPEED_PAIR.search(_within_reach(text, start))
        ):
            code = f"{code}/{'s' if speed and speed['span'] == '초속' else 'h'}"
    return _taken(
        numeral,
        start,
        unit.end,
        "figure",
        code,
        unit.counter,
        unit.sort,
        value=numeral.value,
        over=unit.over or numeral.over,
    )


def _described(text: str, numeral: Numeral, unit: Unit) -> Disposition | None:
    """Tell what a number is that only describes, by descriptions.toml; ``None`` for others."""
    known = descriptions()
    lead = ""
    for key in (unit.sort, unit.word, unit.unit):
        for entry in known.get(key, ()):
            if entry.after is not None and entry.after.match(text, unit.end) is None:
                continue
            if entry.below is not None and numeral.value > entry.below:
                continue
            if entry.plain is not None and numeral.plain != entry.plain:
                continue
            if entry.before is not None:
                lead = lead or text[max(0, numeral.start - 40) : numeral.start]
                if entry.before.search(lead) is None:
                    continue
            return entry.disposition
    return None


def _is_name(text: str, numeral: Numeral, unit: Unit) -> bool:
    """Tell whether a number with a counter is part of a name: 심사1팀, 컨벤션센터 2홀에서."""
    if not numeral.plain or numeral.value > _FEW:
        return False
    if unit.word == "팀":
        return bool(_HANGUL.match(text, max(0, numeral.start - 1), numeral.start))
    if unit.word == "홀":
        return bool(_TAKES_PLACE.match(text, unit.end))
    return False


def _gives_terms(text: str, numeral: Numeral, unit: Unit) -> bool:
    """Tell whether a number says for how much something is given or what it costs."""
    start, end = numeral.start, unit.end
    if _PACKED.match(text, end):
        # 120㎏ 한 망, 20미 한 두름
        return True
    if unit.word in ("g", "kg", "㎏", "근") and _PRICE_AFTER.match(text, end):
        # 건고추 600g 값은 1만 7,500원
        return True
    if unit.word in _HANDED_IN and _EXCHANGED.match(text, end):
        # 종이팩 1㎏에 화장지 2롤
        return True
    if numeral.plain != "1":
        return False
    # (20피트 컨테이너 1개 기준), 1TEU는 20피트 컨테이너 1개
    return bool(
        _AS_UNIT.match(text, end)
        or (text.startswith(")", end) and _ONE_TEU.search(text, max(0, start - 30), start))
    )


def _is_threshold(text: str, end: int) -> bool:
    """Tell whether a number only says above or below what something is: 10인 미만 업체.

    Where a verb or the size of a whole follows, it is a figure: 30만 명 이상 방문, 200억 원 이상
    규모.
    """
    bound = _BOUND_OF.match(text, end)
    if bound is None:
        return False
    known = lexicon()
    place = bound.end()
    return known.action.match(text, place) is None and known.verb.match(text, place) is None


def _of_size(text: str, unit: Unit, before: str) -> bool:
    """Tell whether a number only says of what size something is: 4천TEU급 선박, 20마리짜리."""
    if unit.unit in ("seat", "room", "bed"):
        return False
    if text.startswith("급", unit.end) and (
        before.endswith("용량 ")
        or (unit.unit in ("MW", "GW", "room") and _BUILT_OF_SIZE.match(text, unit.end))
    ):
        # 수전용량 120MW급, 100MW급 발전소를 지어
        return False
    if text.startswith("급", unit.end) and not text.startswith("급증", unit.end):
        return not text.startswith(("급감", "급락", "급등"), unit.end)
    if unit.sort == "physical" and before.endswith("(") and _QUALIFIED.match(text, unit.end):
        # 아이스팩(500g 이상 젤 형태)
        return True
    if unit.sort == "count" and (
        text.startswith("짜리", unit.end) or _PRICED_BY.match(text, unit.end)
    ):
        return True
    if unit.sort == "physical" and (
        _OF_THOSE.match(text, unit.end)
        or _SIZED_GOODS.match(text, unit.end)
        or _MEASURED_GOODS.match(text, unit.end)
        or _BORE.search(before)
        or _IN_PYEONG.match(text, unit.end)
        or (_BOUND_ENDS.match(text, unit.end) and _AREA_SAID.search(before))
    ):
        return True
    if unit.word in ("인", "명") and (
        (unit.word == "인" and _IN_FIRMS.search(before) and _BELOW.match(text, unit.end))
        or _BELOW_BRACKET.match(text, unit.end)
    ):
        return True
    if unit.word in ("m", "km", "㎞") and (
        _EVENT_OF.search(before) or _BOTH_COURSES.match(text, unit.end) or before in ("와 ", "과 ")
    ):
        return True
    if unit.word in ("㎡", "m²", "평") and (
        _PRIVATE_AREA.search(before) or text.startswith((" 아파트", " 새 아파트", "형 "), unit.end)
    ):
        return True
    if unit.unit in ("municipality", "province", "town") and (
        _AMONG.match(text, unit.end)
        or (
            unit.unit != "town"
            and _ALL_OVER.match(text, unit.end)
            and not before.endswith(("등 ", "총 ", "모두 "))
        )
    ):
        # 전국 17개 시도 중, 22개 시군 경로당: all that there are.
        return True
    if unit.unit == "organization" and before.endswith("산하 "):
        return True
    if unit.counter and _GRADES.match(unit.counter) and _AMONG.match(text, unit.end):
        # 5개 등급 가운데 '가'등급
        return True
    if unit.word in _PARTS and _SORTED_INTO.match(text, unit.end):
        return True
    return unit.sort == "count" and bool(_HOUSING_SIZE.match(text, unit.end))


def _is_between_colons(text: str, end: int, before: str) -> bool:
    """Tell whether a number stands in a row whose cells colons part: 동송농협 : 19,840 : 361."""
    return (
        before.endswith(" : ") and text.startswith(" : ", end) and _CONTEST.search(before) is None
    )


def _within_reach(text: str, start: int) -> str:
    """Give what stands before a number in reach, other numbers included."""
    return text[max(0, start - 30) : start]


def _days(text: str, numeral: Numeral) -> Candidate | None:
    """Judge a number of days that is what is counted (일수), rather than how long it took."""
    if text[numeral.end : numeral.end + 1] != "일" or numeral.words:
        return None
    if not _DAY_COUNT.search(_within_reach(text, numeral.start)):
        return None
    return _taken(
        numeral, numeral.start, numeral.end + 1, "figure", "day", "일", "count",
        value=numeral.value,
    )  # fmt: skip


def claim_sign(text: str, candidate: Candidate, floor: int) -> None:
    """Claim the sign in front of a figure: +, -, △ (a fall), ▲ (a rise) or an arrow after it.

    A dash between two numbers is a range, and △ or ▲ before a word is a bullet; both stay out.
    """
    begin = candidate.start
    probe = begin
    while probe > floor and text[probe - 1] == " " and begin - probe < 1:
        probe -= 1
    sign = text[probe - 1] if probe > floor else ""
    if sign in ("↑", "↓") and probe == begin:
        candidate.sign = -1 if sign == "↓" else 1
        candidate.start = probe - 1
        return
    if sign in SIGNS:
        earlier = text[probe - 2] if probe > 1 else " "
        glued = probe == begin
        if sign in "+-" and not (glued and (earlier in " ([,:/·~\t|" or earlier == "\n")):
            return
        if sign in "△▲▼▽" and candidate.unit not in ("%", "%p") and not glued:
            return
        candidate.sign = -1 if sign in "-△▼▽" else 1
        candidate.start = probe - 1
        return
    word = _CHANGE_SIGN.search(text, max(floor, begin - 3), begin)
    # 사과 198가구, 감 142가구: the fruit.
    told = word and (candidate.sort != "count" or "증" in text[max(0, begin - 40) : begin + 40])
    if word and told and candidate.sort in ("percent", "money", "count"):
        # 1,814억 원(감 0.5%)
        candidate.sign = -1 if word["sign"] == "감" else 1
        return
    if text[candidate.end : candidate.end + 1] in ("↑", "▲") and candidate.unit in ("%", "%p"):
        candidate.sign = 1
    elif text[candidate.end : candidate.end + 1] in ("↓", "▼", "▽"):
        candidate.sign = -1
    elif text[candidate.end : candidate.end + 1] == "↑":
        candidate.sign = 1


_OLD_YEAR = re.compile(r"[6-9]\d년(?!간| ?만| ?동안| ?이상|여|째|생| ?역사| ?전통)")
_PLAIN_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def _dated(text: str, start: int, before: str) -> tuple[Disposition, int] | None:
    if before.endswith("'") or (before.endswith("지난 ") or before.endswith("지난")):
        short = _SHORT_YEAR.match(text, start)
        if short and (
            before.endswith("'")
            or not re.match(r" ?(?:간|동안|새|만|사이)", text[short.end() : short.end() + 4])
        ):
            return "date", short.end()
    found = _DATE.match(text, start)
    if found:
        return "date", found.end()
    old = _OLD_YEAR.match(text, start)
    if old:
        return "date", old.end()
    length = _PLAIN_NUMBER.match(text, start)
    if length:
        span = _DURATION_AFTER.match(text, length.end())
        if span:
            return "duration", span.end()
    return None


def _fraction(numeral: Numeral, fraction: re.Match[str]) -> Candidate:
    top = fraction["top"]
    upper = Decimal(top) if top[0].isdecimal() else Decimal(" 일이삼사오육칠팔구".index(top))
    value = upper / numeral.value if numeral.value else Decimal(0)
    return _taken(
        numeral, numeral.start, fraction.end(), "figure", "times", None, "ratio", value=value
    )


def _ratio(text: str, numeral: Numeral, ratio: re.Match[str]) -> Candidate:
    around = text[max(0, numeral.start - 40) : ratio.end() + 20]
    one = Decimal(ratio["one"])
    contested = bool(_CONTEST.search(around)) or "." in numeral_text(text, numeral)
    if one == 1 and contested and numeral.value != 1:
        found = _taken(
            numeral, numeral.start, ratio.end(), "figure", "times", None, "ratio",
            value=numeral.value,
        )  # fmt: skip
        found.ratio = True
        return found
    found = _taken(numeral, numeral.start, ratio.end(), "label")
    found.ratio = True
    return found


def numeral_text(text: str, numeral: Numeral) -> str:
    """Give the numeral as printed."""
    return text[numeral.start : numeral.end]


_HOWEVER_OFTEN = re.compile(
    r"\s?(?:[가-힣]{1,4}\s)?(?:듣는|들어도|들은|말해도|말하는|와도|가도|봐도|해도|하는\s것|보는\s것|생각해도|강조해도|양보해도)"
)
_FULL_MARKS = 100


def _in_words(text: str, numeral: Numeral, before: str) -> Candidate:
    if numeral.value < 1 or numeral_text(text, numeral) in ("갑절", "곱절"):
        return _taken(numeral, numeral.start, numeral.end, "figure", "times", None, "ratio",
            value=numeral.value,
        )  # fmt: skip
    place = re.compile(r" ?번째").match(text, numeral.end)
    if place:
        ranked = re.match(
            r"(?:로 |다\b|이다|다\.|를 차지|에 해당|를 기록|에 올|에 머|인 |,|\.|['\"’”…]|$)",
            text[place.end() : place.end() + 8],
        )
        listed = re.search(
            r"(?:전국|도내|세계|국내|지역|권|에서|가운데|중|역대|사상|순위)[가-힣]{0,3}\s[^.\d]{0,12}$",
            before + " ",
        )
        disposition: Disposition = (
            "figure" if ranked and (listed or text[place.end()] == "로") else "ordinal"
        )
        return _taken(numeral, numeral.start, place.end(), disposition, "rank", None, "ratio",
            value=numeral.value,
        )  # fmt: skip
    unit = read_unit(text, numeral.end)
    if unit is None or unit.sort == "label" or unit.denominator:
        return _taken(numeral, numeral.start, numeral.end, "label")
    if unit.word == "번" and _HOWEVER_OFTEN.match(text, unit.end):
        # 백 번 듣는 것보다
        return _taken(numeral, numeral.start, unit.end, "label")
    described = _described(text, numeral, unit)
    if described is not None:
        return _taken(numeral, numeral.start, unit.end, described)
    if unit.word == "점" and numeral.value == _FULL_MARKS:
        return _taken(numeral, numeral.start, unit.end, "label")
    if unit.word in ("가지", "팀", "점", "번", "대") and numeral.value < 10 and unit.word != "대":
        return _taken(numeral, numeral.start, unit.end, "label")
    return _taken(numeral, numeral.start, unit.end, "figure", unit.unit, unit.counter, unit.sort,
        value=numeral.value, over=unit.over,
    )  # fmt: skip


def _word_end(text: str, pos: int) -> int:
    found = re.compile(r"[A-Za-z가-힣]{0,12}").match(text, pos)
    return found.end() if found else pos


def _labelled(text: str, numeral: Numeral, unit: Unit, before: str) -> Candidate:
    start = numeral.start
    disposition: Disposition = "label"
    if unit.unit in ("ordinal", "name", "duration", "age_band"):
        disposition = {
            "ordinal": "ordinal", "name": "name", "duration": "duration", "age_band": "age_band",
        }[unit.unit]  # type: ignore[assignment]  # fmt: skip
    if unit.word in ("번째", "순위권"):
        ranked = re.match(
            r"(?:로 |다\b|이다|였다|다\.|를 차지|를 기록)", text[unit.end : unit.end + 8]
        )
        if ranked and re.search(r"(?:전국|도내|세계|국내|에서|중|가운데)", before):
            return _taken(
                numeral, start, unit.end, "figure", "rank", None, "ratio", value=numeral.value
            )
    return _taken(numeral, start, unit.end, disposition)


def _bare(text: str, numeral: Numeral, before: str) -> Candidate:
    """Judge a numeral without a known unit."""
    start, end = numeral.start, numeral.end
    words = lexicon().noun_pattern
    gap = re.compile(r"(여|남짓)? ?").match(text, end)
    over = bool(gap and gap[1])
    noun = _UNKNOWN_NOUN.match(text, gap.end() if gap else end)
    following = noun["word"] if noun else ""
    glued = bool(noun) and text[end : end + 1] not in (" ", "여")

    def figure(unit: str, sort: UnitSort, stop: int = end) -> Candidate:
        return _taken(numeral, start, stop, "figure", unit, None, sort,
            value=numeral.value, over=over or numeral.over, bare=True,
        )  # fmt: skip

    stop = end + 1 if over else end
    if _BY_SEX.search(before) and (numeral.commas or numeral.scaled):
        return figure("person", "count", stop)
    if _NTH_BEFORE.search(before):
        return _taken(numeral, start, end, "ordinal")
    if (
        len(numeral.plain) == 4
        and numeral.plain[:2] in ("19", "20")
        and not (over and text[end + 1 : end + 2] in (" ", ""))
    ):
        # A year, also before a name that begins like 여: 2026여수세계섬박람회.
        if following.startswith("세대"):
            return _taken(numeral, start, end + 2, "age_band")
        return _taken(numeral, start, end, "date")
    if numeral.scaled or over:
        if numeral.scaled and re.match(r" ?년", text[end:]):
            return _taken(numeral, start, end + 1, "duration")
        if _SLOGAN.match(text, end):
            return _taken(numeral, start, end, "label")
        for cls in ("person", "company", "household"):
            if words[cls].match(following):
                return figure(cls, "count", stop)
        if over and words["company"].search(following):
            return figure("company", "count", stop)
        if over and words["person"].search(following):
            return figure("person", "count", stop)
        if numeral.scale >= 10**8 or numeral.value >= 10**8:
            if before.rstrip().endswith(("법", "법률", "제", "관세")) or (
                glued
                and following[:1] not in "을를은는의에로으이가과와도만"
                and not following.startswith(_TO_AMOUNT)
            ):
                return _taken(numeral, start, end, "label")
            return figure("KRW", "money", stop)
        if words["money"].search(before[-14:]) and numeral.scale >= 1000:
            return figure("KRW", "money", stop)
        if glued and not PARTICLE.match(text, end):
            return _taken(numeral, start, end, "name")
        if words["person"].search(before[-10:]) or _PEOPLE.search(before):
            return figure("person", "count", stop)
        if words["company"].search(before[-10:]):
            return figure("company", "count", stop)
        if numeral.scale >= 10**4 or (over and following) or _LISTED.match(text, end):
            return figure("item", "count", stop)
        return _taken(numeral, start, end, "unknown")
    plain = numeral.plain
    line_start = start == 0 or text[:start].rsplit("\n", 1)[-1].strip(" ([<") == ""
    if line_start and text[end : end + 1] in (".", ")", "]"):
        return _taken(numeral, start, end, "label")
    if _ADDRESS.search(before) and len(plain) <= 4 and not numeral.commas:
        return _taken(numeral, start, end, "name")
    if re.match(r"-\d", text[end:]) or (before.endswith("-") and before[-2:-1].isdigit()):
        return _taken(numeral, start, end, "name")
    if re.match(r"·\d", text[end:]) or before.endswith("·"):
        return _taken(numeral, start, end, "name")
    if glued or (before and re.search(r"[가-힣A-Za-z]$", before)):
        return _taken(numeral, start, end, "name")
    if before.endswith("(") and text[end : end + 1] == ")":
        return _taken(numeral, start, end, "label")
    if re.match(r"[A-Za-z]", text[end : end + 1]):
        return _taken(numeral, start, _word_end(text, end), "name")
    shown = numeral_text(text, numeral)
    if "." in shown and shown.endswith(".0"):
        return _taken(numeral, start, end, "name")
    if len(plain) >= 7:
        return _taken(numeral, start, end, "contact")
    if len(plain) == 3 and plain[0] == "1" and before.endswith("("):
        return _taken(numeral, start, end, "contact")
    return _taken(numeral, start, end, "unknown")


_LAMPS = re.compile(r"(?:보안|가로|조명|신호|유도|투광|공원|경관)등\s(?:약\s|총\s)?$")
_LIT = re.compile(r"등(?=[을의은이가과,)]|\s?$|으로|에\s)")
_TAKES_PLACE = re.compile(r"에서\s(?!\d)|에\s(?!\d)")
_PACKED = re.compile(
    r"\s한\s(?:두름|망|상자|박스|포대|포|판|접|팩|병|봉지|가마|톳|축|자루|단|묶음)(?=[에은이의당 ])"
)
_PRICE_AFTER = re.compile(r"\s(?:도매|소매|산지|평균)?\s?(?:값|가격|시세)(?=[은이도의 ])")
_HANDED_IN = frozenset(("개", "kg", "㎏", "g", "매", "병", "팩", "캔", "장"))
_EXCHANGED = re.compile(
    r"에\s(?:새\s)?[가-힣]{1,5}(?:\s[가-힣]{1,3})?(?:\([^()]{1,8}\))?\s"
    r"(?:\d{1,2}|한|두|세|네)\s?(?:롤|장|매|개|팩|병|포)(?=[을를씩이로다 ,.])"
)
_AS_UNIT = re.compile(r"\s기준(?=[)\s,])")
_ONE_TEU = re.compile(r"1\s?TEU(?:는|=|\s=)\s?[^.\n]{0,20}$")
_NOT_EVEN = re.compile(r"도\s(?:[가-힣]{1,6}\s)?[가-힣]{1,5}지\s(?:않|못)|도\s없")
_BRACKETED_MEAN = re.compile(r"(?:평균|전년|지난해|작년|동기|기간|목표|기준치|평년)\($")
_AREA_SAID = re.compile(r"(?:면적|길이|높이|무게|중량|거리)[이은는]?\s$")
_BOUND_ENDS = re.compile(r"\s?(?:이상|이하|미만|초과),\s")
_IN_PYEONG = re.compile(r"\(약?\s?[\d,.]{1,8}\s?(?:평|㎡)\)짜리|\)짜리")
_BUILT_OF_SIZE = re.compile(
    r"급\s(?:[가-힣]{1,10}\s?){1,2}[을를]\s(?:더\s|새로\s)?(?:짓|지[어을은었]|세우|세[워운울웠]|건설|건립)"
)
_QUALIFIED = re.compile(r"\s(?:이상|이하|미만|초과)\s[^()\d]{1,12}\)")
_GRADES = re.compile(r"개\s?등급$")
_PACK_UNITS = frozenset(("kg", "㎏", "g", "mg", "㎎", "L", "ℓ", "리터", "mL", "㎖", "ml"))
_LARGE_ENERGY = frozenset(("MWh", "㎿h", "GWh"))
_LARGEST_PACK = 50
_SIZED = re.compile(
    r" ?(?:급 ?|이상 ?|이하 ?|미만 ?)?(?:화물차|트럭|덤프"
    r"|탑차|특장차|청소차|지게차|굴착기|굴삭기|크레인|어선|화물선|표준\s컨테이너"
    r"|바지선|컨테이너|계주|예선|결승|달리기|허들|자유형|평영|배영|접영|혼영|소총|권총"
    r"|이어달리기|트랙|경주|장애물)"
)
"""What a size in front belongs to as to a name: 25t 화물차, 3톤 지게차, 400m 계주."""


def _physical_label(text: str, numeral: Numeral, unit: Unit) -> bool:
    if unit.word in _PACK_UNITS and text.startswith("들이", unit.end):
        return True
    if unit.word in _PACK_UNITS and text[numeral.start - 1 : numeral.start] == "(":
        # 쌀(10㎏): the size of a pack, alone in its bracket; but 평균(1.01㎏).
        if _BRACKETED_MEAN.search(text, max(0, numeral.start - 6), numeral.start):
            return False
        largest = _LARGEST_PACK * (20 if unit.word in ("g", "mL", "㎖", "ml") else 1)
        return text[unit.end : unit.end + 1] in (")", "·") and numeral.value <= largest
    if _SIZED.match(text, unit.end):
        return True
    if unit.word in _LARGE_ENERGY or (unit.unit == "m2" and numeral.commas):
        # 2,870㎡짜리 도서관, 200MWh짜리 저장장치: their size is the news.
        return not text.startswith("짜리", unit.end) and bool(_CONTAINER.match(text, unit.end))
    if unit.word in (
        "MW",
        "㎿",
        "kW",
        "㎾",
        "GW",
        "메가와트",
        "기가와트",
        "kV",
        "V",
        "m",
        "㎞",
        "km",
    ):
        return bool(re.match(r" ?(?:한\s)?(?:들이|짜리)", text[unit.end : unit.end + 4]))
    return bool(_CONTAINER.match(text, unit.end)) and not re.match(
        r" ?규모", text[unit.end : unit.end + 4]
    )


Rule = Callable[[str, Numeral, Unit, str], "Disposition | None"]


def _dae(text: str, numeral: Numeral, unit: Unit, before: str) -> Disposition | None:
    """Judge 대: machines, decades of age, or the label of a set (4대 핵심사업)."""
    after = text[unit.end : unit.end + 16]
    if _TERM_BEFORE.search(before) or _OFFICE.match(after):
        return "ordinal"
    if numeral.value <= _GENERATIONS and after.startswith(("가 함께", "가 한집", "가 모여")):
        # 3대가 함께 사는 집: generations.
        return "name"
    if _DECADES_BEFORE.search(before) or _DECADES_AFTER.match(after):
        return "age_band"
    if _BY_AGE.search(_within_reach(text, numeral.start)) and numeral.plain in _TENS:
        return "age_band"
    decade = numeral.plain in ("10", "20", "30", "40", "50", "60", "70", "80", "90")
    # 인도 등 6대 금지구역: what is listed before 등 is not a lamp (등).
    said = before[-14:].removesuffix("등 ").removesuffix("등으로 ").replace("차지", "")
    machine = lexicon().noun_pattern["machine"].search(said)
    if decade and (_AGES.search(before) or _AGE_AFTER.match(after)) and not machine:
        return "age_band"
    if after[:1] == " " or (after and "가" <= after[0] <= "힣" and not PARTICLE.match(after)):
        following = after.lstrip()
        structural = lexicon().noun_pattern["structural"].match(following)
        action = lexicon().action.match(following)
        if structural and not (machine and action):
            return "label"
        if action or machine or numeral.scaled or not re.match(r"[가-힣A-Za-z]", following):
            return None
        if "." in numeral_text(text, numeral):
            return None
        if len(numeral.plain) <= 2 or numeral.plain in ("100", "200", "300", "500", "1000"):
            return "label"
    return None


_FIRST_OF = re.compile(
    r"\s(?:[가-힣]{0,2}기금|[가-힣]{0,2}사업|가맹점|협약|공약|주민|시민|고객|손님|청년|가게|입주"
    r"|수혜|기부|기업|상품|공장|마을|단지|아파트)"
)


def _ho(text: str, numeral: Numeral, unit: Unit, before: str) -> Disposition | None:
    """Judge 호: dwellings, or the number of a thing (태풍 5호, 302호)."""
    around = text[max(0, numeral.start - 30) : unit.end + 16]
    after = text[unit.end : unit.end + 8]
    if re.search(
        r"(?:동|제|태풍|공약|조례|고시|법률|기호|사적|국보|보물|명승|천연기념물|기념물"
        r"|지정|문화재|유산) ?$",
        before,
    ):
        return "ordinal"
    if before.endswith(("집 ", "집은 ")):
        return None
    if numeral.plain == "1" and _FIRST_OF.match(text, unit.end):
        # 1호 가맹점: the first of its kind.
        return "ordinal"
    if numeral.scaled or numeral.commas or _OFFERED.match(text, unit.end):
        return None
    if lexicon().noun_pattern["housing"].search(around) and not re.match(
        r"\s(?:기업|매장|점|공장|사업장|법안|공약|계약|환자|발전소|캠퍼스)", after
    ):
        return None
    return "ordinal"


def _gi(text: str, numeral: Numeral, unit: Unit, before: str) -> Disposition | None:
    """Judge 기: units of plant, or a term or cohort (3기 신도시)."""
    after = text[unit.end : unit.end + 12]
    if lexicon().noun_pattern["plant_unit"].search(before[-14:]):
        return None
    if numeral.value <= _LATEST_TERM and (
        _TERM_AFTER.match(after) or "민선" in _within_reach(text, numeral.start)
    ):
        return "ordinal"
    if before.endswith("등 ") or re.match(
        r"(?:를|을|가|의|씩|,|\)|$|까지\s(?:늘|확|증|더)"
        r"| ?(?:추가|설치|증설|신설|구축|확충|건설|도입|운영"
        r"|규모|이상|건립|철거|정비|분양)|입니다|이다|이며|인데)",
        after,
    ):
        return None
    # The far end of a change (`1,870기에서 2,215기로`), and numbers that no term or cohort reaches.
    if _SAME_BEFORE.search(before) or numeral.value >= _HIGHEST_TERM:
        return None
    return "ordinal"


_LATEST_EDITION = 130
"""Events are not so old."""


def _hoe(text: str, numeral: Numeral, unit: Unit, before: str) -> Disposition | None:
    """Judge 회, 번: how often, or the edition of an event."""
    after = text[unit.end : unit.end + 14]
    if "." in numeral_text(text, numeral):
        return None
    regular = numeral.value <= _OFTEN and _REGULAR.search(before)
    if numeral.value <= _OFTEN and _DAILY.search(before) and after.startswith(" 이상 "):
        # 하루 2회 이상 소독: how often it is asked for.
        return "label"
    if unit.over or numeral.scaled or (not regular and _TURN_TIMES_BEFORE.search(before)):
        return None
    if unit.word == "번" and len(numeral.plain) >= 3:
        # 9303번: a line of buses.
        return "name"
    if regular:
        # 주 2회 안부를 살핀다: how often, no size.
        return None if _SERVED.match(after) else "label"
    if unit.word == "회" and numeral.value >= _LATEST_EDITION:
        return None
    if unit.word == "번":
        return None if re.match(r"(?:이나|에 걸쳐| 이상|의 |씩)", after) else "name"
    if numeral.plain == "1" and _EACH_TIME.match(after):
        # 1회 대출 5권: each time, not once.
        return "denominator"
    if _TURN_TIMES_AFTER.match(after):
        return None
    return "ordinal"


def _in(text: str, numeral: Numeral, unit: Unit, before: str) -> Disposition | None:
    """Judge 인: persons, or the size of a household, a room or a firm."""
    after = text[unit.end : unit.end + 14]
    if _BAND_AFTER.match(after):
        return "age_band" if "가구" not in after else "label"
    if after.startswith((" 날", "인 날")) and numeral.value <= _FEW:
        # 끝자리가 2·7인 날: when a market is held.
        return "label"
    if _HOUSEHOLD_SIZE.match(after) and not re.match(r" ?이상이? ?(?:참|모|신청)", after):
        return "label"
    return None


def _household(text: str, numeral: Numeral, unit: Unit, before: str) -> Disposition | None:
    """Judge 세대, 가구: households, or a generation (5세대 통신, 2030세대)."""
    if unit.word == "세대":
        if numeral.plain in ("2030", "3040", "4050", "5060", "6070", "2040", "3050"):
            return "age_band"
        if (
            len(numeral.plain) == 1
            and re.match(r" ?[가-힣A-Za-z]", text[unit.end : unit.end + 2])
            and not PARTICLE.match(text, unit.end)
            and not lexicon().action.match(text[unit.end :].lstrip()[:8])
        ):
            return "ordinal"
    return None


_SCORED = re.compile(
    r"만점|가점|점\s?(?:이상인|미만인)|평점|학점|총점"
    r"|[점]\s?을 (?:받|얻|기록|쏘|쏜|쐈|따|올리|올린|올려|넘|웃도|밑도)"
)
_DAY_OF_HISTORY = re.compile(
    r"(?:6·25|5·18|4·19|4·3|3·1|8·15|6·10)(?!\d|\s?(?:%|명|개|건|곳|억|만|원))"
)
_RATED = re.compile(r"(?:만족도|지수|점수|청렴도|호감도)[^.]{0,20}$")
"""What is told in points with a fraction is an index: 만족도는 5점 만점에 4.3점."""
_COUNTED_ON = re.compile(
    r"[을를이가은의,)·]|도\s|과\s|와\s|으로|로\s|\s?(?:중|가운데|규모|철거|신축|건립|조성|완공|피해"
    r"|전소|반소|등)|\s?[(]|\.|\s?[▲△▷○·]|$"
)
_BLOCK_NUMBER = re.compile(r"\s?\d+호|\s?일원|\s?주민|\s?행정복지|\s?사무소|\s?통장")
_STREET = re.compile(r"(?:아파트|마을|단지|[가-힣]동)\s?(?:제\s?)?$")


def _small_label(text: str, numeral: Numeral, unit: Unit, before: str) -> Disposition | None:
    """Judge 부, 면, 동, 장, 종 and the like: a count only with a sign of counting."""
    fraction = "." in numeral_text(text, numeral)
    scored = _SCORED.search(text, numeral.start, unit.end + 20) or before.endswith("만점에 ")
    if unit.word == "점" and scored:
        rated = fraction and _RATED.search(_within_reach(text, numeral.start))
        if not rated:
            return "label"
    if numeral.scaled or numeral.commas or unit.over or fraction:
        return None
    after = text[unit.end : unit.end + 10]
    counted = bool(
        re.search(r"(?:총|약|모두|각각|각|최대|\d,|등|신규|매년) ?$", before)
        or re.match(
            r"(?:인 |을|를|이|가|의|씩|으로|로|,|\)|$|\.| \d|에서 |에 |에는 |까지 |\s?[▲△▷○↑↓])",
            after,
        )
        or lexicon().action.match(after.lstrip())
        or (unit.word in ("실", "종", "면") and re.match(r"[은는과와도]\s", after))
    )
    if unit.word == "동":
        if numeral.value <= _FEW and _TAKES_PLACE.match(text, unit.end):
            # 예술공장 2동에서: where it is held.
            return "name"
        if (
            text[numeral.start - 1 : numeral.start] in (" ", "(", "")
            and _COUNTED_ON.match(after)
            and not _BLOCK_NUMBER.match(text, unit.end)
            and not _STREET.search(before)
        ):
            return None
        housing = re.search(
            r"(?:부스|침수|반파|전파|반소|전소|피해|건물|빈집|폐가|공가|하우스|아파트|주택|창고|저장고|축사|우사|돈사|계사|공장|동수|빌딩|시설|온실"
            r"|점포"
            r"|건축물|기숙사|관사|농막|화장실|오피스텔|빌라|상가|막사|캠핑장|펜션|한옥|쉼터)",
            before,
        )
        return None if counted and housing else "name"
    if unit.word in ("부", "면", "장", "권", "편", "주", "곡", "포", "표", "점", "층"):
        return None if counted and numeral.value >= 5 else "label"
    if unit.word in ("종", "실", "두", "수", "본", "통", "알", "잔", "병", "벌", "쌍", "매"):
        return None if counted or (unit.word == "종" and numeral.value >= 10) else "label"
    return None


def _label_gaji(text: str, numeral: Numeral, unit: Unit, before: str) -> Disposition | None:
    return None if numeral.value >= 10 or unit.over else "label"


def _bul(text: str, numeral: Numeral, unit: Unit, before: str) -> Disposition | None:
    """Judge 불: dollars only for an amount of money."""
    return None if numeral.scaled or numeral.commas or len(numeral.plain) >= 2 else "name"


_RULES: dict[str, Rule] = {
    "대": _dae,
    "호": _ho,
    "기": _gi,
    "회": _hoe,
    "번": _hoe,
    "인": _in,
    "세대": _household,
    "가구": _household,
    "가지": _label_gaji,
    "불": _bul,
    **dict.fromkeys(
        ("부", "면", "동", "장", "권", "편", "종", "실", "두", "수", "주", "본", "통", "알", "잔",
         "병", "벌", "쌍", "매", "곡", "포", "표", "점"),
        _small_label,
    ),
}  # fmt: skip
