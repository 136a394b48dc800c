"""What is text and what is furniture: how newsrooms and offices sign, describe and ask."""

from __future__ import annotations

from html import escape

import pytest

from jipyo.pages.texts import Line, body_of, read_body, without_closing, without_opening
from jipyo.pages.tree import parse, select_one

pytestmark = pytest.mark.quick

FIRST = "나루시는 올해 나무 1,200그루를 심었다고 12일 밝혔다."
LAST = "시는 내년에 2,000그루를 더 심는다."


def paragraphs(*between: str) -> list[str]:
    markup = "".join(f"<p>{escape(text)}</p>" for text in (FIRST, *between, LAST))
    root = select_one(parse(f"<div id='b'>{markup}</div>"), "#b")
    assert root is not None
    return read_body(root).paragraphs


@pytest.mark.parametrize(
    "line",
    [
        "촬영기자:고은별/영상편집:새온",
        "영상취재: 고은별 / 영상편집: 새온",
        "(영상취재 고은별)",
        "/고은별 시인",
        "제보는 카카오톡 haneul",
        "▶ [구독] 아침을 여는 소식지",
        "고은별 기자",
        "고은별기자",
        "[고은별 기자]",
        "/고은별 기자",
        "/나루=고은별 기자 byeol@naru.example",
        "고은별·류다온 기자",
        "하늘일보 고은별 시민기자 byeol@naru.example",
        "고은별 하늘경제 기자",
        "새온 도쿄 특파원",
        "글·사진 고은별 기자",
        "정리=고은별 기자",
        "byeol@naru.example",
        "디지털뉴스팀",
        "【나루=하늘마당】 고은별 기자",
        "하늘일보 16면 · 고은별 기자",
        "나루=고은별 기자 | 승인 2026.11.12 14:03 | 댓글 0",
        "입력 2026-11-12 09:05 | 수정 2026-11-12 10:31",
        "기사입력 2026/11/12 [10:47]",
        "송고시간 2026-11-12 10:42",
        "(끝) 2026/11/12 14:02 송고",
        "저작권자 ⓒ 하늘일보 무단전재 및 재배포 금지",
        "<저작권자(c) 하늘통신, AI 학습 및 활용 금지> 2026/11/12 11:31 송고",
        "ⓒ 하늘일보 & haneul.example",
        "Copyright © 2026 하늘일보. All rights reserved.",
        "[사진=나루시 제공]",
        "사진설명: 지난 8일 열린 나무 심기 행사. 나루시 제공",
        "[사진] 지난 4일 한산한 나루 해변 모습. 2026.8.4",
        "▲ 사진= 지난 3월 27일 들어온 배. 나루시 제공",
        "▲ 1일 도청 브리핑. 나루도 제공",
        "▲ 나루시 나무 심기 행사",
        "이미지 확대보기",
        "#나루시 #나무심기 #숲",
        "키워드 : 나루시, 나무",
        "페이스북 트위터 카카오톡 URL 복사",
        "카카오톡에서 하늘일보 채널을 추가하세요",
        "네이버에서 하늘일보를 구독해 주세요",
        "여러분의 제보를 기다립니다.",
        "▷ 전화 : 055-000-0000",
        "기사제보 055-000-0000",
        "고은별 기자의 다른기사 보기",
        "원본 기사 보기:하늘일보",
        "좋아요 12 싫어요 3 댓글 4",
        "(끝)",
        "광고",
        "▶ 관련기사 3면",
    ],
)
def test_furniture_goes(line: str) -> None:
    assert paragraphs(line) == [FIRST, LAST]


@pytest.mark.parametrize(
    "line",
    [
        "▲솔숲 정비 215억 원 ▲여울 다리 98.5억 원 ▲나루길 12억 원",
        "△방문객 구성: 외지인 68.5%, 외국인 1만 1,000명",
        "▲ 27.5% 늘어난 이용객",
        "◆ 내년에는 2,000그루",
        "□ 인구 현황(2026. 2. 28. 기준)",
        "카카오톡 채널로 신청한 시민이 4,000명을 넘었다.",
        "시는 저작권자에게 사용료 3억 원을 냈다.",
        "고은별 기자는 그날 현장에 있었다고 말했다.",
        "사진 300점이 걸렸다.",
        "승인은 12건이다.",
        "제보는 1,204건 들어왔다.",
        "편집 위원 12명",
        "촬영: 2026년 3월 12일",
        "이 기사는 회원 1,204명이 함께 만들었다.",
        "가온별 글, 새봄 그림, 1만 5,000원",
        "2026년 312",
        "구분 시설 면적",
        "1. 총액: 1조 2,140억 원",
        "접수: 11월 20일부터",
        "나루시·가람시·솔빛군 등 3곳",
    ],
)
def test_text_stays(line: str) -> None:
    assert paragraphs(line) == [FIRST, line, LAST]


