"""Truth table of check parts_and_total, from texts through the reader and the real store."""

from __future__ import annotations

import pytest

CHECK = "parts_and_total"
BUDGET = (
    "포항시는 2024년도 제3회 추가경정예산안을 2조{total}억 원 규모로 편성해 2일 시의회에 "
    "제출했다.\n\n회계별로는 일반회계가 {general}억 원, 특별회계가 3380억 원이다."
)
PARKING = "포항시가 지난해 만든 공영주차장은 {}"


def test_accounts_miss_their_total(told):
    (flag,) = told(
        CHECK,
        ("2024-12-02", "포항시 추경안 제출", BUDGET.format(total=3385, general="1조9505")),
        place="포항시",
    )
    assert flag.severity == "warning"
    assert flag.values == ("2338500000000", "2288500000000")
    assert flag.message == (
        "포항시의 ‘추가경정예산안 편성’(2024년, 제3회 추경) 합계는 2조 3,385억 원, 부분의 "
        "합은 2조 2,885억 원입니다: 1조 9,505억 원 + 3,380억 원."
    )
    assert [piece.value for piece in flag.evidence] == [
        "2338500000000",
        "1950500000000",
        "338000000000",
    ]
    assert "회계별로는" in flag.evidence[1].quote


def test_a_part_that_lost_a_digit_is_named(told):
    (flag,) = told(
        CHECK,
        ("2024-12-02", "포항시 추경안 제출", BUDGET.format(total=2885, general="1조955")),
        place="포항시",
    )
    assert flag.severity == "warning"
    assert flag.values == ("2288500000000", "1433500000000", "1095500000000", "1950500000000")
    assert flag.message.endswith("의심되는 값: ‘1조955억 원’(맞으려면 1조 9,505억 원).")


def test_a_registered_sum_that_is_far_off_is_critical(told):
    text = (
        "김해시가 2025년도 예산안을 2조2887억 원으로 편성했다.\n\n"
        "일반회계는 960억 원 늘어난 1조844억 원, 특별회계는 656억 원 늘어난 4043억 원이다."
    )
    (flag,) = told(CHECK, ("2024-11-13", "김해시 예산안 편성", text), place="김해시")
    assert flag.severity == "critical"
    assert flag.values == ("2288700000000", "1488700000000", "1084400000000", "1884400000000")


@pytest.mark.parametrize(
    "body",
    [
        # Right, and wrong by what rounding leaves open: one unit of the last digit for each part.
        "44곳(동 지역 24곳, 읍 지역 11곳, 면 지역 9곳)이다.",
        "넓이가 1만2천㎡(동 지역 6천㎡, 읍 지역 4천㎡, 면 지역 1천㎡)이다.",
        # Examples may stay below their total.
        "60곳이다. 동 지역 24곳, 읍 지역 11곳 등 모두 60곳이 문을 열었다.",
        # A ranking and a share are no sum.
        "동 지역이 24곳으로 가장 많고 읍 지역 11곳, 면 지역 9곳 순이다.",
        # Another time and another thing in the bracket.
        "44곳(지난해 24곳, 재작년 11곳)이다.",
    ],
)
def test_what_fits_or_claims_no_sum_is_silent(told, body):
    assert (
        told(CHECK, ("2024-02-20", "포항시 주차장 확충", PARKING.format(body)), place="포항시")
        == []
    )


def test_plain_counts_must_add_up(told):
    body = "45곳(동 지역 24곳, 읍 지역 11곳, 면 지역 9곳)이다."
    (flag,) = told(
        CHECK, ("2024-02-20", "포항시 주차장 확충", PARKING.format(body)), place="포항시"
    )
    assert flag.severity == "warning"
    assert flag.values == ("45", "44")


def test_examples_must_not_exceed_their_total(told):
    body = "동 지역 24곳, 읍 지역 11곳, 면 지역 9곳 등 모두 42곳이다."
    (flag,) = told(
        CHECK, ("2024-02-20", "포항시 주차장 확충", PARKING.format(body)), place="포항시"
    )
    assert flag.severity == "warning"
    assert flag.values == ("42", "44")


def test_examples_that_nearly_reach_their_total_are_information(told):
    body = "동 지역 24곳, 읍 지역 11곳, 면 지역 9곳 등 모두 46곳이다."
    (flag,) = told(
        CHECK, ("2024-02-20", "포항시 주차장 확충", PARKING.format(body)), place="포항시"
    )
    assert flag.severity == "info"


