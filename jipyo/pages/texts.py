"""From a part of a page to paragraphs: every character of the text, none of the furniture.

The rules are those of Korean newsrooms and press offices, not of one outlet: how reporters sign,
how pictures are described, what is asked of readers behind the last sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from jipyo.pages.tree import Element, events, first, names_of

_DROPPED = {
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas",
    "button", "select", "textarea", "input", "figcaption", "audio", "video", "nav", "aside",
    "link", "meta", "map", "ins", "title", "caption",
}  # fmt: skip
_BLOCKS = {
    "p", "div", "section", "article", "header", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "ul",
    "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "blockquote", "pre",
    "figure", "hr", "center", "main", "address", "form", "fieldset", "caption",
}  # fmt: skip
_LINES = {"li", "tr", "dt", "dd"}
_STRONG = {"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"}
_PICTURES = {"img", "amp-img", "picture", "video", "iframe", "embed", "object"}

_SENTENCE_END = re.compile(r"[.!?](?<=[가-힣a-z)\"'”’][.!?])(?=\s|$|[”’\"'\])])")
_ENDS = re.compile(r"[.!?…。][\"'”’)\]」』]*$")

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u2028\u2029"))
_HIDDEN = re.compile(f"[{''.join(map(chr, _INVISIBLE))}]")
_SPACES = re.compile(r"[^\S\n]+")

_FURNITURE_CLASS = re.compile(
    r"(?:^|[-_\s])(?:adsense|adsbygoogle|advert\w*|relat(?:ed|ion)\w*|sns|copyrights?|comments?|reply|replies|cmt"
    r"|attach\w*|atch\w*|subscribe|donation|hashtags?|paywall|newsletter|pull-?quotes?|twitter-tweet|instagram-media|fb-post|sound_only|sr-only|dable|taboola|ranking|pagination|paging)"
    r"(?:$|[-_\s])"
    r"|ad-template|article-copy|view-copyright|view-editors|kwd|hashtag|reporter_?(?:box|area|info)"
    r"|(?:^|[-_\s])(?:ai|gpt|auto)[-_]?(?:summary|brief\w*)|autosummary"
    r"|img_?(?:desc|cap|txt)|photo_?(?:desc|cap|txt)|relnews|rel_?news|news_?rel|photo-caption"
    r"|(?:^|[-_\s])(?:(?:ez|lwp|rank-math)[-_]?)?toc(?:$|[-_\s])|table[-_]of[-_]contents"
    r"|file_?(?:list|down|wrap|box|area|view)|add_?file|filewrap|atchmnfl",
    re.IGNORECASE,
)
_WEAK_CLASS = re.compile(
    r"(?:^|[-_\s])(?:ad|ads|banner|share\w*|tags?|tool\w*|writers?|reporters?|editors|cap"
    r"|profile|keywords?|recommend\w*|skip|blind|journalist|byline|sponsor\w*"
    r"|breadcrumbs?|caption|btns?|popular)(?:$|[-_\s])",
    re.IGNORECASE,
)
"""Words that also stand in the classes of whole texts: there a text of some sentences stays."""

_PICTURE_CLASS = re.compile(
    r"(?:^|[-_\s])(?:photos?|images?|imgs?|pics?|pictures?|thumb(?:nail)?s?|imgfloating|figure)"
    r"(?:$|[-_\s]|\d)|img_?(?:box|area|wrap|table|pop)|photo_?(?:box|area|wrap|layout|table)",
    re.IGNORECASE,
)
_PICTURE_HUMPED = re.compile(
    r"[a-z](?:Img|Image|Photo|Pic|Picture|Thumb)s?(?:Box|Area|Wrap|List)?(?:$|[-_\s\d])"
)
"""Words of one name parted by a capital, as board skins write them."""

MAIL = r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
_NAME = r"[가-힣]{2,4}"
_POST = (
    r"(?:(?:시민|객원|수습|인턴|선임|전문|대표|본지|취재|사진|명예|주재|편집|부국장|차장|부장|국장|총괄|지역)?\s*기자(?:단)?"
    r"|(?:[가-힣]{2,5}\s?)?(?:특파원|통신원)|논설(?:위원|실장)|편집(?:위원|국장)|주필|리포터|PD|앵커|칼럼니스트|해설위원)"
)
_NAMES = rf"{_NAME}(?:\s*[·,/&ㆍ]\s*{_NAME}|\s+{_NAME}(?=\s+{_NAME}\s*{_POST})){{0,4}}"
_SIGN_OPEN = r"[\s/=■□▲△▶▷●○◆◇☞※·\[(<【〔〈《|ㅣ\-*]*"
_SIGN_CLOSE = r"[\s\])>】〕〉》./|ㅣ=*]*"
_PLACE = r"(?:[가-힣A-Za-z0-9·&.\s]{1,20}\s*[=/:|]\s*)"
_TASK = (
    r"(?:(?:글|사진|영상|정리|취재|촬영|그래픽|편집|대담|진행)"
    r"(?:\s*[·,/]\s*(?:글|사진|영상|정리|편집))*\s*[=:/]?\s*)"
)
_OUTLET = (
    r"(?:[가-힣A-Za-z0-9]{1,12}(?:신문|일보|뉴스|타임[즈스]|투데이|방송|통신|미디어|저널|경제"
    r"|이코노믹|매일|데일리|포스트|매거진|닷컴))"
)
_BYLINE = re.compile(
    rf"^{_SIGN_OPEN}{_PLACE}?{_TASK}?(?:[가-힣A-Za-z]{{2,12}}\s+)?{_NAMES}\s*(?:\s{_OUTLET}\s*)?{_POST}"
    rf"(?:\s*[,/·&]\s*{_NAMES}\s*{_POST})*{_SIGN_CLOSE}"
    rf"(?:[(<\[=:]?\s*{MAIL}\s*[)>\]]?)?(?:\s*다른\s*기사\s*(?:보기)?)?{_SIGN_CLOSE}$"
)
_DESK = re.compile(
    rf"^{_SIGN_OPEN}(?:[가-힣A-Za-z]{{2,10}}\s*)?"
    r"(?:(?:디지털|온라인|인터넷|모바일)?\s*(?:뉴스|편집|취재|보도|콘텐츠)(?:국|부|팀|본부|센터|룸))"
    rf"(?:\s*기자)?{_SIGN_CLOSE}(?:[(<\[]?\s*{MAIL}\s*[)>\]]?)?{_SIGN_CLOSE}$"
)
_CREDIT = re.compile(
    r"^[\s\[(<【]*(?:사진|자료|영상|그래픽|이미지|글|그림|제공|출처)(?:\s*[·,]\s*(?:사진|글|자료|영상))*"
    r"(?:\s*(?:제공|출처|협조))?\s*[=:/ⓒ©].{1,60}$"
)
_CREW = re.compile(
    rf"^{_SIGN_OPEN}(?:(?:(?:촬영|영상|취재|편집)\s*기자\s*[:：=]?|영상\s*(?:취재|편집|촬영)\s*[:：=]?|(?:영상\s*)?(?:취재|편집|촬영|제공|그래픽|자막|디자인)\s*[:：=]"
    rf"|(?:그래픽|화면|자료\s*조사|CG|스크립터|리서처|오디오\s*맨?)\s*[:：=])\s*{_NAME}(?:\s*[·,]?\s*{_NAME}){{0,3}}"
    r"(?:\s*기자)?\s*(?:[/|·,ㅣ)\]]\s*|\s+|$))+$",
    re.IGNORECASE,
)
"""Who made a broadcast besides its reporter: pictures, cutting, drawings."""
_SLASHED = re.compile(rf"^[/／]\s*{_NAME}(?:\s+[가-힣A-Za-z·]{{1,12}}){{0,3}}$")
"""Writers who are no reporters sign behind a stroke, with what they are."""
_ONLY_MAIL = re.compile(
    rf"^[\s(<\[/=]*(?:{_NAME}\s*)?(?:e-?mail|이메일|메일)?\s*[:=]?\s*{MAIL}[\s)>\]]*$", re.I
)
_RIGHTS = ("저작권", "무단", "재배포", "right", "학습", "ⓒ", "©")
"""Every notice has one of these."""
_COPYRIGHT = re.compile(
    r"저작권(?:자|은|이|법)?\s*[ⓒ©(:：=]|저작권자|무단\s*(?:전재|복제|배포|도용|사용)|재배포\s*(?:를\s*)?금지"
    r"|all\s+rights?\s+reserved|copyrights?\s*[ⓒ©(:@]|[ⓒ©]\s*copyright|AI\s*학습\s*(?:및|이용|활용|금지)"
    r"|^[\[(<\s]*[ⓒ©]\s*(?:(?![가-힣][.!?]).){1,60}$",
    re.IGNORECASE,
)
_SHARE_WORD = (
    r"(?:페이스북|트위터|카카오\s*(?:톡|스토리)?|네이버\s*(?:블로그|밴드|카페)?|밴드|라인|텔레그램|인스타그램|핀터레스트|구글\+?"
    r"|URL\s*(?:복사|줄이기)?|링크\s*복사|주소\s*복사|복사(?:하기)?|기사\s*(?:공유|저장|스크랩|인쇄|듣기|프린트)|공유(?:하기)?|인쇄(?:하기)?"
    r"|프린트|스크랩(?:하기)?|글자\s*크기(?:\s*(?:설정|조절|변경))?|글씨\s*(?:크기|키우기|줄이기)|본문\s*글씨\s*(?:키우기|줄이기)|확대|축소"
    r"|메일\s*(?:보내기)?|이메일|댓글\s*\(?\d*\)?|좋아요\s*\d*|싫어요\s*\d*|공감\s*\d*|추천\s*\d*|SNS|보내기|로|에|으로|다른\s*공유\s*찾기|기사스크랩하기"
    r"|바로가기|목록(?:으로|보기)?|이전\s*(?:글|기사)(?:보기)?|다음\s*(?:글|기사)(?:보기)?|맨\s*위로|위로|TOP|가|X|f|닫기|더보기|전체\s*보기"
    r"|구독(?:하기)?|알림(?:받기)?|기사\s*제보|후원(?:하기)?|음성으로\s*듣기|조회(?:수)?\s*[:：]?\s*[\d,]*)"
)
_SHARE_LINE = re.compile(rf"^(?>{_SHARE_WORD}[\s·|,/:>+-]*+)++$", re.IGNORECASE)
_FURNITURE_LINE = re.compile(
    r"^(?:이\s*기사를?\s*공유합니다|기사의?\s*본문\s*내용은.*|스크롤\s*이동\s*상태바|다른\s*기사\s*(?:더?\s*보기|보러가기).*"
    r"|.{0,14}기자의?\s*(?:다른|전체|최신)\s*기사\s*(?:더?\s*보기)?"
    r"|(?:이미지|사진|원본|크게)\s*(?:크게\s*)?(?:확대\s*)?보기|이미지\s*확대|클릭하(?:시)?면.{0,20}(?:확대|크게).{0,12}"
    r"|기사\s*제보\s*(?:하기|전화|메일|및|[:：\d(]).{0,60}|제보\s*(?:하기|전화|메일|[:：]).{0,60}"
    r"|\d{1,2}:\d{2}\s*/\s*\d{1,2}:\d{2}|[<\[(〈/|\s]*끝[>\])〉/|\s.]*|\(?광고\)?|\[?\s*(?:AD|Advertisement|ADVERTISEMENT)\s*\]?|Tags?|태그"
    r"|[※\s]*붙임\s*[:：\d.]?.{0,60}(?:\d+\s*(?:부|매|장)|끝)\.?|좋아요\s*\d+.*|로그인.{0,20}(?:해\s*주세요|필요합니다)\.?"
    r"|[※*\s]*(?:이|본|해당)\s*(?:기사|기획|취재|보도|콘텐츠)[는은]\s.{4,80}(?:지원|후원|도움)(?:을|으로)?\s*(?:받|작성|취재|제작|이뤄).{0,24}"
    r"|(?:동영상|영상|음성)\s*(?:재생|시청|듣기)[을를]?\s*위해.{0,40}(?:켜|설치|사용|허용|업데이트).{0,20}"
    r"|원본\s*기사\s*보기.{0,40}|(?:이|본)\s*기사는\s.{4,60}(?:서비스|송고|전재|제휴|제공)(?:된|되었|됐|한|받).{0,20}"
    r"|(?:기사\s*)?(?:입력|등록|승인|송고|발행|작성|최종\s*수정|수정)(?:일시?|시간)?\s*[:：|]?\s*\d{4}\s*[-./년].{0,60}"
    r"|(?:키워드|태그|해시태그|관련\s*(?:키워드|태그)|Tags?)\s*[:：#].{0,120}"
    r")$",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"^[▶▷☞■●◆◇□★☆※*·\-\s\[<]*(?:"
    r"(?:네이버|카카오\s*톡?|다음|유튜브|구글|페이스북|인스타그램?|텔레그램|트위터|밴드|뉴스레터|채널|앱|[가-힣A-Za-z]{1,12}(?:신문|일보|뉴스|타임스|투데이|방송|통신|미디어))"
    r"[^.]{0,60}(?:구독|추가|팔로우|친구|받아\s*보|만나\s*보|만나|설치|다운|설정|제보)[^.]{0,30}(?:하기|세요|주세요|하세요|바로가기|추가|가능)?"
    r"|(?:전화|이메일|메일|카카오톡|카톡|제보|홈페이지|문자|팩스)\s*[:：].{2,80}"
    r"|\[(?:구독|제보|후원|알림|이벤트)\].{2,60}"
    r"|(?:기사|뉴스)?\s*제보(?:는|하기)\s+(?:카카오\s*톡|카톡|전화|이메일|메일|홈페이지|누리집|앱|문자|팩스|유튜브|텔레그램).{2,60}"
    r"|[^.]{0,50}(?:제보|구독|후원|관심|성원)[^.]{0,30}(?:기다립니다|부탁\s*드립니다|바랍니다|해\s*주세요|해주십시오|됩니다|받습니다)"
    r")[.!\]>\s]*$"
)
_HASHTAGS = re.compile(r"^(?:#\s?[\w가-힣·&.-]{1,30}[\s,]*)+$")
_MARKED_CAPTION = re.compile(r"^[\[(]?\s*[▲△▴▵▼▽◀◁▶▷↑↓←→☝◇◆■]\s*(?![\s\d+-]*\d)")
_TRIANGLE = re.compile(r"^[▲△▴▵](?!\s*\d)")
_PHOTO_OPENING = re.compile(
    r"^[▲△\s]*(?:[\[(<【〈]\s*사진\s*(?:설명|자료)?\s*[\d①-⑳]*\s*[\])>】〉=:/]|사진\s*(?:설명|제공)?\s*[=:/]"
    r"|사진\s*(?:설명|제공)\s|/\s*사진)"
)
_TRIANGLE_ANY = re.compile(r"^[▲△▴▵]")
_TRIANGLE_CREDIT = re.compile(
    r"(?:[\s(\[/=<]|사진\s*[=:/]?\s*)[가-힣A-Za-z\s]{1,20}(?:제공|캡처|갈무리|DB|자료)\s*[\])>]?\.?$"
    r"|[(\[</=\s]\s*사진\s*[=:/]?\s*[가-힣A-Za-z\s]{1,20}[\])>]?\.?$|[ⓒ©]"
)
_TRIANGLE_WITHIN = re.compile(r"[▲△▴▵]")
_ITEM = re.compile(
    r"[:：=]|\d[\d,.]*\s*(?:%|%p|조|억|만|천|명|원|건|개|곳|톤|t|㎡|㎞|km|m|대|채|가구)"
)
_CAPTION_CREDIT = re.compile(
    r"^\[?\(?사진\s*[=:/설제자출①-⑳\d]|(?:[\[(/=<]|\s)\s*(?:사진|이미지|자료|그래픽|출처)\s*[=:/]?\s*[^.]{0,30}[\])>]?\.?$"
    r"|[/=(\[ⓒ©]\s*[가-힣A-Za-z\s]{2,20}(?:제공|캡처|캡쳐|갈무리|DB|연합뉴스|뉴시스|뉴스1)\s*[\])>.]*$|사진\s*제공|[ⓒ©]"
    rf"|{_NAME}\s*기자\s*[\])>]?$"
)
_RELATED = re.compile(
    r"^[\s\[(<【■▶▷◆◇☞●□*·]*(?:관련\s*(?:기사|뉴스|글|콘텐츠)|많이\s*본|이\s*시각|주요\s*(?:뉴스|기사)|추천\s*(?:기사|뉴스)|인기\s*(?:기사|뉴스)"
    r"|함께\s*(?:보면|볼|읽으면|읽을|본)|오늘의\s*(?:주요|핫|인기)|최신\s*(?:기사|뉴스)|연재\s*(?:기사|목록)|실시간\s*(?:뉴스|인기)|지금\s*뜨는)"
    r".{0,40}$"
)
_DASHED = re.compile(r"^[-–—―ㅡ─]{1,2}\s*(?P<words>\S.*?)\s*[-–—―ㅡ─]{0,2}$")
_BOXED = re.compile(r"^(?:[△▲▷▶■□◆◇○●◎★☆※①-⑳<〈《\[【(]|\d{1,2}\s*[.)](?!\d))")

_OPENINGS = (
    # [하늘일보 홍길동 기자], (창원=홍길동 기자), 【창원=하늘】홍길동 기자 =
    re.compile(
        rf"^[\[(【<〈〔［]\s*[^\])】>〉〕］.]{{0,30}}?{_NAMES}\s*{_POST}\s*[\])】>〉〕］]\s*[=:]?\s*"
    ),
    re.compile(
        rf"^[\[(【<〈〔［]\s*[가-힣·\s]{{2,14}}\s*[=/|ㅣ]\s*[가-힣A-Za-z0-9·&.\s]{{2,20}}\s*[\])】>〉〕］]\s*"
        rf"(?:{_NAMES}\s*{_POST}\s*[=:]?\s*|[=:]\s*)?"
    ),
    re.compile(
        r"^[\[(【<〈〔［]\s*[가-힣A-Za-z0-9·&.\s]{1,18}(?:신문|일보|뉴스|타임[즈스]|투데이|방송|통신|미디어|저널|경제|매일|데일리|포스트|TV|tv|NEWS|News|news)"
        rf"\s*[\])】>〉〕］]\s*(?:{_NAMES}\s*{_POST}\s*[=:]?\s*|[=:]\s*)?"
    ),
    # 【하늘 나루】홍길동 기자=, 나루--(소식통)--
    re.compile(
        rf"^[\[(【<〈〔［]\s*[가-힣A-Za-z0-9·&.\s]{{2,24}}\s*[\])】>〉〕］]\s*{_NAMES}\s*{_POST}\s*[=:]\s*"
    ),
    re.compile(r"^[가-힣·A-Za-z\s]{2,12}\s*[-–—]{2}\s*\([가-힣A-Za-z0-9\s]{2,16}\)\s*[-–—]{2}\s*"),
    re.compile(rf"^(?:[가-힣A-Za-z0-9·]{{2,15}}\s*[=/|]?\s*)?{_NAMES}\s*{_POST}\s*[=|ㅣ│]\s*"),
)
"""What stands before the first sentence and is surely no part of it: place, outlet, reporter."""

_CLOSINGS = re.compile(
    rf"(?<=[.!?”’\"'）)\]])\s*(?:[\[(</=\-|【〈]\s*)?{_PLACE}?{_TASK}?(?:[가-힣A-Za-z]{{2,12}}\s+)?"
    rf"{_NAMES}\s*{_POST}{_SIGN_CLOSE}(?:[(<\[=]?\s*{MAIL}\s*[)>\]]?)?{_SIGN_CLOSE}$"
    rf"|(?<=[.!?”’\"'）)\]])\s*[(<\[=/]?\s*{MAIL}{_SIGN_CLOSE}$"
    r"|(?<=[.!?”’\"'）)\]])\s*[<\[(]?\s*(?:저작권자|ⓒ|©|Copyright).{0,120}$"
    r"|(?<=[.!?”’\"'）)\]])\s*[<\[(〈]?\s*끝\s*[>\])〉]?\.?$"
    r"|(?<=[.!?”’\"'）)\]])\s*[<\[(〈]\s*사진\s*\d*\s*(?:장|매)?\s*(?:있음|첨부|제공)?\s*[>\])〉]$"
    r"|(?<=[.!?”’\"'）)\]])\s*[\[(<]\s*(?:사진|자료|영상)\s*(?:제공)?\s*[=:/][^.\])>]{1,40}[\])>]$"
    r"|(?<=[.!?”’\"'）)\]])\s*/\s*(?:사진|자료|영상)\s*(?:제공)?\s*[=:][^.]{1,40}$"
)


_SIGNING = re.compile(
    rf"(?P<strong>{MAIL}|(?:{_TASK}|{_PLACE})?{_NAMES}\s*(?:\s{_OUTLET}\s*)?{_POST}(?:\s*\([가-힣]{{2,5}}\))?"
    r"|[\[(【〔]\s*[가-힣·\s]{2,12}=\s*[가-힣A-Za-z0-9\s]{2,20}[\])】〕]"
    r"|(?:기사\s*)?(?:입력|등록|승인|송고|수정|게재)(?:\s*(?:일시?|시간))?\s*[:：]?(?=\s*[\[(\d]|$)"
    r"|(?:(?:저작권자|저작권|copyrights?)\s*)?(?:[ⓒ©]|\(c\))\s*(?:\d{4}\s*)?[가-힣A-Za-z]{2,12}(?:\s*\d{4})?"
    r"|(?:저작권자|저작권|copyrights?|all rights reserved|무단\s*(?:전재|복제)|재배포|AI\s*학습)"
    r"(?:[\s·,\-]|및|이용|활용|금지|배포)*|[(<\[〈]\s*끝\s*[)>\]〉]"
    r"|(?:조회|댓글|구독|추천|공감|좋아요|조회수|기사\s*추천)\s*[:：]?\s*[\d,]+|[A-Z]?\d{1,3}면(?![가-힣])|제\s?\d{2,6}호)"
    r"|☎|\(?0\d{1,2}[)\-]\s?\d{3,4}-[\d*]{4}|\b1[5-8]\d{2}-\d{4}|\d{3,4}-\d{4}"
    r"|\d{4}\s?[-./년]\s?\d{1,2}\s?[-./월]\s?\d{1,2}\s?[일.]?(?:\s*\(?[월화수목금토일](?:요일)?\)?)?"
    r"(?:\s*(?:오전|오후))?\s*\[?(?:\d{1,2}:\d{2}(?::\d{2})?)?\]?|\b20\d{6}\b"
    rf"|{_OUTLET}|다른\s*기사\s*(?:더?\s*보기)?|기자\s*페이지|기사\s*제보|제보|온라인|지면|사진|자료|제공|끝|발행|대담|정리|글",
    re.IGNORECASE,
)
"""Of what lines are made that only say who wrote a text, when it was put in and where it stood."""


_LETTERS_BESIDE = 3
"""So many letters of such a line may be of none of these."""


_LAST_END = re.compile(r"[가-힣\d)][.!?][\"'”’)\]]*(?=\s|[<＜\[(/ⓒ])")


_OFFICE_LINE = re.compile(
    r"^[<〈\[(※*ㅇ○□■◦\-\s]*(?:"
    r"(?:붙임|첨부|별첨)\s*[:：\d.]?\s*.*(?:\d+\s*(?:부|매|장|건)|파일|사진|자료).*"
    r"|(?:붙임|첨부|별첨)(?:\s*파일)?\s*(?:[:：\d]|을|를)?\s*.{0,60}"
    r"|사진\s*(?:설명|제공|출처)?\s*\d*\s*[:：=]\s*\S.{1,120}"
    r"|(?:사진|자료|보도\s*자료)\s*(?:\d+\s*)?(?:있음|첨부|별첨|별도)\s*.{0,20}"
    r"|(?:자세한|상세한?|기타)\s*(?:내용|사항)은?\s*(?:붙임|첨부|별첨).{0,60}"
    r"|(?:문의(?:처)?|담당(?:자|부서|과장|팀장|사무관|주무관)?|자료\s*(?:제공|문의)|연락처|전화(?:번호)?|책임자)\s*[:：(].{0,100}"
    r"|(?:이|본)\s*(?:자료|보도자료|저작물|게시물)[은는].{0,120}(?:전재|공공누리|자유\s*이용|이용할\s*수|취재|연락|알려\s*드립니다).{0,60}"
    r"|.{0,30}공공누리.{0,80}|.{0,60}[\[<(]?자료\s*출처\s*[=:].{0,60}|.{0,20}출처\s*표시.{0,60}"
    r"|출처\s*[:：].{0,40}|.{0,10}만족도\s*조사.{0,40}|콘텐츠\s*(?:담당|관리).{0,60}"
    r"|(?:이전|다음)\s*글.*|목록(?:\s*(?:으로|보기))?"
    r"|(?:담당\s*부서|연락처|전화번호|조회수|최종\s*수정일)\s.{0,60}"
    r"|끝\.?)[>〉\])\s]*$"
)
"""Lines behind an office's text: attachments, whom to call, terms of use, the clerk's 끝."""


class Line(NamedTuple):
    """A line of a part of a page.

    Attributes:
        text: Its words; empty between paragraphs, and where a picture stands.
        strong: Whether all of it is set in bold.
        linked: Whether all of it is a link.
        picture: Whether a picture stands here.
        alternative: What the picture says of itself for those who cannot see it.
    """

    text: str
    strong: bool = False
    linked: bool = False
    picture: bool = False
    alternative: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """The text of an article.

    Attributes:
        paragraphs: From the first sentence to the last.
        subtitle: Lines before the first sentence that are set apart as a subtitle.
        byline: The reporter as named in the text, or nothing.
        dateline: What stands before the first sentence, as place, outlet and reporter.
    """

    paragraphs: list[str]
    subtitle: list[str]
    byline: str
    dateline: str = ""

    @property
    def size(self) -> int:
        """Characters of the paragraphs."""
        return sum(map(len, self.paragraphs))


def clean_line(text: str) -> str:
    """One line with spaces folded and invisible characters removed; nothing else changes."""
    if _HIDDEN.search(text):
        text = text.translate(_INVISIBLE)
    return _SPACES.sub(" ", text).strip() if "\n" in text else " ".join(text.split())


def words_of(element: Element | None) -> str:
    """The text of an element as one line, or nothing."""
    return " ".join(line for line in lines_of(element) if line) if element is not None else ""


def text_of(page: Element, selectors: Iterable[str]) -> str:
    """The text of the first element found, without breaks."""
    return words_of(first(page, selectors))


def letters_of(text: str) -> str:
    """A text without its spaces, for comparing what only breaks differ in."""
    return "".join(text.split())


def sentences_in(text: str) -> int:
    """How many sentences end in a text."""
    return len(_SENTENCE_END.findall(text))


def is_furniture(element: Element) -> bool:
    """Whether an element is no text of an article, by its tag, its style and its class."""
    if element.tag in _DROPPED:
        return True
    style = element.get("style", "")
    if style and "display:none" in style.replace(" ", "").lower():
        return True
    if element.get("hidden", "no") != "no" or element.get("aria-hidden", "") == "true":
        return True
    if element.tag == "form":
        # Some old boards wrap the whole page into one; one for people has fields, no sentences.
        return _has_fields(element) and sentences_in(" ".join(element.itertext())) < 2
    if asks_for_address(element):
        return True
    names = names_of(element)
    if not names:
        return False
    if _FURNITURE_CLASS.search(names):
        return True
    return bool(_WEAK_CLASS.search(names)) and sentences_in(" ".join(element.itertext())) < 3


def asks_for_address(element: Element) -> bool:
    """Whether a small block asks readers to write something in, as for a newsletter."""
    if element.tag not in {"div", "section"}:
        return False
    field = next(element.iter("input", "textarea"), None)
    if field is None or field.get("type", "text") not in {"text", "email", "search", "tel"}:
        return False
    text = " ".join(element.itertext())
    return len(text) <= 300 and sentences_in(text) <= 2


def _has_fields(form: Element) -> bool:
    """Whether a form asks a person for something."""
    return any(
        field.tag != "input" or field.get("type", "text") not in {"hidden", "button", "image"}
        for field in form.iter("input", "select", "textarea")
    )


def _is_picture(element: Element) -> bool:
    """Whether an element is there to show a picture: what else it says describes that."""
    if element.tag not in {"figure", "table", "div", "dl", "span", "p", "ul", "li", "center", "a"}:
        return False
    if element.tag == "figure":
        return next(element.iter("table"), None) is None
    names = names_of(element)
    named = bool(_PICTURE_CLASS.search(names) or _PICTURE_HUMPED.search(names))
    if not named and element.tag != "table":
        return False
    if next(element.iter("img", "amp-img", "picture"), None) is None:
        return False
    text = " ".join(element.itertext())
    size = len("".join(text.split()))
    if element.tag == "table" and not named:
        rows = [row for row in element.iter("tr") if row.text_content().strip()]
        cells = [cell for cell in element.iter("td", "th") if cell.text_content().strip()]
        return len(rows) <= 2 and len(cells) <= 2 and size <= 250 and sentences_in(text) <= 1
    return size <= 250 and sentences_in(text) <= 2


def _alternative(element: Element) -> str:
    """The alternative text of the first picture in an element."""
    for picture in element.iter("img", "amp-img"):
        return clean_line(picture.get("alt", "").replace("\n", " "))
    return ""


def lines_of(root: Element) -> list[str]:
    """The lines of a part of a page: blocks and line breaks end one, table cells share one.

    An empty string stands between paragraphs.
    """
    return [line.text for line in _lines(root, False) if not line.picture]


def body_lines(root: Element) -> list[Line]:
    """The lines of an article's part of a page, without what is furniture by its markup."""
    return _lines(root, True)


