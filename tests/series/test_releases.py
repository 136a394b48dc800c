"""Copies of one announcement are found whatever their figures; other announcements are not."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from jipyo.series.releases import same_release, sentence_hashes

sys.path.insert(0, str(Path(__file__).parent))
from marked import figure, mark

pytestmark = pytest.mark.quick

GOLD = Path(__file__).parents[2] / ".." / "shared" / "gold"

HEAD = "물빛시, 국비 [812억 원|KRW|flow|k] 확보\n\n"
LEAD = (
    "물빛시는 내년 정부예산에서 역대 가장 많은 "
    "국비 [812억 원|KRW|flow|k]을 확보했다고 {day}일 밝혔다. "
)
SECOND = (
    "올해 [750억 원|KRW|flow|k]보다 [62억 원|KRW|change|k] 늘어 "
    "역대 가장 많은 금액이라고 시는 설명했다. "
)
THIRD = (
    "달빛대교 건설에 [120억 원|KRW|level|k], "
    "하늘공원 조성에 [45억 원|KRW|level|k]이 쓰일 예정이다. "
)
FOURTH = "시장은 시민과 함께 이룬 결실이라며 집행에도 정성을 다하겠다는 뜻을 나타냈다."


def hashes(source: str) -> set[int]:
    text, figures, _ = mark(source)
    return set(sentence_hashes(text, figures))


ORIGINAL = hashes(HEAD + LEAD.format(day=3) + SECOND + THIRD + FOURTH)


def test_they_fit_a_bigint():
    assert ORIGINAL
    assert all(-(2**63) <= number < 2**63 for number in ORIGINAL)


def test_another_dateline_headline_byline_and_cut_make_a_copy():
    copy = hashes(
        "국비 [800억|KRW|flow|k] 시대 연 물빛시\n\n[물빛=새벽통신] 홍길동 기자 = "
        + LEAD.format(day=5)
        + SECOND
        + "\n\n홍길동 기자 hong@example.com\n\n<저작권자 ⓒ 새벽통신, 무단 전재 및 재배포 금지>"
    )
    assert same_release(ORIGINAL, copy)


def test_one_changed_figure_is_still_a_copy():
    changed = hashes(HEAD + LEAD.format(day=3) + SECOND.replace("62억", "26억") + THIRD + FOURTH)
    assert same_release(ORIGINAL, changed)


def test_other_notation_is_the_same_sentence():
    noted = (HEAD + LEAD.format(day=3) + SECOND + THIRD + FOURTH).replace("억 원", "억원")
    assert hashes(noted) == ORIGINAL


def test_masking_hides_whole_figures_not_digits():
    """801.7억 and 8017억 are two values; both are one mark in their sentence."""
    one = hashes("물빛시가 새로 받은 국비는 모두 [801.7억|KRW|flow|k]으로 집계됐다고 전했다.")
    other = hashes("물빛시가 새로 받은 국비는 모두 [8017억|KRW|flow|k]으로 집계됐다고 전했다.")
    assert one == other


def test_a_rewritten_copy_is_known_by_its_figures_in_order():
    rewritten = hashes(
        "내년에 물빛시가 쓸 나랏돈이 [812억 원|KRW|flow|k]으로 정해졌다. "
        "한 해 전 [750억 원|KRW|flow|k]과 견주면 [62억 원|KRW|change|k]이 많다. "
        "다리를 놓는 데 [120억 원|KRW|level|k], "
        "공원을 꾸미는 데 [45억 원|KRW|level|k]을 넣는다."
    )
    assert same_release(ORIGINAL, rewritten)


def test_a_form_filled_again_is_another_announcement():
    """The next year's announcement keeps the sentences and has other figures."""
    source = HEAD + LEAD.format(day=3) + SECOND + THIRD + FOURTH
    later = source
    for old, new in (("812", "934"), ("750", "813"), ("62", "121"), ("120", "77"), ("45", "31")):
        later = later.replace(f"[{old}억", f"[{new}억")
    assert not same_release(ORIGINAL, hashes(later))


def test_another_announcement_of_the_same_city():
    other = hashes(
        "물빛시, 도서관 개관\n\n"
        "물빛시는 새 도서관의 문을 열고 책 [3만 권|item|level|k]을 갖췄다고 3일 밝혔다. "
        "시장은 시민과 함께 이룬 결실이라며 집행에도 정성을 다하겠다는 뜻을 나타냈다."
    )
    assert not same_release(ORIGINAL, other)


def test_set_phrases_and_empty_texts_prove_nothing():
    assert hashes("시는 이같이 밝혔다.\n") == set()
    assert not same_release(set(), set())
    assert not same_release(ORIGINAL, set())


def test_gold_copies():
    folder = GOLD / "announcements"
    if not folder.is_dir():
        pytest.skip("the annotated announcements lie outside this checkout")
    found = {}
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (GOLD / gold["text_file"]).read_text(encoding="utf-8")
        figures = [
            figure(
                text, one["start"], one["end"], one["unit"] or "x", one["kind"], one["value"] or "0"
            )
            for one in gold["figures"]
        ]
        found[gold["id"]] = set(sentence_hashes(text, figures))
    copies = {
        frozenset((one, other))
        for one in found
        for other in found
        if one < other and same_release(found[one], found[other])
    }
    release = ("seed", "seed-outlet-b", "seed-outlet-c")
    assert copies == {
        frozenset((one, other)) for one in release for other in release if one < other
    }