def test_copies_of_a_release_are_told_once_and_supplement_each_other(told):
    """One copy prints the total, another one the accounts."""
    common = (
        "이번 추경은 연말까지 집행이 어려운 사업비를 정리하고 국도비 변경분을 반영한 마지막 "
        "추경이라고 시는 설명했다.\n\n시는 심의를 거쳐 이달 중순 예산을 확정하고 내년 본예산과 "
        "함께 집행을 서두를 방침이다.\n\n"
        "시의회는 다음 주부터 상임위원회별로 예산안을 심사하고 본회의에서 의결한다."
    )
    whole = "포항시는 2024년도 예산안을 2조 3385억 원으로 편성했다.\n\n"
    accounts = "포항시의 2024년도 예산안은 일반회계 1조9505억 원, 특별회계 3380억 원이다.\n\n"
    (flag,) = told(
        CHECK,
        ("2024-12-02", "포항시 예산 편성", f"{whole}{common}"),
        ("2024-12-02", "포항시 예산 편성", f"{whole}{common}\n\n시는 시민 의견도 들었다."),
        ("2024-12-02", "포항시 올해 살림", f"{accounts}{common}"),
        place="포항시",
    )
    assert flag.values == ("2338500000000", "2288500000000")


def test_other_scopes_years_and_stages_are_no_parts(told):
    first = (
        "포항시의 2023년도 예산은 2조3385억 원이다. 2024년도 일반회계는 1조9505억 원, 특별회계는 "
        "3380억 원이다."
    )
    assert told(CHECK, ("2024-02-20", "포항시 예산", first), place="포항시") == []


def test_mended_texts_resolve_their_flag(told, newsroom):
    assert told(
        CHECK,
        ("2024-12-02", "포항시 추경안 제출", BUDGET.format(total=3385, general="1조9505")),
        place="포항시",
    )
    newsroom.connection.execute(
        "UPDATE observation SET value = 2288500000000, low = 2288450000000, high = 2288550000000 "
        "WHERE value = 2338500000000"
    )
    newsroom.check()
    assert newsroom.flags(CHECK) == []


@pytest.mark.parametrize(("last", "found"), [("93억 5,000만", 0), ("92억 5,000만", 1)])
def test_amounts_in_groups_are_as_fine_as_their_last_digit(told, last, found):
    body = (
        "포항시의 지난해 수출액은 381억 6,000만 달러로 집계됐다.\n\n품목별로는 철강 184억 3,000만 "
        f"달러, 자동차 62억 7,000만 달러, 기계 41억 2,000만 달러, 기타 {last} 달러다."
    )
    assert len(told(CHECK, ("2025-02-11", "포항 수출", body), place="포항시")) == found


@pytest.mark.parametrize(
    ("total", "severity"),
    # Digits that changed places; a list with the rest; far more than a list has.
    [("2,846", ["warning"]), ("2,900", ["warning"]), ("9,900", ["info"])],
)
def test_a_list_with_the_rest_is_all_there_is(told, total, severity):
    body = (
        f"포항시는 지난해 식물병원 진료 건수가 총 {total}건으로 집계됐다고 9일 밝혔다.\n\n"
        "종류별로는 관엽식물 1,204건, 다육식물 618건, 난 273건, 기타 391건이다."
    )
    flags = told(CHECK, ("2025-01-09", "포항 식물병원", body), place="포항시")
    assert [flag.severity for flag in flags] == severity


@pytest.mark.parametrize(
    ("second", "found"),
    # The sum, more than the total, hardly less, as much less as a part is, twice as much.
    [("3,112", 0), ("3,340", 1), ("3,012", 1), ("1,900", 0), ("7,340", 0)],
)
def test_what_stands_behind_a_total_is_its_sum_where_it_nearly_is(told, second, found):
    body = (
        "포항시는 지난해 이동빨래방이 4,317가구의 이불을 빨았다고 9일 밝혔다. 동 지역이 1,205가구, "
        f"읍면 지역이 {second}가구다."
    )
    flags = told(CHECK, ("2025-01-09", "포항 이동빨래방", body), place="포항시")
    assert [flag.severity for flag in flags] == ["warning"] * found


def test_a_breakdown_that_lacks_more_than_a_part_names_the_largest(told):
    body = (
        "포항시의 2022년 수출액은 120억 3,900만 달러였다. 품목별 수출액은 철강 57억 6,300만 달러, "
        "이차전지 24억 500만 달러, 화장품 4억 1,700만 달러다."
    )
    flags = told(CHECK, ("2023-01-25", "포항 수출", body), place="포항시")
    assert [flag.severity for flag in flags] in ([], ["info"])
