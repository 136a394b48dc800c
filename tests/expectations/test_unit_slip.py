"""Truth table of check unit_slip, through the real store."""

from __future__ import annotations

import pytest

CHECK = "unit_slip"
DOLLARS = {"unit": "USD", "counter": None, "metric": "exports"}


def test_another_announcement_gives_the_value_in_another_unit(newsroom, checked):
    newsroom.say(978_000_000, period="2023", on="2024-01-11", printed="978백만 달러", **DOLLARS)
    newsroom.say(9_780_000, period="2023", on="2024-01-12", printed="978만 달러", **DOLLARS)
    (flag,) = checked(CHECK)
    assert flag.severity == "warning"
    assert flag.values == ("9780000", "978000000")
    assert flag.message == (
        "가온시의 ‘수출액’ 978만 달러(2023년)의 단위가 잘못된 듯합니다. "
        "9억 7,800만 달러라면 맞습니다: 다른 곳에는 9억 7,800만 달러로 나옵니다(1회)."
    )


def test_the_unit_of_the_last_group(newsroom, checked):
    for outlet in ("남도일보", "가람신문"):
        newsroom.say(936_810_000, period="2023", on="2024-01-11", outlet=outlet, **DOLLARS)
    newsroom.say(900_003_681, period="2023", on="2024-01-12", **DOLLARS)
    assert [flag.values for flag in checked(CHECK)] == [("900003681", "936810000")]


@pytest.mark.parametrize("factor", [10, 100, 1000, 10_000])
def test_against_the_points_around_it(newsroom, checked, factor):
    newsroom.history([2104, 2218, 2297, 2380 * factor, 2455, 2561])
    (flag,) = checked(CHECK)
    assert flag.severity == "critical"
    assert flag.values == (str(2380 * factor), "2380")


def test_growth_is_no_slip(newsroom, checked):
    newsroom.history([210, 480, 990, 2380, 5100, 11_000])
    assert checked(CHECK) == []
    newsroom.history([2104, 2218, 2297, 9000, 2455], scope="youth")
    assert checked(CHECK) == []


def test_a_series_that_swings_says_nothing(newsroom, checked):
    newsroom.history([2104, 9218, 1297, 23_800, 4455])
    assert checked(CHECK) == []


def test_digits_must_be_those_of_the_other(newsroom, checked):
    newsroom.say(978_000_000, period="2023", on="2024-01-11", **DOLLARS)
    newsroom.say(9_740_000, period="2023", on="2024-01-12", **DOLLARS)
    assert checked(CHECK) == []


@pytest.mark.parametrize("other", [{"scope": "US"}, {"speaker": "council"}, {"place": "나루시"}])
def test_another_series_says_nothing(newsroom, checked, other):
    newsroom.say(978_000_000, period="2023", on="2024-01-11", **DOLLARS)
    newsroom.say(9_780_000, period="2023", on="2024-01-12", **DOLLARS, **other)
    assert checked(CHECK) == []


def test_without_a_period_nothing_is_compared(newsroom, checked):
    newsroom.say(978_000_000, period=None, on="2024-01-11", **DOLLARS)
    newsroom.say(9_780_000, period=None, on="2024-01-12", **DOLLARS)
    assert checked(CHECK) == []


def test_it_is_told_once(newsroom, checked):
    newsroom.history([2104, 2218, 2297, 2380, 24_550])
    (flag,) = checked(CHECK)
    assert newsroom.flags("step_change") == []
    assert newsroom.check(full=True) == (0, 0)
    assert checked(CHECK) == [flag]


def test_the_base_of_its_own_growth_was_published(told):
    before = "통영시는 지난해 굴 수출액이 7,842만 달러로 집계됐다고 25일 밝혔다."
    after = "통영시에 따르면 지난해 굴 수출액은 {} 달러로 전년보다 4.0% 증가했다."
    told(CHECK, ("2024-01-25", "통영 굴 수출", before), place="통영시")
    right = ("2025-01-28", "통영 굴 수출", after.format("8,156만"))
    assert told(CHECK, right, place="통영시") == []
    slip = ("2026-01-28", "통영 굴 수출", after.format("8억 4,820만"))
    (flag,) = told(CHECK, slip, place="통영시")
    assert (flag.severity, flag.values) == ("critical", ("848200000", "84820000"))


@pytest.mark.parametrize(
    ("later", "found"), [(274_300, ["warning"]), (26_900, []), (131_000, []), (2_743, [])]
)
def test_one_earlier_point_alone_only_sees_a_hundredfold(newsroom, checked, later, found):
    newsroom.say(2_611, period="2023", on="2024-01-16")
    newsroom.say(later, period="2024", on="2025-01-13")
    assert [flag.severity for flag in checked(CHECK)] == found


GRANT = (
    "태백시가 설을 맞아 모든 시민에게 1인당 20만 원의 지원금을 준다고 14일 밝혔다. "
    "지급 대상은 {many}이며 들어가는 재원은 모두 {total}이다."
)


def granted(told, many, total):
    text = GRANT.format(many=many, total=total)
    return told(CHECK, ("2025-01-14", "태백시, 설 지원금", text), place="태백시")