class _Line:
    """A line under way."""

    __slots__ = ("linked", "pieces", "seen", "strong")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.seen = 0
        self.strong = 0
        self.linked = 0

    def add(self, text: str, strong: int, linked: int) -> None:
        self.pieces.append(text)
        size = len("".join(text.split()))
        self.seen += size
        self.strong += size if strong else 0
        self.linked += size if linked else 0


def _lines(root: Element, clean: bool) -> list[Line]:
    lines: list[Line] = []
    current = _Line()
    strong = linked = 0

    def end_line() -> None:
        nonlocal current
        if not current.pieces:
            return
        text = clean_line("".join(current.pieces).replace("\n", " ").replace("\r", " "))
        if text:
            seen = current.seen
            lines.append(Line(text, current.strong >= seen > 0, current.linked >= seen > 0))
        current = _Line()

    def gap() -> None:
        end_line()
        if lines and (lines[-1].text or lines[-1].picture):
            lines.append(Line(""))

    def border(name: str) -> None:
        if name in {"td", "th"}:
            current.add(" ", 0, 0)
        elif name in _BLOCKS:
            (end_line if name in _LINES else gap)()

    skipped: Element | None = None
    for event, element in events(root):
        if event == "start":
            if skipped is not None:
                continue
            name = element.tag
            if name in _STRONG and _is_heading(element) and not "".join(current.pieces).strip():
                gap()
            if name == "br":
                # Two in a row are how old editors write a paragraph.
                if not "".join(current.pieces).strip() and lines and lines[-1].text:
                    lines.append(Line(""))
                    current = _Line()
                else:
                    end_line()
                continue
            if clean and element is not root:
                if name in _PICTURES or _is_picture(element):
                    if not "".join(current.pieces).strip():
                        end_line()
                        lines.append(Line("", picture=True, alternative=_alternative(element)))
                    if name not in {"img", "amp-img"}:
                        skipped = element
                    continue
                if is_furniture(element):
                    skipped = element
                    border(name)
                    continue
            elif not clean and name in {"script", "style", "noscript"}:
                skipped = element
                continue
            strong += name in _STRONG
            linked += name == "a"
            border(name)
            if element.text:
                current.add(element.text, strong, linked)
        else:
            if skipped is not None:
                if skipped is not element:
                    continue
                skipped = None
            else:
                name = element.tag
                if name != "br" and not (clean and name in _PICTURES):
                    strong -= name in _STRONG
                    linked -= name == "a"
                    border(name)
                    if name in _STRONG and current.strong >= current.seen and _is_heading(element):
                        gap()
            if element is not root and element.tail:
                current.add(element.tail, strong, linked)
    gap()
    while lines and not lines[-1].text and not lines[-1].picture:
        lines.pop()
    return lines


