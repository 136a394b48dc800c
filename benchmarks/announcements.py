"""Announcements by the thousand: invented, each with twelve figures and of an article's length.

No two are alike: the reader keeps what it knows of lines and words, and a night of copies would be
no measure of a night of news.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from jipyo.series.places import Places

FIGURES = 12
CHARACTERS = 1_500
FIRST_DAY = date(2025, 1, 1)
LAST_DAY = date(2025, 11, 1)
WRONG = 0.005
"""Part of the figures that are told otherwise than elsewhere."""

_PARTS = (
    "소상공인", "중소기업", "청년농업인", "다자녀가구", "전통시장", "공공도서관",
    "노인일자리", "도시재생", "스마트공장", "신재생에너지", "수소버스", "시립어린이집",
    "치매안심센터", "파크골프장", "공영주차장", "자전거도로", "빈집정비", "하수관로",
    "농산물직거래", "귀농귀촌", "장애인복지관", "생활문화센터", "반려식물", "도시텃밭",
    "산림휴양", "해양레저", "평생학습", "청소년수련관", "문화예술", "생태하천",
    "미세먼지", "재활용품", "로컬푸드", "여성친화", "아동돌봄", "응급의료",
    "보건지소", "교통약자", "마을버스", "공공배달",
)  # fmt: skip

_FACTS = (
    "{city}는 {part} 사업에 국비 {money}억 원을 확보했다고 {day}일 밝혔다.",
    "{month}월 말 기준 {part} 이용자는 {people}명으로 지난해 같은 달보다 {share}% 늘었다.",
    "시는 올해 {part} 지원 대상을 {level}곳으로 늘리기로 했다.",
    "올해 {part} 예산은 {money}억 원으로 전체의 {share}%를 차지한다.",
    "{month}월 {part} 신청 건수는 {level}건이었다.",
    "{year}년까지 {part} {level}개소를 새로 짓는 것이 목표다.",
    "{part} 참여 기업은 {level}개사이며 고용 인원은 {people}명에 이른다.",
    "{month}월 {part} 만족도는 {share}점으로 나타났다.",
    "{month}월 {part} 관련 수출 상담액은 {dollars}만 달러로 집계됐다.",
)

_PROSE = (
    "시는 {part} 부서와 {other} 부서가 함께 꾸린 추진단을 통해 현장의 목소리를 듣고 있다.",
    "{part} 관계자는 주민이 몸으로 느끼는 변화를 만드는 데 힘을 모으겠다고 말했다.",
    "이번 {part} 계획에는 {other} 현장에서 나온 건의가 폭넓게 담겼다.",
    "시장은 {part} 현장을 찾아 {other} 이용에 불편한 점이 없는지 꼼꼼히 살폈다.",
    "{other} 분야와 이어지는 {part} 정책은 시민 참여단의 논의를 거쳐 다듬어졌다.",
    "자세한 {part} 신청 방법은 시 누리집의 {other} 안내에서 확인할 수 있다.",
)


@cache
def cities() -> tuple[str, ...]:
    """Every city, county and district of today by the name that stands for it alone."""
    register = Places.load()
    labels = (register.label(place) for place in register if place.in_force(LAST_DAY))
    return tuple(sorted({label for label in labels if label[-1] in "시군구"}))


def announcement(number: int) -> tuple[str, str, str, date]:
    """City, title, body and day of publication of one of them; the same number gives the same."""
    chance = random.Random(number)
    city = chance.choice(cities())
    day = FIRST_DAY + timedelta(days=chance.randrange((LAST_DAY - FIRST_DAY).days))
    lead = chance.choice(_PARTS)
    money = f"{random.Random(f'{city} {lead} {day:%Y-%m}').randrange(20, 9_000):,}"
    sentences = [f"{city}는 {lead} 사업에 {money}억 원을 투입한다고 {day.day}일 밝혔다."]
    figures = 2
    while figures < FIGURES:
        fact, part = chance.choice(_FACTS), chance.choice(_PARTS)
        figures += sum(fact.count(name) for name in _AMOUNTS)
        told = f"{city} {part} {fact} {day:%Y-%m}"
        value = random.Random(told if chance.random() > WRONG else f"{told} {number}")
        sentences.append(_filled(fact, part, value, city, day))
    while sum(map(len, sentences)) < CHARACTERS:
        at = chance.randrange(1, len(sentences) + 1)
        prose = _filled(chance.choice(_PROSE), chance.choice(_PARTS), chance, city, day)
        sentences.insert(at, prose)
    title = f"{city}, {lead} 사업에 {money}억 원 투입"
    paragraphs = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
    return city, title, "\n\n".join(paragraphs), day


_AMOUNTS = ("{money}", "{people}", "{share}", "{level}", "{dollars}")


def _filled(sentence: str, part: str, value: random.Random, city: str, day: date) -> str:
    return sentence.format(
        city=city,
        part=part,
        other=value.choice(_PARTS),
        money=f"{value.randrange(20, 9_000):,}",
        people=f"{value.randrange(100, 90_000):,}",
        share=round(value.uniform(1, 95), 1),
        level=value.randrange(5, 900),
        dollars=f"{value.randrange(50, 9_000):,}",
        day=day.day,
        month=(day.month - 2) % 12 + 1,
        year=day.year + 1 + len(part) % 3,
    )


def pages(first: int, number: int) -> Iterator[tuple[str, date, bytes]]:
    """Address, day and HTML page of each, as a small news site would serve it."""
    for at in range(first, first + number):
        city, title, body, day = announcement(at)
        lines = "".join(f"<p>{paragraph}</p>" for paragraph in body.split("\n\n"))
        html = (
            f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title>'
            f'<meta property="article:published_time" content="{day}T09:00:00+09:00"></head>'
            f"<body><header><a href='/'>{city} 소식</a><nav><a href='/list'>목록</a></nav></header>"
            f"<main><h1>{title}</h1><div>입력 {day} 09:00</div><div>{lines}</div></main>"
            "<footer>이 누리집의 글은 모두 지어낸 것입니다</footer></body></html>"
        )
        yield f"https://night.example/news/{at}", day, html.encode()
