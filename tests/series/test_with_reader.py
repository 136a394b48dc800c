"""Identity behind the real reader: no text breaks it, and it stays quick on long ones."""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jipyo.figures import read
from jipyo.series.identity import identify
from jipyo.series.model import Evidence
from jipyo.series.places import Places
from jipyo.series.releases import same_release, sentence_hashes

sys.path.insert(0, str(Path(__file__).parent))
from marked import b_cubed, load, split_kind

pytestmark = pytest.mark.quick

GOLD = Path(__file__).parents[2] / ".." / "shared" / "gold"
PIECES = st.sampled_from(
    [
        *(
            "국비 ",
            "8,017억 원",
            "의 ",
            "을 확보했다. ",
            "수출은 ",
            "12.3%",
            "(",
            ")",
            ", ",
            "\n\n",
        ),
        *(
            "등 총 ",
            "3개 사업",
            "에 ",
            "지난해 ",
            "보다 ",
            "창원시",
            "가구당 ",
            "…",
            "‘",
            "▶ ",
            "은 ",
        ),
        *(
            "[",
            "]",
            " ",
            "더한 ",
            "미국",
            "을 팔고 ",
            "늘어난 ",
            "15명",
            "·",
            "㈜",
            "0",
            "억",
            "도 ",
        ),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200))
def test_no_text_breaks_it(text):
    figures = read(text, date(2024, 5, 6)).figures
    found = identify(figures, text, Places.load().resolve("창원시"), date(2024, 5, 6))
    assert len(found) == len(figures)
    for one in found:
        assert one.metric.strip("~:/")
        assert one.registered != one.metric.startswith("~")
    hashes = sentence_hashes(text, figures)
    assert all(-(2**63) <= number < 2**63 for number in hashes)
    evidence = Evidence.of(hashes)
    same_release(evidence, evidence)
    Places.load().recognise(text[:30], text, date(2024, 5, 6))


def _seconds(text: str) -> float:
    figures = read(text, None).figures
    place = Places.load().resolve("창원시")
    identify(figures[:1], text[:100], place, None)
    start = time.process_time()
    identify(figures, text, place, None)
    return time.process_time() - start


@pytest.mark.parametrize(
    "unit", ["국비 10억 원, ", "창원시는 국비 10억 원을 확보했다. ", "가 나 다 라 마 바 사 3명 "]
)
def test_time_grows_with_the_text_and_not_faster(unit):
    shorter = min(_seconds(unit * 300) for _ in range(2))
    longer = _seconds(unit * 1200)
    assert longer < 12 * shorter + 0.5


@pytest.mark.parametrize("path", sorted((GOLD / "announcements").glob("*.json")) or [None])
def test_gold_behind_the_reader(path):
    if path is None:
        pytest.skip("the annotated announcements lie outside this checkout")
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = (GOLD / gold["text_file"]).read_text(encoding="utf-8")
    published = date.fromisoformat(gold["published"])
    figures = read(text, published).figures
    place = Places.load().resolve(gold["place"], published)
    found = identify(figures, text, place, published)
    theirs, mine = [], []
    for one in gold["figures"]:
        hit = next(
            (
                number
                for number, figure in enumerate(figures)
                if figure.start < one["end"] and figure.end > one["start"]
            ),
            None,
        )
        if hit is not None:
            theirs.append((one["place"], one["metric_id"], split_kind(one["kind"])))
            here = found[hit]
            mine.append((here.place, here.metric, here.scope, split_kind(figures[hit].kind)))
    assert len(theirs) >= 0.9 * len(gold["figures"])
    assert b_cubed(theirs, mine) >= 0.9


def test_recognises_the_place_of_every_own_text():
    for text in load(Path(__file__).with_name("identity_texts.txt")):
        title, _, body = text.text.partition("\n")
        found = Places.load().recognise(title, body, text.published)
        assert found == Places.load().resolve(text.place, text.published), text.place