def _is_heading(element: Element) -> bool:
    """Whether bold words of several lines stand for a heading: styles set them as a block."""
    return element.tag in {"b", "strong"} and next(element.iter("br"), None) is not None


def is_byline(line: str) -> bool:
    """Whether a line of its own names who wrote the text, and nothing else."""
    return len(line) <= 120 and bool(
        _BYLINE.match(line) or _ONLY_MAIL.match(line) or _DESK.match(line) or _SLASHED.match(line)
    )


def is_office_line(line: str) -> bool:
    """Whether a line behind an office's text names attachments, whom to call or terms of use."""
    return bool(_OFFICE_LINE.match(line))


def is_signature(line: str) -> bool:
    """Whether a line says nothing but who wrote a text, when, where it stood and whose it is."""
    if not 2 <= len(line) <= 160:
        return False
    strong = False
    place = letters = 0
    # Step by step, not in search of the next part: most lines are sentences and end this at once.
    while place < len(line):
        found = _SIGNING.match(line, place)
        if found is None:
            letters += line[place].isalpha()
            if letters > _LETTERS_BESIDE:
                return False
            place += 1
        else:
            strong = strong or found["strong"] is not None
            place = found.end()
    return strong


def ends_sentence(line: str) -> bool:
    """Whether a line ends as sentences do."""
    return bool(_ENDS.search(line))


