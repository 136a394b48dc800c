"""Identity: what belongs together meets, what only looks alike does not, and no value enters."""

from __future__ import annotations

import json
import re
import sys
from datetime import date
from pathlib import Path

import pytest

from jipyo.series.document import fold_unit
from jipyo.series.identity import explain, identify
from jipyo.series.model import Identity
from jipyo.series.places import Places

sys.path.insert(0, str(Path(__file__).parent))
from marked import b_cubed, figure, load, mark, split_kind

pytestmark = pytest.mark.quick

TEXTS = Path(__file__).with_name("identity_texts.txt")
GOLD = Path(__file__).parents[2] / ".." / "shared" / "gold"
PUBLISHED = date(2024, 12, 10)


def identities(
    source: str, place: str = "창원시", published: date = PUBLISHED
) -> dict[str, Identity]:
    """Give the identity of every key of a marked text; later figures of a key win."""
    text, figures, keys = mark(source)
    found = identify(figures, text, Places.load().resolve(place, published), published)
    assert len(found) == len(figures)
    return dict(zip(keys, found, strict=True))


def measured(one: Identity) -> tuple[str, str, str]:
    return one.place, one.metric, one.scope


@pytest.mark.parametrize("text", load(TEXTS), ids=lambda text: f"{text.place}-{text.published}")
def test_own_texts(text):
    place = Places.load().resolve(text.place, text.published)
    found = identify(text.figures, text.text, place, text.published)
    kinds = [split_kind(one.kind) for one in text.figures]
    score = b_cubed(
        list(zip(text.keys, kinds, strict=True)),
        [(*measured(one), kind) for one, kind in zip(found, kinds, strict=True)],
    )
    assert score >= 0.85


def test_own_texts_on_average():
    scores, sizes = [], []
    for text in load(TEXTS):
        place = Places.load().resolve(text.place, text.published)
        found = identify(text.figures, text.text, place, text.published)
        kinds = [split_kind(one.kind) for one in text.figures]
        gold = list(zip(text.keys, kinds, strict=True))
        mine = [(*measured(one), kind) for one, kind in zip(found, kinds, strict=True)]
        scores.append(b_cubed(gold, mine) * len(gold))
        sizes.append(len(gold))
    assert sum(scores) / sum(sizes) >= 0.96


@pytest.mark.parametrize("path", sorted((GOLD / "announcements").glob("*.json")) or [None])
def test_gold(path):
    if path is None:
        pytest.skip("the annotated announcements lie outside this checkout")
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = (GOLD / gold["text_file"]).read_text(encoding="utf-8")
    figures = [
        figure(text, one["start"], one["end"], one["unit"] or "", one["kind"], one["value"] or "0")
        for one in gold["figures"]
    ]
    published = date.fromisoformat(gold["published"])
    place = Places.load().resolve(gold["place"], published)
    found = identify(figures, text, place, published)
    score = b_cubed(
        [(one["place"], one["metric_id"], split_kind(one["kind"])) for one in gold["figures"]],
        [
            (*measured(mine), split_kind(one["kind"]))
            for mine, one in zip(found, gold["figures"], strict=True)
        ],
    )
    assert score >= 0.95


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("국비 [8,017억 원|KRW|flow|a] 유치", "[801억 원|KRW|flow|a]의 국비를 확보하였다."),
        ("국비 [8,017억 원|KRW|flow|a] 유치", "시는 국비를 [9천억 원|KRW|flow|a] 따냈다."),
        ("수출액은 [20억 달러|USD|flow|a]다.", "지난해 수출이 [31억 달러|USD|flow|a]로 늘었다."),
        (
            "스마트공장 [202개|item|flow|a]를 지었다.",
            "[209개사|company|flow|a]의 스마트공장을 구축했다.",
        ),
        ("인구는 [10만 명|person|level|a]이다.", "주민등록 인구 [9만 명|person|level|a]."),
        (
            "청년창업주택 [316호|housing_unit|level|a] 공급",
            "청년창업주택을 [20세대|household|level|a] 공급했다.",
        ),
        (
            "국·도비 보조금은 [70억 원|KRW|level|a]이다.",
            "국도비 보조금 [71억 원|KRW|level|a]을 받는다.",
        ),
        (
            "달빛정원 꽃씨 [30만 개|item|flow|a]를 공급했다.",
            "시는 [29만 개|item|flow|a]의 달빛정원 꽃씨를 보급했다.",
        ),
    ],
)
def test_said_differently_meets(one, other):
    assert identities(one)["a"].key == identities(other)["a"].key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("수출 [20억 달러|USD|flow|a]", "수입 [20억 달러|USD|flow|a]"),
        ("수출 [20억 달러|USD|flow|a]", "수출상담 [20억 달러|USD|flow|a]"),
        ("인구 [10만 명|person|level|a]", "생활인구 [10만 명|person|level|a]"),
        ("인구 [10만 명|person|level|a]", "청년 인구 [10만 명|person|level|a]"),
        ("국비 [20억 원|KRW|level|a] 확보", "국비 [20억 원|KRW|target|a] 확보"),
        ("국비 [20억 원|KRW|level|a]", "직접 시행 국비 [20억 원|KRW|level|a]"),
        ("본예산은 [2조 원|KRW|level|a]", "2회 추경은 [2조 원|KRW|level|a]"),
        ("스타트업 [14개사|company|level|a]가 있다.", "스타트업 [14개사|company|flow|a] 지원"),
        (
            "스마트공장 [202개|item|flow|a]를 지었다.",
            "스마트공장 신청은 [202건|case|flow|a]이다.",
        ),
        ("관광객 [3만 명|person|flow|a]", "외국인 관광객 [3만 명|person|flow|a]"),
        ("기업 유치 [5개사|company|flow|a]", "기업 지원 [5개사|company|flow|a]"),
        ("무역수지 [5억 원|KRW|flow|a]", "입장료 수입 [5억 원|KRW|flow|a]"),
        ("지원금 [5억 원|KRW|level|a]", "가구당 지원금 [5억 원|KRW|level|a]"),
    ],
)
def test_only_looks_alike_stays_apart(one, other):
    assert identities(one)["a"].key != identities(other)["a"].key


