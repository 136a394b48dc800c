"""Announcements by the thousand: invented, each with twelve figures and of an article's length.

No two are alike: the reader keeps what it knows of lines and words, and a night of copies would be
no measure of a night of news.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

FIGURES = 12
CHARACTERS = 1_500

CITIES = (
    "창원시", "진주시", "통영시", "사천시", "김해시", "밀양시", "거제시", "양산시", "수원시", "성남시",
    "의정부시", "안양시", "부천시", "광명시", "평택시", "안산시", "과천시", "구리시", "오산시", "시흥시",
)  # fmt: skip

_PARTS = (
    "소상공인", "중소기업", "청년농업인", "다자녀 가구", "전통시장", "공공도서관", "노인 일자리", "도시재생",
    "스마트공장", "신재생에너지", "수소버스", "시립어린이집", "치매안심센터", "파크골프장", "공영주차장",
    "자전거도로", "빈집 정비", "하수관로", "농산물 직거래", "귀농귀촌", "장애인복지관", "생활문화센터",
)  # fmt: skip

_FACTS = (
    "{city}는 {part} 사업에 국비 {money}억 원을 확보했다고 {day}일 밝혔다.",
    "{month}월 말 기준 {part} 이용자는 {people}명으로 지난해 같은 달보다 {share}% 늘었다.",
    "시는 올해 {part} 지원 대상을 {level}곳으로 늘리기로 했다.",
    "{part} 분야 예산은 {money}억 원으로 전체의 {share}%를 차지한다.",
    "지난해 {part} 신청 건수는 {level}건이었다.",
    "{year}년까지 {part} {level}개소를 새로 짓는 것이 목표다.",
    "{part} 참여 기업은 {level}개사이며 고용 인원은 {people}명에 이른다.",
    "{part} 만족도는 {share}점으로 나타났다.",
    "관련 수출 상담액은 {dollars}만 달러로 집계됐다.",
)

_PROSE = (
    "시는 {part} 담당 부서와 {other} 담당 부서가 함께 꾸린 추진단을 통해 현장의 목소리를 듣고 있다.",
    "{part} 관계자는 주민이 몸으로 느끼는 변화를 만드는 데 힘을 모으겠다고 말했다.",
    "이번 {part} 계획에는 {other} 현장에서 나온 건의가 폭넓게 담겼다.",
    "시장은 {part} 현장을 찾아 {other} 이용에 불편한 점이 없는지 꼼꼼히 살폈다.",
    "{other} 분야와 이어지는 {part} 정책은 시민 참여단의 논의를 거쳐 다듬어졌다.",
    "자세한 {part} 신청 방법은 시 누리집의 {other} 안내에서 확인할 수 있다.",
)


def announcement(number: int) -> tuple[str, str, str, date]:
    """City, title, body and day of publication of one of them; the same number gives the same."""
    chance = random.Random(number)
    city = CITIES[number % len(CITIES)]
    day = date(2025, 1, 1) + timedelta(days=chance.randrange(300))
    lead = chance.choice(_PARTS)
    money = chance.randrange(20, 9_000)
    sentences: list[str] = []
    figures = 1
    while figures < FIGURES:
        fact = chance.choice(_FACTS)
        figures += sum(fact.count(name) for name in _AMOUNTS)
        sentences.append(_filled(fact, chance, city, day))
    while sum(map(len, sentences)) < CHARACTERS:
        at = chance.randrange(1, len(sentences) + 1)
        sentences.insert(at, _filled(chance.choice(_PROSE), chance, city, day))
    title = f"{city}, {lead} 사업에 {money:,}억 원 투입"
    paragraphs = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
    return city, title, "\n\n".join(paragraphs), day


_AMOUNTS = ("{money}", "{people}", "{share}", "{level}", "{dollars}")


def _filled(sentence: str, chance: random.Random, city: str, day: date) -> str:
    return sentence.format(
        city=city,
        part=chance.choice(_PARTS),
        other=chance.choice(_PARTS),
        money=f"{chance.randrange(20, 9_000):,}",
        people=f"{chance.randrange(100, 90_000):,}",
        share=round(chance.uniform(1, 95), 1),
        level=chance.randrange(5, 900),
        dollars=f"{chance.randrange(50, 9_000):,}",
        day=day.day,
        month=(day.month - 2) % 12 + 1,
        year=day.year + chance.randrange(1, 4),
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