def is_furniture_line(line: str) -> bool:
    """Whether a line of its own is a byline, a copyright notice, a caption or a tool's label."""
    if len(line) <= 120 and (
        is_byline(line)
        or _SHARE_LINE.match(line)
        or _FURNITURE_LINE.match(line)
        or _CREW.match(line)
        or _ASKING.match(line)
        or _HASHTAGS.match(line)
        or (_CREDIT.match(line) and not ends_sentence(line))
        or is_signature(line)
    ):
        return True
    return len(line) <= 220 and _tells_rights(line) and not re.search(r"[가-힣]다\.", line)


def _tells_rights(line: str) -> bool:
    """Whether a line has a copyright notice."""
    lowered = line.lower()
    # Few lines have one of the words, and to see that takes less than to search for the notices.
    return any(word in lowered for word in _RIGHTS) and _COPYRIGHT.search(line) is not None


def _is_caption(lines: Sequence[Line], number: int) -> bool:
    """Whether a line describes a picture: by its mark, its credit, or its place behind one."""
    text = lines[number].text
    if len(text) > 250:
        return False
    if _PHOTO_OPENING.match(text) or (_TRIANGLE_ANY.match(text) and _TRIANGLE_CREDIT.search(text)):
        return len(_TRIANGLE_WITHIN.findall(text)) < 2
    if not _follows(lines, number):
        return False
    before = _neighbour(lines, number, -1)
    if before is not None and before.picture:
        if len(before.alternative) >= 6 and letters_of(before.alternative) == letters_of(text):
            return True
        # In bold, squares and diamonds begin a heading within the text.
        marked = _MARKED_CAPTION.match(text) and not (lines[number].strong and text[0] in "◇◆■")
        if marked or (len(text) <= 200 and _CAPTION_CREDIT.search(text)):
            return True
        if len(text) <= 80 and not lines[number].strong and not ends_sentence(text):
            return not _BOXED.match(text) and not _DASHED.match(text)
        return False
    if not _TRIANGLE.match(text) or len(_TRIANGLE_WITHIN.findall(text)) > 1:
        return False
    after = _neighbour(lines, number, 1)
    if any(around is not None and _TRIANGLE.match(around.text) for around in (before, after)):
        return False
    if _CAPTION_CREDIT.search(text):
        return True
    # Without a picture before it, a marked line may be an item of a list or a question.
    return not ends_sentence(text) and not _ITEM.search(text) and text[0] not in "△▵"


