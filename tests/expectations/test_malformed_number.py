"""Truth table of check malformed_number, from texts through the readers and the store."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

CHECK = "malformed_number"


@pytest.fixture
def found(imported):
    def tell(*texts):
        articles = ({"title": title, "body": body} for title, body in texts)
        return [flag for flag in imported(*articles) if flag.check == CHECK]

    return tell


def test_headline_and_growth_show_what_is_meant(found):
    (flag,) = found(
        (
            "여수국가산단 생산액 95조4000억 원",
            "여수시는 지난해 여수국가산업단지의 생산액이 95조 4000천억 원으로 집계됐다고 10일 "
            "밝혔다. 2022년 88조1000억 원보다 8.3% 늘었다.",
        )
    )
    assert flag.severity == "warning"
    assert flag.values == ("495000000000000", "95400000000000", "88100000000000")
    assert flag.message == (
        "여수시 여수국가산단의 ‘여수국가산업단지 생산액’ 수치(2023년)가 읽을 수 없는 꼴로 "
        "적혔습니다: ‘95조 4000천억 원’ (적힌 대로 더하면 495조 원), 제목과 증감으로 보아 "
        "95조 4,000억 원인 듯합니다."
    )


def test_growth_alone_shows_what_is_meant(found):
    (flag,) = found(
        (
            "울산시 산업단지 생산액 늘어",
            "울산시는 지난해 산업단지 생산액이 95조 4000천억 원으로 집계됐다고 10일 밝혔다. "
            "2022년 88조1000억 원보다 8.3% 늘었다.",
        )
    )
    assert flag.values == ("495000000000000", "95400000000000", "88100000000000")
    assert "본문의 증감으로 보아 95조 4,000억 원" in flag.message


TAX = (
    "용인시가 지난해 거둬들인 지방세 징수액이 1조 2,84억 원으로 최종 집계됐다고 19일 밝혔다. "
    "2022년 징수액 1조 1,960억 원보다 {}% 많은 규모다."
)


def test_noughts_that_are_gone_behind_a_comma(found):
    (flag,) = found(("용인시 지방세 징수 늘어", TAX.format("7.4")))
    assert flag.values == ("1028400000000", "1284000000000", "1196000000000")
    assert flag.message.endswith("본문의 증감으로 보아 1조 2,840억 원인 듯합니다.")
    assert flag.message_en.endswith("; by the growth in the text, 1.284 trillion won is meant.")


def test_noughts_for_which_nothing_speaks(found):
    (flag,) = found(("용인시 지방세 징수 늘어", TAX.format("9.1")))
    assert flag.values == ("1028400000000",)
    assert flag.message.endswith("(적힌 대로 더하면 1조 284억 원).")


def test_the_form_alone_suggests_what_is_meant(found):
    (flag,) = found(
        (
            "광양시 지역내총생산 발표",
            "광양시는 지난해 지역내총생산이 46조 5700천억 원으로 집계됐다고 10일 밝혔다.",
        )
    )
    assert flag.values == ("616000000000000", "46570000000000")
    assert flag.message.endswith("꼴로 보아 46조 5,700억 원일 수 있습니다.")


def test_commas_in_odd_places(found):
    (flag,) = found(
        (
            "여수시 수출 상담 18억939만9천 달러",
            "여수시는 지난해 수출 상담액이 1,8억0939만9000불을 기록했다고 10일 밝혔다.",
        )
    )
    assert Decimal(flag.values[0]) == 1_809_399_000
    assert "1,8억0939만9000불" in flag.message


def test_a_copy_that_prints_it_well_is_named(found):
    body = (
        "광양시는 지난해 지역내총생산이 46조 {}억 원으로 집계됐다고 10일 밝혔다.\n\n"
        "광양시 관계자는 철강과 이차전지 소재가 성장을 이끌었다고 풀이했다."
    )
    flags = found(
        ("광양 경제 성장", body.format("5700")), ("광양시 경제 지표", body.format("5700천"))
    )
    (flag,) = flags
    assert flag.values == ("616000000000000", "46570000000000")
    assert "같은 발표를 옮긴 다른 기사에는 46조 5,700억 원" in flag.message


@pytest.mark.parametrize(
    "printed",
    ["46조 5,700억 원", "46조5천700억원", "46조 5천7백억 원", "46.57조 원", "46조 5700여억 원"],
)
def test_readable_notations_are_left_alone(found, printed):
    text = f"광양시는 지난해 지역내총생산이 {printed}으로 집계됐다고 10일 밝혔다."
    assert found(("광양시 지역내총생산 발표", text)) == []


def test_it_is_told_until_the_page_is_mended(imported):
    page = {"url": "http://news.test/gdp", "outlet": "남도일보", "title": "광양시 지역내총생산"}
    text = "광양시는 지난해 지역내총생산이 46조 {} 원으로 집계됐다고 10일 밝혔다."
    assert [flag.check for flag in imported(page | {"body": text.format("5700천억")})] == [CHECK]
    next_night = datetime(2024, 1, 12, 2, 30, tzinfo=ZoneInfo("Asia/Seoul"))
    flags = imported(page | {"body": text.format("5700억")}, now=next_night)
    assert CHECK not in {flag.check for flag in flags}