@pytest.mark.parametrize("text", load(TEXTS), ids=lambda text: f"{text.place}-{text.published}")
def test_no_value_enters(text):
    """Other digits of the same length in the figures change nothing."""
    place = Places.load().resolve(text.place, text.published)
    changed, figures = text.text, []
    for one in text.figures:
        digits = re.sub(r"[1-9]", "7", one.text)
        changed = changed[: one.start] + digits + changed[one.end :]
    for one in text.figures:
        figures.append(figure(changed, one.start, one.end, one.unit, one.kind, "777"))
    before = identify(text.figures, text.text, place, text.published)
    after = identify(figures, changed, place, text.published)
    assert before == after


def test_level_change_and_growth_share_the_measure():
    found = identities(
        "일반회계는 [70억원|KRW|change|c]([2.1%|%|growth|g]) 늘어난 [3조원|KRW|level|l]이다."
    )
    assert len({measured(one) for one in found.values()}) == 1
    assert {one.kind_class for one in found.values()} == {"change", "growth", "amount"}


def test_level_and_flow_are_one_class():
    level = identities("국비 [20억 원|KRW|level|a] 확보")["a"]
    flow = identities("국비 [20억 원|KRW|flow|a] 확보")["a"]
    assert level.key == flow.key


def test_figures_of_others_are_theirs():
    found = identities(
        "창원시의 수출은 [20억 달러|USD|flow|city]이고 경남 전체 수출은 "
        "[90억 달러|USD|flow|province]다. 정부 총지출 증가율은 [8%|%|growth|state]다. "
        "다온중공업은 [300억 원|KRW|level|firm]을 투자한다."
    )
    assert found["city"].place == "창원시"
    assert found["province"].place == "경상남도"
    assert found["province"].place_id == Places.load().resolve("경상남도").id
    assert found["state"].place == "정부"
    assert found["firm"].place == "다온중공업"
    assert found["firm"].place_id is None


def test_where_the_city_lies_is_no_holder():
    found = identities("경남 창원시 인구는 [99만 명|person|level|a]이다.")
    assert found["a"].place == "창원시"


def test_sources_of_a_cost_are_no_national_funds():
    found = identities(
        "물빛공원 사업의 총사업비는 [90억 원|KRW|level|total](국비 [45억 원|KRW|level|state], "
        "도비 [15억 원|KRW|level|province], 시비 [30억 원|KRW|level|city])이다."
    )
    assert not any(one.metric == "finance.national_funds" for one in found.values())
    assert len({one.metric for one in found.values()}) == 1
    assert len({one.scope for one in found.values()}) == 4