def _neighbour(lines: Sequence[Line], number: int, step: int) -> Line | None:
    """The line before or behind, over gaps; a picture counts as one."""
    number += step
    while 0 <= number < len(lines):
        if lines[number].text or lines[number].picture:
            return lines[number]
        number += step
    return None


def _follows(lines: Sequence[Line], number: int) -> bool:
    return any(line.text for line in lines[number + 1 :])


def without_opening(text: str) -> tuple[str, str]:
    """A text without place, outlet and reporter before its first sentence, and these.

    Only what is surely no part of the sentence goes: something in brackets that names a reporter or
    an outlet, or a reporter's name before an equals sign.
    """
    rest = text
    for _ in range(2):
        for pattern in _OPENINGS:
            found = pattern.match(rest)
            if found and found.end() < len(rest):
                rest = rest[found.end() :].lstrip(" =:-")
                break
        else:
            break
    return rest, text[: len(text) - len(rest)]


def without_closing(text: str) -> tuple[str, str]:
    """A text without reporter, address, credit or notice behind its last sentence, and these."""
    rest = text
    for _ in range(4):
        shorter = _CLOSINGS.sub("", rest).rstrip()
        for end in reversed(list(_LAST_END.finditer(shorter[-200:]))):
            cut = max(len(shorter) - 200, 0) + end.end()
            tail = shorter[cut:].strip()
            if tail and is_signature(tail):
                shorter = shorter[:cut].rstrip()
        if shorter == rest:
            break
        rest = shorter
    return rest, text[len(rest) :]


