"""Three nights of articles for a site of any form, and what a reader must give of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from jipyo.samples import FORMS, NIGHTS, Form, PageArticle

NEW = (13, 7, 6)
"""New articles by night."""

EDITED, DELETED = 1003, 1004
"""Published in the first night; one is edited before the second, one deleted before the third."""

PLACES = ("가온시", "나루시", "달마루군", "윗말군", "꽃내시")
THINGS = ("공원", "도서관", "경로당", "어린이집", "둘레길", "주차장", "체육관")


def story(number: int, published_at: datetime, *, office: str = "") -> PageArticle:
    """An article; the kinds of text change with its number."""
    place, thing = PLACES[number % len(PLACES)], THINGS[number % len(THINGS)]
    count = 11 + number % 80
    paragraphs = [
        f"{place}는 올해 {thing} {count}곳을 고쳤다고 {published_at.day}일 밝혔다.",
        f"사업비는 {count + 3}억 2,000만 원이다.\n{thing}마다 평균 1,{count}명이 찾았다.",
        f"{place} 관계자는 “{thing} 이용자가 {count}.5% 늘었다”고 말했다.",
    ]
    if number % 4 == 1:
        paragraphs.insert(2, f"구분\t2025년\t2026년\n{thing}\t{count - 2}곳\t{count}곳")
    if number % 5 == 2:
        paragraphs.append("똠펲마을 주민 312명도 참여했다.")
    return PageArticle(
        number=number,
        title=f"{place} {thing} {count}곳 고쳐… {number}번째 소식 ‘똠방’",
        subtitle_lines=(f"사업비 {count + 3}억 원 들여", "내년까지 마무리")[: number % 3],
        paragraphs=tuple(paragraphs),
        published_at=published_at,
        byline=office or ("고은별 기자", "한여름 기자", "남궁솔 기자")[number % 3],
        section=("시정", "경제", "사회")[number % 3],
        caption=f"새로 고친 {place} {thing}" if number % 2 else "",
    )


def nights_of(name: str) -> list[list[PageArticle]]:
    """What a site carries in each of the nights: new ones, an edited one, a deleted one."""
    office = {"webcms": "도로과", "egov": "홍보담당관", "koreakr": "나루부"}.get(
        FORMS[name].family, ""
    )
    carried: list[PageArticle] = []
    nights: list[list[PageArticle]] = []
    number = 1001
    for night, new in enumerate(NEW):
        for place in range(new):
            # The last of each night's is of the night's own day, after midnight.
            at = NIGHTS[night] - timedelta(minutes=20 + 83 * (new - 1 - place))
            carried.append(story(number, at, office=office))
            number += 1
        if night == 1:
            carried = [edited(old) if old.number == EDITED else old for old in carried]
        if night == 2:
            carried = [old for old in carried if old.number != DELETED]
        nights.append(list(carried))
    return nights


def edited(article: PageArticle) -> PageArticle:
    """The article with a figure set right some hours later."""
    first, *rest = article.paragraphs
    return replace(
        article,
        paragraphs=(first.replace("곳을", "곳과 이웃 마을 2곳을"), *rest),
        edited_at=NIGHTS[1] - timedelta(hours=5),
    )


@dataclass(frozen=True)
class Expected:
    """An article as a reader must give it from a page of a form."""

    title: str
    subtitle: str
    body: str
    published_at: datetime | date
    modified_at: datetime | date | None
    byline: str
    section: str


def expected(form: Form, article: PageArticle) -> Expected:
    """What can be read of an article: what the form's pages do not show is not there."""

    def stated(moment: datetime) -> datetime | date:
        return moment if form.prints == "minute" else moment.date()

    edited_at = article.edited_at if "edited_at" in form.shows else None
    return Expected(
        title=article.title,
        subtitle="\n".join(article.subtitle_lines) if "subtitle" in form.shows else "",
        # A table comes as its rows; its tabs are the borders of its cells.
        body="\n\n".join(text.replace("\t", " ") for text in article.paragraphs),
        published_at=stated(article.published_at),
        modified_at=stated(edited_at) if edited_at else None,
        byline=article.byline if "byline" in form.shows else "",
        section=article.section if "section" in form.shows else form.board,
    )
