"""The figure reader against a bare search for numerals over the same texts."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from datetime import date

from jipyo.figures import read

ROUNDS = 15
NUMERAL = re.compile(r"[△▲]?\d[\d,.]*\s*(?:조|억|만|천)?\s*[가-힣%]{0,3}")

TEXT = "\n\n".join(
    [
        "해솔시, 국비 4,215억 원 확보… 역대 최대",
        "해솔시는 내년도 국비 4,215억 원을 확보했다고 16일 밝혔다. "
        "올해보다 312억 원(8.0%) 늘어난 규모다.",
        "분야별로는 산업 1,204억 원, 환경 987억 원, 복지 2,024억 원이며 신규사업은 37건이다.",
        "시는 2023년부터 스마트공장 214개사를 지원했고, 2027년까지 300개사로 늘릴 계획이다.",
        "지난달 말 인구는 31만 2천408명으로 전년 동월보다 1.2% 줄었다. 문의 055-123-4567.",
    ]
    * 4
)


def _median_seconds(work: Callable[[], object]) -> float:
    work()
    times: list[float] = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def measure() -> tuple[str, list[str], list[list[str]]]:
    """Median time per text of each, and their ratio."""
    figures = len(read(TEXT, published=date(2026, 11, 16)).figures)
    ours = _median_seconds(lambda: read(TEXT, published=date(2026, 11, 16)))
    bare = _median_seconds(lambda: NUMERAL.findall(TEXT))
    return (
        f"Figure reader, {len(TEXT)} characters, {figures} figures, median of {ROUNDS}",
        ["what", "milliseconds", "× bare search", "characters per second"],
        [
            ["bare search for numerals", f"{bare * 1e3:.3f}", "1.0", f"{len(TEXT) / bare:,.0f}"],
            [
                "jipyo.figures.read",
                f"{ours * 1e3:.3f}",
                f"{ours / bare:.1f}",
                f"{len(TEXT) / ours:,.0f}",
            ],
        ],
    )