def read_body(root: Element, *, title: str = "", subtitle: str = "", captions: bool = True) -> Body:
    """The text of an article from the part of the page that carries it.

    Args:
        root: That part.
        title: Title of the article, left out where the text repeats it at its top.
        subtitle: Subtitle known from elsewhere, left out in the same way.
        captions: Whether lines can describe pictures; on boards, marked lines are items of lists.
    """
    return body_of(body_lines(root), title=title, subtitle=subtitle, captions=captions)


def body_of(
    lines: Sequence[Line], *, title: str = "", subtitle: str = "", captions: bool = True
) -> Body:
    """The text of an article from its lines: furniture goes, sentences stay."""
    known = {letters_of(title), letters_of(subtitle), *map(letters_of, subtitle.splitlines())}
    known.discard("")
    lines = _until_wall(_without_summary(lines))
    kept: list[Line] = []
    byline = ""
    in_related = False
    for number, line in enumerate(lines):
        text = line.text
        if not text:
            kept.append(Line(""))
            continue
        if _RELATED.match(text) and len(text) < 60 and not ends_sentence(text):
            in_related = True
            continue
        if in_related:
            if line.linked or not ends_sentence(text):
                continue
            in_related = False
        if is_furniture_line(text):
            byline = byline or byline_of(text)
            kept.append(Line(""))
            continue
        if captions and _is_caption(lines, number):
            kept.append(Line(""))
            continue
        if line.linked and _is_related_link(text):
            continue
        kept.append(line)
    subtitles, kept = _leading(kept, known)
    opening = ""
    for number, line in enumerate(kept[:4]):
        # A heading may stand before the first sentence, and its dateline behind that.
        text, told = without_opening(line.text)
        if told:
            opening = told
            # What stands there is surely the reporter; other lines may name him with his outlet.
            byline = _signature(told) or byline
            kept[number] = line._replace(text="" if is_furniture_line(text) else text)
        if ends_sentence(kept[number].text):
            break
    while kept and not kept[0].text:
        kept.pop(0)
    while kept and (not kept[-1].text or _ends_behind(kept[-1].text)):
        byline = byline or byline_of(kept[-1].text)
        kept.pop()
    if kept:
        text, closing = without_closing(kept[-1].text)
        byline = byline or _signature(closing)
        kept[-1] = kept[-1]._replace(text=text)
    return Body(_paragraphs(kept), subtitles, byline, clean_line(opening))


