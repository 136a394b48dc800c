"""The steps to an identity: noted by the rules that decide, and they name what decided."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from jipyo.explanation import explain_text, explanation_lines
from jipyo.figures import read
from jipyo.series.document import PROGRAMME, provisional_parts
from jipyo.series.identity import explain, identify
from jipyo.series.places import Places
from jipyo.series.registry import Measure, Registry, build_registry, lexicon, registry
from jipyo.series.trace import Step, StepName, Trace

pytestmark = pytest.mark.quick

CORPUS = Path(__file__).parents[1] / "gold"
DAY = date(2026, 11, 16)


def steps(text: str, printed: str, measures: Registry | None = None) -> tuple[Step, ...]:
    """Give the steps of the first figure that is printed so, in an article of 창원시."""
    figures = read(text, published=DAY).figures
    explained = explain(figures, text, Places.load().resolve("창원시", DAY), DAY, measures)
    return next(
        one.steps for figure, one in zip(figures, explained, strict=True) if figure.text == printed
    )


def found(taken: tuple[Step, ...], name: StepName, reason: str | None = None) -> list[Step]:
    return [one for one in taken if one.name == name and reason in (None, one.reason)]


def test_an_excluded_word_is_named() -> None:
    taken = steps("입장료 수입은 3억 원이다.", "3억 원")
    (dropped,) = found(taken, "dropped", "excluded")
    assert (dropped.metric, dropped.words, dropped.detail) == ("trade.imports", ("수입",), "입장료")


def test_a_unit_class_that_does_not_fit_is_named() -> None:
    taken = steps("국비는 12개 사업이다.", "12개 사업")
    (dropped,) = found(taken, "dropped", "unit")
    assert dropped.metric == "finance.national_funds"
    assert dropped.detail == "project: money"
    assert [one.metric for one in found(taken, "counts")] == ["finance.national_funds"]


def test_a_shorter_alias_gives_way() -> None:
    taken = steps("노인 일자리는 1,200개다.", "1,200개")
    (dropped,) = found(taken, "dropped", "shorter")
    assert (dropped.words, dropped.detail) == (("일자리",), "노인일자리")
    assert found(taken, "candidate")[0].words == ("노인일자리",)


def test_a_tie_names_both() -> None:
    twins = [
        Measure(name, name, name, ("item",), "stock", ("꿀벌쉼터",)) for name in ("a.one", "b.two")
    ]
    both = build_registry([*registry().measures.values(), *twins])
    taken = steps("꿀벌쉼터는 31곳이다.", "31곳", both)
    (tie,) = found(taken, "tie")
    assert (tie.words, tie.detail) == (("꿀벌쉼터",), "a.one, b.two")
    assert {one.metric for one in found(taken, "candidate")} == {"a.one", "b.two"}
    assert found(taken, "measure")[-1].metric.startswith("~")


def test_a_figure_that_continues_another_says_which() -> None:
    taken = steps("시는 국비 8,017억 원, 15%를 더 확보했다.", "15%")
    (continued,) = found(taken, "continues")
    assert (continued.other, continued.metric) == (0, "finance.national_funds")


def test_the_sentence_before_is_named() -> None:
    taken = steps("올해 국비는 8,017억 원이다. 전년보다 15% 늘었다.", "15%")
    assert [(one.other, one.metric) for one in found(taken, "topic")] == [
        (0, "finance.national_funds")
    ]


def test_the_title_is_named_after() -> None:
    text = "달빛정원 문화제 마무리\n\n모두 12억 원이 들었다.\n"
    (source,) = found(steps(text, "12억 원"), "named_after")
    assert source.reason == "title"
    assert "달빛정원" in source.words


def test_a_headline_takes_the_scope_of_the_body() -> None:
    text = "정원 관람객 30만 명\n\n달빛국가정원 관람객은 30만 명이다.\n"
    title = steps(text, "30만 명")
    assert [one.detail for one in found(title, "title", "scope")] == ["달빛국가정원"]


def test_a_holder_and_the_place_of_the_article_are_told_apart() -> None:
    text = "창원시는 16일 밝혔다. 경남 전체 수출은 90억 달러다. 시 수출은 20억 달러다."
    province = steps(text, "90억 달러")
    assert [(one.words, one.detail) for one in found(province, "whose")] == [
        (("경남",), "경상남도")
    ]
    assert found(province, "place")[0] == Step("place", ("경상남도",), reason="stated")
    assert found(steps(text, "20억 달러"), "place")[0].reason == "article"


def test_a_verb_that_makes_another_count_and_one_that_is_missing() -> None:
    taken = steps("스타트업 14개사를 지원했다.", "14개사")
    assert [one.detail for one in found(taken, "dropped", "verb")] == ["support"]
    text = "시는 정부 공모에 나섰다. 공모 절차를 거쳐 모두 8건이 남았다."
    missing = found(steps(text, "8건"), "dropped", "verb_missing")
    assert all(one.metric == "finance.national_funds.projects" for one in missing)
    assert missing


def test_words_set_aside_scope_basis_and_speaker() -> None:
    taken = steps("창원시는 지난해 청년 인구가 총 3만 명이라고 밝혔다.", "3만 명")
    assert {"총", "지난해"} <= {word for one in found(taken, "aside") for word in one.words}
    assert [(one.words, one.detail) for one in found(taken, "narrows")] == [(("청년",), "youth")]
    assert found(taken, "scope")[0].detail == "youth"
    assert found(taken, "basis", "none")
    assert found(taken, "speaker")[0].words == ("창원시",)
    draft = steps("시는 예산안을 2조 원으로 짰다.", "2조 원")
    assert [(one.words, one.detail) for one in found(draft, "basis")] == [(("예산안",), "draft")]


def test_what_one_is_of_is_told_to_be_per_one() -> None:
    taken = steps("업체당 지원금은 2천만 원이다.", "2천만 원")
    assert [one.metric for one in found(taken, "each")] == ["~업체당+지원금/each:money"]


def test_a_rule_that_notes_nothing_leaves_no_other_measure_standing() -> None:
    trace = Trace(1)
    trace.note_measure("a.b", "why", "")
    trace.note_measure("a.b", "again", "")
    trace.note_measure("c.d", "another", "")
    assert [one.metric for one in trace.steps(0)] == ["a.b", "c.d"]


def corpus() -> list[Path]:
    return sorted(CORPUS.glob("*/*.json"))


@pytest.mark.parametrize("share", [3, pytest.param(1, marks=pytest.mark.prove)])
def test_the_explained_key_is_the_key_in_texts_of_the_corpus(share: int) -> None:
    """Also: the last measure that the steps name is the measure, and every step has its words.

    Every third text in each run of the suite, all of them in the long proofs.
    """
    compared = 0
    for path in corpus()[::share]:
        about = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        day = date.fromisoformat(about["published"])
        place = Places.load().resolve(about["place"], day)
        plain = identify(read(text, published=day).figures, text, place, day)
        explained = explain_text(text, published=day, place=place)
        for one, identity in zip(explained, plain, strict=True):
            assert one.identity == identity
            outcome = [
                step.metric
                for step in one.steps
                if step.name in ("measure", "each", "short_name", "level", "same_as")
            ]
            assert outcome[-1] == identity.metric, (path.name, one.figure.text)
            scope, place_named = found(one.steps, "scope"), found(one.steps, "place")
            assert [step.detail for step in scope] == [identity.scope]
            assert [" ".join(step.words) for step in place_named] == [identity.place]
            assert found(one.steps, "unit")[0].detail == identity.unit_class
            assert found(one.steps, "kind")[0].detail == identity.kind_class
            assert found(one.steps, "speaker")[0].detail == identity.speaker
            assert all(says.endswith((".", "”.")) for says in one.says)
            compared += 1
        assert all("None" not in line for line in explanation_lines(explained))
    assert compared > 5000 / share


@pytest.mark.prove
def test_a_provisional_id_is_the_sum_of_its_parts() -> None:
    seen = 0
    for path in corpus():
        about = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        day = date.fromisoformat(about["published"])
        place = Places.load().resolve(about["place"], day)
        for identity in identify(read(text, published=day).figures, text, place, day):
            parts = provisional_parts(identity.metric, registry(), lexicon())
            assert (parts is None) == identity.registered
            if parts is None:
                continue
            again = (
                ("~" + (f"{PROGRAMME}@" if parts.cost_of else ""))
                + (parts.measure or "+".join(parts.nouns))
                + "".join(f"/{action}" for action in parts.actions)
                + ("/each" if parts.each else "")
                + (f":{parts.unit_class}" if parts.unit_class else "")
            )
            # A noun of signs only leaves an empty part in the id.
            assert again == re.sub(r"(?<=[~@])\++", "", identity.metric)
            seen += 1
    assert seen > 1000


def test_every_step_is_documented() -> None:
    described = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    for name in get_args(StepName):
        assert f"`{name}`" in described, name


def test_nobody_asks_nothing_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Noting costs only those who ask."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a step was noted")

    monkeypatch.setattr(Trace, "note", refuse)
    text = "창원시는 국비 8,017억 원, 15%를 더 확보했다고 밝혔다."
    figures = read(text, published=DAY).figures
    assert len(identify(figures, text, None, DAY)) == 2
    with pytest.raises(AssertionError, match="a step was noted"):
        explain(figures, text, None, DAY)
