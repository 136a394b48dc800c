"""Copies of one announcement are found whatever their figures; other announcements are not."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from jipyo.series import releases
from jipyo.series.model import Evidence
from jipyo.series.releases import sentence_hashes

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


def hashes(source: str, place: str | None = None, named: tuple[str, ...] = ()) -> list[int]:
    text, figures, _ = mark(source)
    return sentence_hashes(text, figures, place=place, named=named)


def same_release(a: Iterable[int], b: Iterable[int]) -> bool:
    return releases.same_release(Evidence.of(a), Evidence.of(b))


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


def test_a_lead_that_reports_what_the_other_copy_states_is_the_same_sentence():
    stated = "제목\n\n충주시가 2028년까지 284억 원을 들여 낡은 상수관망 정비사업을 추진한다.\n"
    reported = stated.replace("충주시가", "충주시는").replace("추진한다", "추진한다고 7일 밝혔다")
    other = reported.replace("추진한다고", "중단한다고")
    assert hashes(stated) == hashes(reported) != hashes(other)


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


def test_next_week_on_the_same_form_repeats_its_targets():
    """Ten figures of a bulletin, of which the last three are the targets of the year."""
    form = (
        "물빛시, 주간 감염병 현황\n\n"
        "물빛시는 지난주 병원에서 확인한 독감 환자가 [{}명|person|level|k]이라고 밝혔다. "
        "어린이는 [{}명|person|level|k], 청소년은 [{}명|person|level|k], "
        "어르신은 [{}명|person|level|k]으로 집계되었다. "
        "입원한 사람은 [{}명|person|level|k], 퇴원한 사람은 [{}명|person|level|k]이며 "
        "진료에 나선 의원은 [{}곳|count|level|k]으로 확인되었다. "
        "시는 올해 안에 예방 접종을 [9만 명|person|level|k]에게 하고 "
        "접종 의원을 [140곳|count|level|k], 거점 병원을 [6곳|count|level|k]으로 늘릴 계획이다."
    )
    first = hashes(form.format(120, 41, 33, 22, 14, 11, 87))
    second = hashes(form.format(131, 44, 36, 25, 17, 12, 91))
    assert not same_release(first, second)
    three_garbled = hashes(form.format(120, 41, 35, 22, 14, 10, 78))
    assert same_release(first, three_garbled)


def test_which_of_two_neighbours_comes_first_does_not_matter():
    """From 750 to 812, and 812 after 750."""
    turned = hashes(
        "내년 나랏돈이 한 해 전 [750억 원|KRW|flow|k]에서 [812억 원|KRW|flow|k]으로 늘었다. "
        "공원에 [45억 원|KRW|level|k], 다리에 [120억 원|KRW|level|k], "
        "별밭에 [7억 원|KRW|level|k], 숲에 [9억 원|KRW|level|k]이 간다."
    )
    straight = hashes(
        "물빛시가 받을 국비는 [812억 원|KRW|flow|k]이며 올해는 [750억 원|KRW|flow|k]이었다. "
        "달빛대교에 [120억 원|KRW|level|k], 하늘공원에 [45억 원|KRW|level|k], "
        "강변 숲에 [9억 원|KRW|level|k], 별밭에 [7억 원|KRW|level|k]을 쓴다."
    )
    assert not {number for number in set(turned) & set(straight) if not number & 1}
    assert same_release(turned, straight)


CLOSING = (
    "\n\n시 대변인은 시민의 목소리를 듣고 더 나은 도시를 만들기 위해 힘쓰겠다고 말했다.\n\n"
    "물빛시는 올해 [124개|count|level|k] 사업에 [2조 원|KRW|level|k]을 쓰는 도시로 알려져 있다. "
    "인구는 [76만 명|person|level|k], 넓이는 [53㎢|km2|level|k]로 가까운 도시보다 작은 편이다."
)


def test_a_closing_paragraph_on_the_city_is_no_evidence():
    chemists = (
        "물빛시, 심야 약국 확대\n\n"
        "물빛시는 밤늦게 문을 여는 약국을 여름까지 [8곳|count|level|k]으로 늘린다고 밝혔다. "
    )
    library = (
        "물빛시, 도서관 대출\n\n"
        "물빛시는 지난해 시립도서관에서 빌려준 책이 [312만 권|item|level|k]을 넘었다고 밝혔다. "
    )
    one = hashes(
        chemists
        + "시는 약국 한 곳에 [300만 원|KRW|level|k]을 주어 늦은 밤의 인건비를 보탠다."
        + CLOSING
    )
    other = hashes(
        library
        + "시는 올해 새 책을 들이는 데 [14억 원|KRW|level|k]을 쓰고 서가도 늘린다."
        + CLOSING
    )
    assert not same_release(one, other)
    # A copy under another lead is found in the text from which it is copied.
    lead = "물빛시, 밤에도 약 산다\n\n밤에 아픈 사람이 약을 찾아 헤매는 일이 줄어들 것으로 보인다. "
    copy = hashes(
        lead
        + "물빛시는 밤늦게 문을 여는 약국을 여름까지 [8곳|count|level|k]으로 늘린다고 밝혔다. "
        + "시는 약국 한 곳에 [300만 원|KRW|level|k]을 주어 늦은 밤의 인건비를 보탠다."
        + CLOSING
    )
    assert same_release(one, copy)


def test_a_form_of_the_province_filled_by_two_cities():
    source = HEAD + LEAD.format(day=3) + SECOND + THIRD + FOURTH
    one = hashes(source, "물빛시", ("물빛시",))
    assert not same_release(one, hashes(source, "달빛시", ("달빛시", "별빛도")))
    # Who is named only, or told differently, is no other announcer.
    assert same_release(one, hashes(source, "별빛도", ("물빛시", "별빛도")))
    assert same_release(one, hashes(source))


def test_another_announcement_of_the_same_city():
    other = hashes(
        "물빛시, 도서관 개관\n\n"
        "물빛시는 새 도서관의 문을 열고 책 [3만 권|item|level|k]을 갖췄다고 3일 밝혔다. "
        "시장은 시민과 함께 이룬 결실이라며 집행에도 정성을 다하겠다는 뜻을 나타냈다."
    )
    assert not same_release(ORIGINAL, other)


def test_set_phrases_and_empty_texts_prove_nothing():
    assert hashes("시는 이같이 밝혔다.\n") == []
    assert not same_release((), ())
    assert not same_release(ORIGINAL, ())


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
        found[gold["id"]] = Evidence.of(sentence_hashes(text, figures))
    copies = {
        frozenset((one, other))
        for one in found
        for other in found
        if one < other and releases.same_release(found[one], found[other])
    }
    release = ("seed", "seed-outlet-b", "seed-outlet-c")
    assert copies == {
        frozenset((one, other)) for one in release for other in release if one < other
    }