_SIGN_OFF = re.compile(rf"^(?:(?![가-힣][.!?]).){{0,40}}?{MAIL}[\s)>\]]*$")


def _ends_behind(text: str) -> bool:
    """Whether a last line stands behind the text: an office's line, or one ending in an address."""
    return is_office_line(text) or bool(_SIGN_OFF.match(text))


_SUMMARY = re.compile(
    r"^[\[<【■◆▶\s]*(?:(?:AI|인공\s*지능|자동)\s*(?:가|로|이|의|뉴스|기사)?\s*(?:한\s*줄|[3-5세]\s*줄)?\s*(?:기사\s*)?"
    r"(?:핵심\s*)?(?:요약|브리핑)|요약\s*봇|(?:한|[3-5세])\s*줄\s*요약)\S{0,4}[\]>】\s]*$",
    re.IGNORECASE,
)
_SUMMARY_END = re.compile(
    r"(?:AI|인공\s*지능|자동|요약).{0,60}(?:요약|추출|생성|작성|기술).{0,60}(?:다를\s*수|제외될|정확하지|확인|권장|제공|입니다|됩니다)",
    re.IGNORECASE,
)


def _without_summary(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without a machine's summary at their top, which says of itself where it ends."""
    for number, line in enumerate(lines[:12]):
        if not _SUMMARY.match(line.text):
            continue
        for last in range(number + 1, min(number + 14, len(lines))):
            if _SUMMARY_END.search(lines[last].text):
                return [*lines[:number], *lines[last + 1 :]]
    return lines


_WALL = re.compile(
    r"^(?:이|본|해당)\s*(?:기사|콘텐츠|글)(?:은|는|의)?\s.{0,20}(?:유료|회원|구독자?|프리미엄|로그인).{0,30}"
    r"(?:전용|가능|수\s*있|입니다|제공)"
)
_TRANSLATED = re.compile(
    r"(?:아래|다음)(?:는|은)?\s.{0,40}번역.{0,40}(?:영문|기사|전문)|translated\s+by\s+['‘]?google",
    re.IGNORECASE,
)


def _tells_translation(line: str) -> bool:
    """Whether a line says that a translation follows."""
    return ("번역" in line or "google" in line.lower()) and _TRANSLATED.search(line) is not None


def _until_wall(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines up to where a page asks readers to become members, or goes on in translation."""
    for number, line in enumerate(lines):
        if not number or len(line.text) > 300:
            continue
        wall = _WALL.match(line.text)
        if not wall and not _tells_translation(line.text):
            continue
        rest = "".join(later.text for later in lines[number + 1 :])
        hangul = sum("가" <= letter <= "힣" for letter in rest)
        if (wall and len(rest) <= 400) or (rest and not wall and hangul <= len(rest) / 5):
            return lines[:number]
    return lines


def _is_related_link(text: str) -> bool:
    """Whether a line that is one link leads to another article."""
    return (
        len(text) >= 8 and not ends_sentence(text) and not re.match(r"^(?:https?://|www\.)", text)
    )


def _leading(lines: list[Line], known: set[str]) -> tuple[list[str], list[Line]]:
    """Subtitles before the first sentence, and the lines from there on."""
    rest = list(lines)
    subtitles: list[str] = []
    seen_all = [line.text for line in rest]
    while rest:
        text = rest[0].text
        if not text or letters_of(text) in known:
            rest.pop(0)
            continue
        if len(text) > 100 or ends_sentence(text) or not _has_sentence(seen_all, len(rest) - 1):
            break
        dashed = _DASHED.match(text)
        if dashed:
            words = dashed["words"]
        elif rest[0].strong and not _BOXED.match(text):
            words = text
        else:
            break
        if letters_of(words) not in known:
            subtitles.append(words)
        rest.pop(0)
    return subtitles, rest


def _has_sentence(texts: Sequence[str], last: int) -> bool:
    """Whether one of the last lines ends a sentence: else headings would be all there is."""
    return any(ends_sentence(text) for text in texts[len(texts) - last :]) if last else False


def _paragraphs(lines: Iterable[Line]) -> list[str]:
    paragraphs: list[str] = []
    for line in lines:
        if not line.text:
            paragraphs.append("")
        elif paragraphs and paragraphs[-1]:
            paragraphs[-1] += f"\n{line.text}"
        else:
            paragraphs.append(line.text)
    return [text for text in paragraphs if text]


_SIGNED = re.compile(
    rf"{_NAME}\s+{_OUTLET}\s*{_POST}(?![가-힣])|{_NAMES}\s*{_POST}(?:\s*[,/·]\s*{_NAMES}\s*{_POST})*"
)


def _signature(text: str) -> str:
    """The reporter named in a piece of text, as it names him."""
    found = _SIGNED.search(text)
    return clean_line(found.group(0)) if found else ""


_BY = re.compile(r"^By\s+[A-Z][\w.'-]{1,20}(?:\s+[A-Z][\w.'-]{1,20}){1,3}$")
"""How newspapers in English name their reporters."""


def byline_of(text: str) -> str:
    """The line of a part of a page that names its reporter, or nothing."""
    # Sites put the reporter and the time into one line.
    for piece in re.split(r"[\n|｜ㅣ]", text):
        line = clean_line(piece)
        if line and len(line) <= 120 and _BYLINE.match(line):
            return _signature(line)
        if len(line) <= 60 and _BY.match(line):
            return line
    return ""