def test_projects_do_not_pass_for_the_funds_named_with_them():
    found = identities(
        "시는 총 [8개 사업|project|level|count]에 선정돼 [1조 6천억 원|KRW|level|size] "
        "규모의 사업을 유치했고, 국비 [8,017억 원|KRW|flow|funds]을 확보했다."
    )
    assert found["funds"].metric == "finance.national_funds"
    assert found["size"].metric != found["funds"].metric


def test_the_sum_of_a_list_is_the_measure_itself():
    found = identities(
        "스마트공장 보급을 서두른다. 지난해 실적은 새싹형 [18곳|site|flow|a], "
        "상생형 [7곳|site|flow|b]을 더한 [25곳|site|flow|sum]이다."
    )
    assert found["sum"].metric == found["a"].metric == "industry.smart_factory"
    assert found["sum"].scope == ""
    assert len({one.scope for one in found.values()}) == 3


def test_unknown_measures_keep_a_provisional_id():
    one = identities("달빛정원 꽃씨 [30만 개|item|flow|a]를 나눠줬다.")["a"]
    assert one.metric.startswith("~")
    assert not one.registered
    assert "30" not in one.metric


def test_a_stage_is_kept_where_it_is_stated():
    assert identities("시는 예산안을 [2조 원|KRW|level|a]으로 짰다.")["a"].basis == "draft"
    agreed = identities("스마트공장 [20개|item|forecast|a]를 짓는 업무협약을 맺었다.")["a"]
    assert (agreed.metric, agreed.basis) == ("industry.smart_factory", "agreed")
    assert identities("투자협약 [1조 원|KRW|flow|a]을 맺었다.")["a"].basis == ""
    assert identities("2회 추경은 [2조 원|KRW|level|a]이다.")["a"].basis == "supplementary 2"


@pytest.mark.parametrize(
    ("lead", "speaker"),
    [
        ("창원시는 국비 [20억 원|KRW|flow|a]을 확보했다고 3일 밝혔다.", "city"),
        ("한아름 시의원은 국비가 [20억 원|KRW|flow|a]에 그쳤다고 지적했다.", "council"),
        ("국토교통부는 국비 [20억 원|KRW|flow|a]을 준다고 발표했다.", "ministry"),
        ("경상남도는 국비 [20억 원|KRW|flow|a]을 확보했다고 밝혔다.", "province"),
        ("물빛환경운동연합은 국비 [20억 원|KRW|flow|a]이 낭비됐다고 주장했다.", "civic_group"),
    ],
)
def test_who_speaks(lead, speaker):
    assert identities(lead)["a"].speaker == speaker


def test_order_and_number_of_figures_are_kept():
    text, figures, _ = mark("수출 [2억 원|KRW|flow|a], 수입 [1억 원|KRW|flow|b]이다.")
    place = Places.load().resolve("창원시")
    straight = identify(figures, text, place, None)
    turned = identify(figures[::-1], text, place, None)
    assert straight == turned[::-1]
    assert identify((), text, place, None) == []


def test_no_place_at_all():
    text, figures, _ = mark("국비 [2억 원|KRW|flow|a] 확보")
    found = identify(figures, text, None, None)
    assert found[0].place == "" and found[0].place_id is None


def test_every_identity_has_a_reason():
    text, figures, _ = mark("국비 [2억 원|KRW|flow|a]을 확보해 [30%|%|growth|b] 늘었다.")
    for one in explain(figures, text, None, None):
        assert next(step.reason for step in one.steps if step.name == "measure")


@pytest.mark.parametrize(
    ("unit", "counter", "folded"),
    [
        ("site", "개소", "item"),
        ("item", "개", "item"),
        ("housing_unit", "호", "household"),
        ("household", "가구", "household"),
        ("KRW", None, "money"),
        ("person", "명", "person"),
        ("", "개 기업", "company"),
    ],
)
def test_unit_classes(unit, counter, folded):
    text = f"3{counter or '원'}"
    one = figure(text, 0, len(text), unit or "x")

    assert fold_unit(one._replace(unit=unit, counter=counter)) == folded


@pytest.mark.parametrize(
    "phrase",
    [
        "지역화폐 탄탄페이 판매액은",
        "시가 13일 밝힌 지난해 탄탄페이 판매액은",
        "지역사랑상품권 발행액은",
    ],
)
def test_local_money_is_no_farm_product(phrase):
    found = identities(f"{phrase} [668억 원|KRW|flow|sold]으로 집계됐다.", "태백시")
    assert [(each.metric, each.scope) for each in found.values()] == [
        ("finance.local_currency", "")
    ]
