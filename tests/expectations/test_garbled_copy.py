"""Truth table of check garbled_copy, from texts through the readers and the store."""

from __future__ import annotations

import pytest

CHECK = "garbled_copy"

TITLE = "구미시 창업기업 지원"
LEAD = (
    "구미시는 지난해 창업기업 342개사에 사업비 186억 원을 지원했다고 10일 밝혔다.\n\n"
    "지원을 받은 기업들이 새로 뽑은 직원은 모두 {hired}명으로 집계됐다.\n\n"
)
PROSE = "시는 올해 시제품 제작비와 창업 공간을 더 늘려 지원할 계획이라고 설명했다."


def copies(*printed, title=TITLE):
    """A copy for each way in which the number of people hired is printed."""
    return [{"title": title, "body": LEAD.format(hired=one) + PROSE} for one in printed]


@pytest.fixture
def found(imported):
    def tell(*articles):
        return [flag for flag in imported(*articles) if flag.check == CHECK]

    return tell


def test_one_copy_of_three_has_two_digits_swapped(found):
    (flag,) = found(*copies("1,574", "1,574", "1,754"))
    assert flag.severity == "warning"
    assert flag.values == ("1754", "1574")
    assert [piece.value for piece in flag.evidence] == ["1754", "1574"]
    assert flag.message == (
        "같은 발표를 옮긴 기사 가운데 한울타임즈의 구미시 ‘직원’ 수치(2023년)만 다릅니다: "
        "1,754명, 다른 기사 2건은 1,574명."
    )


def test_far_from_three_others_is_critical(found):
    (flag,) = found(*copies("1,574", "1574", "1천574", "15,740"))
    assert (flag.severity, flag.values) == ("critical", ("15740", "1574"))


def test_two_outlets_that_print_the_same_slip_are_one_finding(found):
    (flag,) = found(*copies("1,574", "1,574", "1,754", "1,754", "1,574"))
    assert flag.values == ("1754", "1574")


def test_notation_rounding_and_cutting_off_are_legal(found):
    assert found(*copies("1,574", "1574", "1천574", "약 1,600", "1,570여", "1,500여")) == []


def test_one_against_one_both_are_shown(found):
    early, late = copies("1,574", "1,754")
    (flag,) = found(early, late | {"published_at": "2024-01-10T10:00:00+09:00"})
    assert flag.values == ("1754", "1574")
    assert flag.message == (
        "같은 발표를 옮긴 기사끼리 구미시의 ‘직원’ 수치(2023년)가 다릅니다: "
        "솔빛뉴스 1,754명 / 가람신문 1,574명."
    )


def test_one_against_one_the_headline_decides(found):
    wrong, right = copies("1,574", "1,754")
    (flag,) = found(wrong, right | {"title": "구미 창업기업, 지난해 직원 1,754명 채용"})
    assert flag.values == ("1574", "1754")
    assert flag.message.endswith("(제목과 맞는 쪽은 1,754명).")


PARTS = "\n\n새로 뽑은 직원은 기계 분야 820명, 바이오 분야 430명, 정보통신 분야 324명이다."


def test_one_against_one_the_sum_decides(found):
    wrong, right = copies("1,754", "1,574")
    (flag,) = found(
        wrong | {"body": wrong["body"] + PARTS}, right | {"body": right["body"] + PARTS}
    )
    assert flag.values == ("1754", "1574")
    assert "본문의 합계와 맞는 쪽은 1,574명" in flag.message


def test_a_sum_that_only_one_copy_prints_decides_for_nobody_else(found):
    one, other = copies("1,574", "1,754")
    (flag,) = found(one | {"body": one["body"] + PARTS}, other)
    assert flag.values == ("1754", "1574")


def test_cut_and_shuffled_lists_raise_nothing(found):
    lead = LEAD.format(hired="1,574")
    lists = (
        "분야별로는 ▲기계·방산 118개사 ▲정보통신 96개사 ▲바이오 71개사 ▲기타 57개사다.",
        "분야별로는 ▲정보통신 96개사 ▲기계·방산 118개사 ▲기타 57개사 ▲바이오 71개사다.",
        "분야별로는 ▲기계·방산 118개사 ▲바이오 71개사 등이다.",
    )
    assert found(*({"title": TITLE, "body": f"{lead}{one}\n\n{PROSE}"} for one in lists)) == []


