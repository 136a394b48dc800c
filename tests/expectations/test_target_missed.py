"""Truth table of check target_missed, through the real store."""

from __future__ import annotations

import pytest

CHECK = "target_missed"
TARGET = {"kind": "target", "kind_class": "target"}


def test_a_yearly_target_and_what_came_of_it(told):
    aim = (
        "2022-02-08",
        "창원시 올해 일자리 1만5000개 창출 목표",
        "창원시는 올해 일자리 1만5000개 창출을 목표로 세웠다고 8일 밝혔다.",
    )
    assert told(CHECK, aim) == []
    result = (
        "2023-02-14",
        "창원시 지난해 일자리 1만2480개 창출",
        "창원시는 지난해 일자리 1만2480개를 창출했다고 14일 밝혔다.",
    )
    (flag,) = told(CHECK, result)
    assert flag.severity == "warning"
    assert flag.values == ("12480", "15000")
    assert flag.message == (
        "2022-02-08에 발표한 창원시의 ‘일자리 창출’ 목표(2022년)는 15,000개였으나, "
        "2023-02-14에 발표한 값은 12,480개입니다 (목표의 83.2%)."
    )
    assert [piece.value for piece in flag.evidence] == ["12480", "15000"]


def test_money_is_a_result_once_allotted(told):
    (flag,) = told(
        CHECK,
        (
            "2022-02-17",
            "창원시 “2023년 국비 2조41억 원 확보 목표”",
            "창원시는 2023년도 국비 확보 목표액을 2조41억 원으로 정했다.",
        ),
        (
            "2022-12-27",
            "창원시, 2023년 국비 1조6102억 원 확보",
            "창원시가 2023년도 정부 예산에서 국비 1조6102억 원을 확보했다고 27일 밝혔다.",
        ),
    )
    assert flag.severity == "warning"
    assert flag.values == ("1610200000000", "2004100000000")


def test_before_its_date_nothing_is_missed(newsroom, checked):
    newsroom.say(1_000, period="2022", on="2022-01-08", **TARGET)
    newsroom.say(480, period="2022", on="2022-12-01")
    newsroom.say(480, period="2022-H1", on="2022-07-11")
    assert checked(CHECK) == []


@pytest.mark.parametrize(
    ("result", "severity"), [(1_100, None), (1_000, None), (960, "info"), (949, "warning")]
)
def test_by_how_much(newsroom, checked, result, severity):
    newsroom.say(1_000, period="2022", on="2022-01-08", **TARGET)
    newsroom.say(result, period="2022", on="2023-01-11")
    assert [flag.severity for flag in checked(CHECK)] == ([severity] if severity else [])


@pytest.mark.parametrize(("result", "severity"), [("69.5", "info"), ("68.4", "warning")])
def test_by_how_many_points(newsroom, checked, result, severity):
    rate = {"metric": "고용률", "unit": "%", "counter": None}
    newsroom.say("70", period="2022", on="2022-01-08", printed="70%", **rate, **TARGET)
    newsroom.say(result, period="2022", on="2023-01-11", printed=f"{result}%", **rate)
    (flag,) = checked(CHECK)
    assert flag.severity == severity


def test_the_printed_digits_allow_it(newsroom, checked):
    newsroom.say(1_000, period="2022", on="2022-01-08", **TARGET)
    newsroom.say(900, period="2022", on="2023-01-11", interval=(900, None), printed="900개사 이상")
    assert checked(CHECK) == []


def test_a_text_that_owns_up(told):
    (flag,) = told(
        CHECK,
        (
            "2022-02-08",
            "창원시 올해 일자리 1만5000개 창출 목표",
            "창원시는 올해 일자리 1만5000개 창출을 목표로 세웠다고 8일 밝혔다.",
        ),
        (
            "2023-02-14",
            "창원시 지난해 일자리 1만2480개 창출",
            "창원시는 지난해 일자리 1만2480개를 창출했다. 목표에는 미치지 못했다.",
        ),
    )
    assert flag.severity == "info"
    assert "스스로 미달을 밝힙니다" in flag.message


@pytest.mark.parametrize(("result", "missed"), [(34, True), (18, False)])
def test_less_is_better(newsroom, checked, result, missed):
    deaths = {"metric": "교통사고 사망자", "unit": "person", "counter": "명"}
    newsroom.say(25, period="2022", on="2022-01-08", **deaths, **TARGET)
    newsroom.say(result, period="2022", on="2023-01-11", **deaths)
    assert [flag.values for flag in checked(CHECK)] == ([("34", "25")] if missed else [])


@pytest.mark.parametrize(("result", "missed"), [(130, False), (70, True)])
def test_more_of_a_reduction_is_better(newsroom, checked, result, missed):
    cut = {"metric": "온실가스 감축량", "unit": "t", "counter": None}
    newsroom.say(100, period="2022", on="2022-01-08", printed="100t", **cut, **TARGET)
    newsroom.say(result, period="2022", on="2023-01-11", printed=f"{result}t", **cut)
    assert len(checked(CHECK)) == missed


def test_a_target_by_a_date_is_for_the_whole_until_then(newsroom, checked):
    newsroom.say(300, period="2022", on="2020-01-08", open_start=True, **TARGET)
    newsroom.say(104, period="2022", on="2023-01-11")
    assert checked(CHECK) == []
    total = {"kind": "cumulative", "kind_class": "cumulative"}
    newsroom.say(252, period="2022", on="2023-01-12", open_start=True, **total)
    (flag,) = checked(CHECK)
    assert flag.values == ("252", "300")
    assert "목표(2022년까지)" in flag.message
    # It was met after all.
    newsroom.say(305, period="2022", on="2023-02-12", open_start=True, **total)
    assert checked(CHECK) == []


def test_the_target_that_stood_last(newsroom, checked):
    newsroom.say(1_000, period="2022", on="2022-01-08", **TARGET)
    newsroom.say(800, period="2022", on="2022-06-08", **TARGET)
    newsroom.say(810, period="2022", on="2023-01-11")
    assert checked(CHECK) == []


def test_other_scope_place_speaker_or_measure(newsroom, checked):
    newsroom.say(1_000, period="2022", on="2022-01-08", **TARGET)
    newsroom.say(600, period="2022", on="2023-01-11", scope="청년")
    newsroom.say(610, period="2022", on="2023-01-11", place="누리군")
    newsroom.say(620, period="2022", on="2023-01-11", speaker="council")
    newsroom.say(630, period="2022", on="2023-01-11", metric="exports")
    newsroom.say(640, period="2022", on="2023-01-11", basis="draft")
    assert checked(CHECK) == []


def test_what_is_known_is_not_told_again(newsroom, checked):
    newsroom.say(1_000, period="2022", on="2022-01-08", **TARGET)
    newsroom.say(800, period="2022", on="2023-01-11")
    (first,) = checked(CHECK)
    newsroom.say(790, period="2022", on="2023-06-11")
    (again,) = checked(CHECK)
    assert again.flag_id == first.flag_id
    assert again.values == ("790", "1000")
