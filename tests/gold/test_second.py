"""What two annotators agree on is judged, the rest is struck."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.gold.second import SheetError, join, judgements, sheet

pytestmark = pytest.mark.quick
TEXT = "가람시는 2023년 관광객 42만 명을 맞았다. 31개 시군 중 3위다."


def _annotation() -> dict[str, Any]:
    def place(span: str) -> dict[str, Any]:
        start = TEXT.index(span)
        return {"start": start, "end": start + len(span), "text": span}

    visitors = {
        **place("42만 명"), "kind": "flow", "kind_ok": [], "period_start": "2023-01-01",
        "period_end": "2023-12-31", "metric_phrase": "관광객",
    }  # fmt: skip
    rank = {
        **place("3위"), "kind": "rank", "kind_ok": [], "period_start": "2023-01-01",
        "period_end": "2023-12-31", "metric_phrase": "순위",
    }  # fmt: skip
    others = [{**place("2023년"), "reason": "year"}, {**place("31개"), "reason": "label"}]
    return {
        "id": "garam", "published": "2024-01-10", "place": "가람시",
        "figures": [visitors, rank], "not_figures": others,
    }  # fmt: skip


def test_a_sheet_tells_nothing_of_the_first_judgement() -> None:
    found = sheet(_annotation(), TEXT)
    assert found.endswith(
        "가람시는 ⟦1|2023년⟧ 관광객 ⟦2|42만 명⟧을 맞았다. ⟦3|31개⟧ 시군 중 ⟦4|3위⟧다."
    )
    assert "flow" not in found and "label" not in found


def test_only_what_both_say_is_judged() -> None:
    second = judgements(
        "1\tnot\t-\t-\t-\t-\n"
        "2\tlevel\tflow\t2023-01-01\t2023-12-31\t방문객 / 관광객\n"
        "3\tlevel\t-\t-\t-\t시군\n"
        "4\trank\t-\t2024-01-10\t2024-01-10\t관광지\n",
        "garam",
    )
    agreed: Counter[str] = Counter()
    joint = join(_annotation(), second, agreed)
    visitors, rank = joint["figures"]
    assert visitors["kind"] == "flow" and visitors["kind_ok"] == ["level"]
    assert visitors["period_end"] == "2023-12-31" and visitors["metric_phrase"] == "관광객"
    assert rank["period_start"] is rank["period_end"] is rank["metric_phrase"] is None
    year, districts = joint["not_figures"]
    assert year["reason"] == "year"
    assert "not judged" in districts["reason"]
    assert (agreed["numbers agreed"], agreed["numbers"]) == (3, 4)
    assert (agreed["period agreed"], agreed["period"]) == (1, 2)


def test_a_figure_that_the_second_sees_as_none_is_struck() -> None:
    second = judgements(
        "1\tnot\t-\t-\t-\t-\n2\topen\t-\t-\t-\t-\n3\tnot\t-\t-\t-\t-\n4\trank\t-\t-\t-\t순위\n",
        "garam",
    )
    joint = join(_annotation(), second, Counter())
    assert [each["text"] for each in joint["figures"]] == ["3위"]
    struck = next(each for each in joint["not_figures"] if each["text"] == "42만 명")
    assert "not judged" in struck["reason"]


@pytest.mark.parametrize("lines", ["1\tflow\t-\t-\t-\n", "2\tflow\t-\t-\t-\t관광객\n"])
def test_a_crooked_sheet_is_refused_with_its_line(lines: str) -> None:
    with pytest.raises(SheetError, match="line 1"):
        judgements(lines, "garam")


def test_a_sheet_of_another_text_is_refused() -> None:
    with pytest.raises(SheetError, match="4 numbers, 1 lines"):
        join(_annotation(), judgements("1\tnot\t-\t-\t-\t-\n", "garam"), Counter())