def test_a_garbled_entry_of_a_list_is_found_by_its_place(found):
    lead = LEAD.format(hired="1,574")
    lists = (
        "분야별로는 ▲기계·방산 118개사 ▲정보통신 96개사 ▲바이오 71개사 ▲기타 57개사다.",
        "분야별로는 ▲기계·방산 118개사 ▲정보통신 69개사 ▲바이오 71개사 ▲기타 57개사다.",
        "분야별로는 ▲기계·방산 118개사 ▲정보통신 96개사 ▲바이오 71개사 ▲기타 57개사다.",
    )
    (flag,) = found(*({"title": TITLE, "body": f"{lead}{one}\n\n{PROSE}"} for one in lists))
    assert flag.values == ("69", "96")


def test_a_copy_that_cut_the_sentence_is_not_garbled(found):
    whole, cut = copies("1,574", "1,574")
    cut["body"] = cut["body"].replace(LEAD.format(hired="1,574").split("\n\n")[1] + "\n\n", "")
    assert found(whole, cut, *copies("1,574")) == []


def test_other_announcements_are_no_copies(found):
    other = {
        "title": "구미시 신중년 일자리",
        "body": "구미시가 지난해 뽑은 신중년 직원은 모두 96명으로 집계됐다고 10일 밝혔다.",
    }
    assert found(*copies("1,574", "1,574"), other) == []


def test_what_is_known_is_not_told_again(found, newsroom):
    (first,) = found(*copies("1,574", "1,574", "1,754"))
    (again,) = found(*copies("1,574"))
    assert again.flag_id == first.flag_id
    assert "다른 기사 3건은 1,574명" in again.message
    assert newsroom.connection.execute(
        "SELECT count(*) FROM flag_event JOIN flag USING (flag_id) WHERE check_id = %s", (CHECK,)
    ).fetchone() == (1,)


def test_a_flag_outlives_a_run_that_touched_one_of_its_series(found, newsroom):
    (first,) = found(*copies("1,574", "1,574", "1,754"))
    # Another announcement of the same measure brings the series into scope, not the announcement.
    later = {
        "title": "구미시 창업 지원 직원",
        "body": "구미시 창업기업들이 새로 뽑은 직원은 1,620명으로 집계됐다고 시가 전했다.",
        "published_at": "2025-01-10T09:00:00+09:00",
    }
    flags = found(later)
    assert [flag.flag_id for flag in flags] == [first.flag_id]


PIPES = (
    "충주시가 2028년까지 {} 들여 노후 상수관망 정비사업을 추진한다. 재원은 국비 142억 원, 도비 "
    "43억 원, 시비 99억 원이다.\n\n시는 사업이 끝나면 이 지역 유수율이 85%로 오를 것으로 내다봤다."
)
CUT = (
    "충주시는 2028년까지 {} 들여 노후 상수관망 정비사업을 추진한다고 7일 밝혔다.\n\n"
    "시는 사업이 끝나면 이 지역 유수율이 85%로 오를 것으로 내다봤다."
)


@pytest.fixture
def pipes(found):
    def tell(whole, cut, title="충주 노후 상수관망 정비 본격화"):
        return found(
            {"title": "충주시 노후 상수관 정비에 284억 원 투입", "body": PIPES.format(whole)},
            {"title": title, "body": CUT.format(cut)},
        )

    return tell


def test_the_words_that_touch_a_number_show_its_place_in_a_sentence_that_ends_otherwise(pipes):
    (flag,) = pipes("284억 원을", "248억 원을")
    assert flag.severity == "warning"
    assert flag.values == ("24800000000", "28400000000")


@pytest.mark.parametrize(
    ("cut", "title"),
    [
        ("284억원을", "충주 노후 상수관망 정비 본격화"),
        ("280여억 원을", "충주 노후 상수관망 정비 본격화"),
        # The copy prints what the others print.
        ("시비와 국비로 248억 원을", "충주시 상수관망 정비 284억"),
    ],
)
def test_what_agrees_or_stands_in_the_other_copy_too_is_no_slip(pipes, cut, title):
    assert pipes("284억 원을", cut, title) == []


def test_the_same_words_around_the_money_of_another_year(found):
    one = "충주시는 상수관을 바꾼다고 밝혔다. 올해 120억 원을 투입해 노후관을 교체한다고 설명했다."
    other = one.replace("올해 120억", "내년 150억")
    prose = "\n\n시는 사업이 끝나면 이 지역의 유수율이 크게 오를 것으로 내다보고 있다."
    prose += "\n\n단수 시간을 줄이려고 밤에 공사를 하고 비상 급수차도 마련하기로 했다고 전했다."
    assert found(*({"title": "충주 상수관", "body": text + prose} for text in (one, other))) == []
