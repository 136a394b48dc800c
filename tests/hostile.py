"""Text as a stranger may write it: scripts, markup, SQL, control codes, marks, endless words."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

SCRIPTS = "<script>alert('one')</script><img src=x onerror=alert('two')>"
MARKDOWN = "[눌러](javascript:alert('three')) `code` **굵게** | 칸 | # 제목"
RICH = "[red]빨강[/red] [link=https://elsewhere.example]여기[/link]"
SQL = "'); DROP TABLE flag; --"
CONTROLS = "\x1b[31m\x1b]0;owned\x07\x9b2J\x08\x7f"
MARKS = "\u202e거꾸로\u202c\u200b\u2066안\u2069\u200f"
LINES = "앞줄\u2028위조\u2029된\u0085줄"
ENDLESS = "가" * 10_000

HIDDEN = f"{SQL} {CONTROLS} {MARKS}"

EVERYTHING = f"{SCRIPTS} {MARKDOWN} {RICH} {SQL} {CONTROLS} {MARKS} {LINES}"

SHOWN = ("<script>alert('one')</script>", "[red]빨강[/red]", "DROP TABLE flag")
"""What a reader must see of it, wherever text is shown as it is."""


@dataclass(frozen=True)
class Announcement:
    """An article, with hostile text in each of its fields and in the sentence of its figure."""

    number: int
    outlet: str
    amount: str
    published_at: datetime

    @property
    def title(self) -> str:
        return f"창원시 지난해 수출액 {self.amount} {EVERYTHING}"

    @property
    def paragraphs(self) -> Sequence[str]:
        return (
            f"창원시는 지난해 수출액이 {self.amount}라고 {self.published_at.day}일 밝혔다. {RICH}",
            f"창원시의 지난해 {SCRIPTS} 관광객은 {MARKDOWN} {self.number}12만 명이다 {HIDDEN}.",
            f"{EVERYTHING} 새 일자리 {self.number}34개가 생겼다.",
            f"{ENDLESS} 도서관 {self.number}7곳을 고쳤다.",
        )

    @property
    def url(self) -> str:
        return f"https://{self.outlet}.example/news/articleView.html?idxno={1000 + self.number}"

    def line(self) -> str:
        """It as a line for `jipyo import`; ends of line that a file cannot hold stay in JSON."""
        return json.dumps(
            {
                "url": f"{self.url}&q=<b>\"'",
                "outlet": f"{self.outlet} {SCRIPTS}"[:80],
                "published_at": self.published_at.isoformat(),
                "title": self.title,
                "subtitle": EVERYTHING,
                "body": "\n\n".join(self.paragraphs),
                "place": "창원시",
            }
        )


def announcements(now: datetime) -> Sequence[Announcement]:
    """Two cities' words that contradict each other, told by two outlets on two days."""
    return (
        Announcement(1, "garam", "185억 2천만 달러", now - timedelta(days=2)),
        Announcement(2, "naru", "178억 4천만 달러", now - timedelta(days=1)),
    )


def write_import(file: Path, now: datetime) -> None:
    """Write them as a file for `jipyo import`."""
    file.write_text("".join(f"{one.line()}\n" for one in announcements(now)), encoding="utf-8")


def hidden_signs(text: str) -> set[str]:
    """Signs that do not show, but for spaces, tabs and ends of line."""
    return {
        f"U+{ord(sign):04X}"
        for sign in text
        if not sign.isprintable() and sign not in "\n\t" and unicodedata.category(sign) != "Zs"
    }