@pytest.mark.parametrize(
    "opening",
    [
        "(나루=하늘통신) 고은별 기자 = ",
        "[나루=하늘일보] 고은별 기자 = ",
        "【나루=하늘】고은별 기자 = ",
        "[하늘일보 고은별 기자] ",
        "[하늘일보=고은별 기자]",
        "(나루=고은별 기자) ",
        "고은별 기자 = ",
        "하늘일보 고은별 기자 = ",
        "하늘일보 고은별 기자 | ",
        "【하늘 나루】고은별 기자=",
        "나루--(소식통)--",
        "[하늘뉴스] ",
        "[나루=하늘포커스] ",
    ],
)
def test_what_stands_before_the_first_sentence_is_kept_apart(opening: str) -> None:
    rest, told = without_opening(opening + FIRST)
    assert rest == FIRST
    assert opening.strip().rstrip("=").strip() in told


@pytest.mark.parametrize(
    "text",
    [
        "[속보] 나루시가 나무를 심었다.",
        "(재)나루문화재단이 공연 12편을 올린다.",
        "‘나루=물길’이라는 말이 있다.",
        "고은별 기자가 만난 사람은 모두 12명이다.",
        "[대상: 청년] 나루시가 청년 1,200명을 뽑는다.",
        "(가칭) 나루 박물관이 문을 연다.",
    ],
)
def test_what_may_belong_to_the_sentence_stays(text: str) -> None:
    assert without_opening(text) == (text, "")


@pytest.mark.parametrize(
    "closing",
    [
        " 고은별 기자 byeol@naru.example",
        "/고은별 기자",
        " (나루=고은별 기자)",
        " byeol@naru.example",
        " <저작권자 ⓒ 하늘일보, 무단 전재 및 재배포 금지>",
        " (끝)",
        " 끝.",
        " 고은별 기자 ⓒ2026 하늘마당",
        " 하늘일보 A17면 | 고은별 기자 | 구독 1,204 댓글 3",
        " (끝) 2026/07/15 10:03",
        " <사진 3장 있음>",
        " [사진=나루시]",
    ],
)
def test_what_stands_behind_the_last_sentence_goes(closing: str) -> None:
    assert without_closing(LAST + closing)[0] == LAST


@pytest.mark.parametrize(
    "text",
    [
        "시장은 “내년에도 심겠다”고 말했다.",
        "자세한 것은 누리집(naru.example)에 있다.",
        "예산은 3억 원(시비)이다.",
        "길이는 3.5km다. 폭은 12m다.",
    ],
)
def test_a_last_sentence_stays_whole(text: str) -> None:
    assert without_closing(text) == (text, "")


def test_subtitles_at_the_top_of_the_text_are_told_apart() -> None:
    lines = [
        Line("나무 1,200그루 심어", strong=True),
        Line(""),
        Line("- 내년에는 2,000그루 -"),
        Line(""),
        Line("[하늘일보 고은별 기자] " + FIRST),
        Line(""),
        Line("◆ 숲길도 12km", strong=True),
        Line(LAST),
    ]
    body = body_of(lines, title="나루시 나무")
    assert body.subtitle == ["나무 1,200그루 심어", "내년에는 2,000그루"]
    assert body.paragraphs == [FIRST, f"◆ 숲길도 12km\n{LAST}"]
    assert (body.byline, body.dateline) == ("고은별 기자", "[하늘일보 고은별 기자]")


def test_a_box_of_related_articles_does_not_end_the_text() -> None:
    lines = [
        Line(FIRST),
        Line(""),
        Line("관련기사"),
        Line("가람시 숲 12곳", linked=True),
        Line("솔빛군 정원"),
        Line(""),
    ]
    assert body_of([*lines, Line(LAST)]).paragraphs == [FIRST, LAST]


def test_a_caption_is_told_by_its_picture() -> None:
    page = (
        "<div id='b'><p><img src='a.jpg' alt='나루시 숲길'></p><p>나루시 숲길</p>"
        f"<p>{FIRST}</p><p><img src='b.jpg'></p><p><b>숲길도 12km</b></p>"
        "<p><img src='c.jpg' alt='시장이 나무를 심고 있다.'></p><p>시장이 나무를 심고 있다.</p>"
        "<table><tr><td><img src='d.jpg'></td></tr><tr><td>나루시 묘목장</td></tr></table>"
        f"<p>{LAST}</p></div>"
    )
    root = select_one(parse(page), "#b")
    assert root is not None
    assert read_body(root).paragraphs == [FIRST, "숲길도 12km", LAST]
