"""Truth table of check target_changed, through the real store."""

from __future__ import annotations

import pytest

CHECK = "target_changed"
TARGET = {"kind": "target", "kind_class": "target"}
FIRST = (
    "2020-01-18",
    "창원시 2022년까지 스마트공장 600개 구축 목표",
    "창원시는 2022년까지 스마트공장 600개를 구축하는 것이 목표라고 18일 밝혔다.",
)


def test_another_target_for_the_same_date(told):
    assert told(CHECK, FIRST) == []
    (flag,) = told(
        CHECK,
        (
            "2021-03-18",
            "창원시 스마트공장 보급 박차",
            "창원시는 2022년까지 스마트공장 800개를 구축한다는 목표로 기업을 모집한다.",
        ),
    )
    assert flag.severity == "warning"
    assert flag.values == ("800", "600")
    assert flag.message == (
        "창원시의 ‘구축 스마트공장’ 목표(2022년까지)가 말없이 늘었습니다: "
        "2020-01-18에는 600개, 2021-03-18에는 800개."
    )
    assert [piece.value for piece in flag.evidence] == ["800", "600"]


@pytest.mark.parametrize(
    "change",
    [
        "종전보다 200개 많다.",
        "시는 목표를 크게 늘렸다.",
        "시는 지난달 목표를 상향했다.",
        "당초 계획은 이보다 작았다.",
    ],
)
def test_a_text_that_states_the_change(told, change):
    body = f"창원시는 2022년까지 스마트공장 800개를 구축한다는 목표로 기업을 모집한다. {change}"
    (flag,) = told(CHECK, FIRST, ("2021-03-18", "창원시 스마트공장 보급 박차", body))
    assert flag.severity == "info"
    assert "목표(2022년까지)가 늘었습니다" in flag.message


def test_a_text_that_tells_both_values(told):
    body = "창원시는 2022년까지 스마트공장을 600개에서 800개로 늘려 구축하는 것이 목표다."
    flags = told(CHECK, FIRST, ("2021-03-18", "창원시 스마트공장 보급 박차", body))
    assert [flag for flag in flags if flag.severity != "info"] == []


def test_a_verb_beside_the_target_is_no_change_of_it(told):
    (flag,) = told(
        CHECK,
        FIRST,
        (
            "2021-03-18",
            "창원시 스마트공장 보급 박차",
            "창원시는 2022년까지 스마트공장 480개 구축을 목표로 지원을 늘려 갈 방침이다.",
        ),
    )
    assert flag.severity == "warning"
    assert "말없이 줄었습니다" in flag.message


def test_a_target_that_is_repeated_or_grows_from_year_to_year(newsroom, checked):
    for year, value in ((2020, 100), (2021, 120), (2022, 120), (2023, 150)):
        newsroom.say(value, period=str(year), on=f"{year}-02-01", **TARGET)
        newsroom.say(value, period=str(year), on=f"{year}-05-01", **TARGET)
    assert checked(CHECK) == []


@pytest.mark.parametrize(
    ("value", "severity"),
    [(1_015, "info"), (1_030, "warning"), (410, "warning"), (390, "info"), (2_600, "info")],
)
def test_how_much_it_changes(newsroom, checked, value, severity):
    newsroom.say(1_000, period="2022", on="2022-02-01", **TARGET)
    newsroom.say(value, period="2022", on="2022-05-01", **TARGET)
    (flag,) = checked(CHECK)
    assert flag.severity == severity


def test_rounding_is_no_change(newsroom, checked):
    newsroom.say(
        12_000,
        period="2022",
        on="2022-02-01",
        interval=(11_500, 12_500),
        printed="1만2천",
        **TARGET,
    )
    newsroom.say(12_480, period="2022", on="2022-05-01", **TARGET)
    assert checked(CHECK) == []


def test_the_same_value_by_a_later_year(newsroom, checked):
    newsroom.say(5_000, period="2025", on="2021-03-16", open_start=True, **TARGET)
    newsroom.say(5_000, period="2030", on="2023-03-16", open_start=True, **TARGET)
    (flag,) = checked(CHECK)
    assert flag.severity == "warning"
    assert flag.message == (
        "가온시의 ‘스마트공장 구축’ 목표 5,000개사의 기한이 말없이 미뤄졌습니다: "
        "2021-03-16에는 2025년, 2023-03-16에는 2030년."
    )


def test_milestones_told_side_by_side(newsroom, checked):
    newsroom.say(5_000, period="2025", on="2021-03-16", open_start=True, **TARGET)
    release = newsroom.say(5_000, period="2025", on="2023-03-16", open_start=True, **TARGET)
    newsroom.say(5_000, period="2030", on="2023-03-16", open_start=True, release=release, **TARGET)
    newsroom.say(9_000, period="2035", on="2024-03-16", open_start=True, **TARGET)
    assert checked(CHECK) == []


def test_each_change_is_held_against_the_target_before(newsroom, checked):
    newsroom.say(600, period="2022", on="2020-01-18", **TARGET)
    newsroom.say(800, period="2022", on="2021-01-18", **TARGET)
    (first,) = checked(CHECK)
    newsroom.say(700, period="2022", on="2021-06-18", **TARGET)
    newsroom.say(700, period="2022", on="2021-09-18", **TARGET)
    (again,) = checked(CHECK)
    assert again.flag_id == first.flag_id
    assert again.values == ("700", "800")
    assert again.evidence[0].published_at == "2021-06-18T09:00:00+09:00"


def test_other_scope_speaker_or_no_date(newsroom, checked):
    newsroom.say(1_000, period="2022", on="2022-02-01", **TARGET)
    newsroom.say(600, period="2022", on="2022-03-01", scope="청년", **TARGET)
    newsroom.say(700, period="2022", on="2022-03-01", speaker="council", **TARGET)
    newsroom.say(800, period=None, on="2022-03-01", **TARGET)
    newsroom.say(900, period="2022-H1", on="2022-03-01", **TARGET)
    assert checked(CHECK) == []


@pytest.mark.parametrize(
    ("value", "year", "on", "found"),
    [
        (150, "2028", "2025-06-17", ["warning"]),
        (80, "2028", "2025-06-17", ["warning"]),
        # Several times as much, and what follows a target whose day is over, are further targets.
        (900, "2028", "2025-06-17", ["info"]),
        (150, "2028", "2027-01-17", []),
    ],
)
def test_another_value_for_another_year(newsroom, checked, value, year, on, found):
    newsroom.say(100, period="2026", on="2023-06-13", open_start=True, **TARGET)
    newsroom.say(value, period=year, on=on, open_start=True, **TARGET)
    flags = checked(CHECK)
    assert [flag.severity for flag in flags] == found
    if flags:
        assert flags[0].values == (str(value), "100")
        assert "말없이 다른 해의 다른 값이 되었습니다" in flags[0].message