def test_so_much_for_each_of_so_many(told):
    (flag,) = granted(told, "3만 8,214명", "7조 6,428억 원")
    assert (flag.severity, flag.values) == ("warning", ("7642800000000", "7642800000"))
    assert flag.message.endswith(
        "76억 4,280만 원이라면 맞습니다: 같은 글의 20만 원씩 38,214명이면 76억 4,280만 원입니다."
    )
    assert flag.message_en.endswith(
        "7.6428 billion won would fit: 200,000 won for each of 38,214 people, as the text says, "
        "come to 7.6428 billion won."
    )


@pytest.mark.parametrize(
    ("many", "total"),
    [
        ("3만 8,214명", "76억 4,280만 원"),
        ("3만 8,214명", "76억 원"),
        # Of two digits alone nothing can be said.
        ("4만 명", "800억 원"),
        # Other digits: paid to others as well.
        ("3만 8,214명", "8조 1,300억 원"),
    ],
)
def test_products_that_fit_or_say_nothing(told, many, total):
    assert granted(told, many, total) == []


def test_tons_and_kilograms_are_no_slip_of_each_other(told):
    tons = "춘천시는 2023년 우유팩 41.2t을 수거했다고 20일 밝혔다."
    kilograms = "춘천시가 2023년 수거한 우유팩은 4만 1,200㎏이라고 22일 밝혔다."
    flags = told(
        CHECK, ("2024-02-20", "춘천 우유팩", tons), ("2024-02-22", "춘천 우유팩", kilograms),
        place="춘천시",
    )  # fmt: skip
    assert flags == []


BY_COUNTRY = (
    "창원시의 2023년 수출액은 112억 4,700만 달러로 집계됐다.\n\n국가별로는 중국 18억 4,210만 달러, "
    "베트남 {}달러, 태국 2억 6,050만 달러 순이었다."
)


def test_a_group_that_lost_its_word(told):
    (flag,) = told(CHECK, ("2024-01-18", "창원 수출 늘어", BY_COUNTRY.format("3억 2,184")))
    assert flag.severity == "warning"
    assert flag.values == ("300002184", "321840000")
    assert flag.message == (
        "창원시의 ‘베트남 수출액’ 3억 2,184달러(2023년, 베트남)의 단위가 잘못된 듯합니다. "
        "3억 2,184만 달러라면 맞습니다: 같은 문장의 ‘2억 6,050만 달러’에는 있는 ‘만’이 "
        "‘2,184’ 뒤에는 없습니다."
    )
    assert [piece.value for piece in flag.evidence] == ["300002184", "260500000"]


@pytest.mark.parametrize(
    ("printed", "values"),
    [
        ("1조 5,200원", ("1000000005200", "1520000000000")),
        ("1조5200원", ("1000000005200", "1520000000000")),
        ("84억 350원", ("8400000350", "8403500000")),
    ],
)
def test_the_form_alone_tells_it(told, printed, values):
    text = f"창원시의 2024년 예산은 {printed}으로 확정됐다고 시가 밝혔다."
    (flag,) = told(CHECK, ("2023-12-18", "창원시 예산 확정", text))
    assert flag.values == values
    assert len(flag.evidence) == 1
    assert "뒤에" in flag.message


@pytest.mark.parametrize(
    "printed",
    [
        "1조 5,200억 원",
        "1조 5,200만 원",
        "84억 350만 원",
        "3억 2,184만 5,120원",
        "5,200원",
        "3억 2천만 원",
    ],
)
def test_groups_that_have_their_word(told, printed):
    text = f"창원시의 2024년 예산은 {printed}으로 확정됐다고 시가 밝혔다."
    assert told(CHECK, ("2023-12-18", "창원시 예산 확정", text)) == []


def test_counts_of_other_things_may_be_that_exact(told):
    text = "창원시의 2023년 나무 심기는 1억 2,184그루로 집계됐다고 시가 밝혔다."
    assert told(CHECK, ("2023-12-18", "창원시 나무 심기", text)) == []


FESTIVAL = "밀양시는 {}년 밀양아리랑대축제 방문객이 {}으로 집계됐다고 28일 밝혔다."


@pytest.fixture
def festival(told):
    """The flags after a festival's visitors of three springs."""

    def tell(*visitors):
        articles = [
            (f"{year}-05-28", "밀양아리랑대축제 폐막", FESTIVAL.format(year, printed))
            for year, printed in zip((2022, 2023, 2024), visitors, strict=True)
        ]
        return told(CHECK, *articles, place="밀양시")

    return tell


def test_a_year_that_still_runs_cannot_have_a_hundred_times_as_many(festival):
    (flag,) = festival("39만 명", "41만 명", "4,300만 명")
    assert flag.severity == "warning"
    assert flag.values == ("43000000", "430000", "410000")


@pytest.mark.parametrize("last", ["43만 명", "4,300명", "82만 명", "410만 명", "9,800만 명"])
def test_what_grew_or_is_not_complete_yet_is_no_slip(festival, last):
    assert festival("39만 명", "41만 명", last) == []
