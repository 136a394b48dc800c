"""The SQL functions with which messages are worded, and the sentences of both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import psycopg
import pytest

from expectations.checks import CHECKS
from expectations.romanization import romanized
from expectations.wording import LANGUAGES, fields, sentences, worded
from flows.reading import keep_registry


@pytest.fixture
def value(newsroom):
    def ask(call, *arguments):
        return newsroom.connection.execute(f"SELECT {call}", arguments).fetchone()[0]

    return ask


def test_amounts(value):
    for number, unit, counter, words in (
        ("801700000000", "KRW", None, "8,017억 원"),
        ("1600000000000", "KRW", None, "1조 6,000억 원"),
        ("-350000000", "KRW", None, "-3억 5,000만 원"),
        ("0", "KRW", None, "0 원"),
        ("22793290000", "USD", None, "227억 9,329만 달러"),
        ("100000001.5", "EUR", None, "1억 1.5 유로"),
        ("57350", "person", "명", "57,350명"),
        ("4.290", "%", None, "4.29%"),
        ("-0.50", "%p", None, "-0.5%포인트"),
        ("2", "times", None, "2배"),
        ("1", "rank", None, "1위"),
        ("1000000", "t", None, "100만 t"),
    ):
        assert value("korean_amount(%s, %s, %s)", Decimal(number), unit, counter) == words


def test_periods(value):
    for start, end, words in (
        (date(2020, 1, 1), date(2020, 12, 31), "2020년"),
        (date(2018, 1, 1), date(2020, 12, 31), "2018~2020년"),
        (date(2020, 7, 1), date(2020, 12, 31), "2020년 하반기"),
        (date(2020, 4, 1), date(2020, 6, 30), "2020년 2분기"),
        (date(2020, 2, 1), date(2020, 2, 29), "2020년 2월"),
        (date(2018, 7, 1), date(2021, 6, 30), "2018년 7월~2021년 6월"),
        (date(2021, 1, 1), date(2021, 9, 30), "2021년 1~9월"),
        (date(2021, 7, 22), date(2021, 8, 7), "2021년 7월 22일~8월 7일"),
        (date(2021, 12, 22), date(2022, 1, 7), "2021년 12월 22일~2022년 1월 7일"),
        (date(2021, 6, 30), date(2021, 6, 30), "2021년 6월 30일"),
        (None, date(2021, 6, 30), "2021년 6월 30일까지"),
        (None, None, "기간 미상"),
    ):
        assert value("korean_period(%s, %s)", start, end) == words


def test_derived_numbers_are_rounded_to_significant_digits(value):
    for number, digits, rounded in (
        ("20429140000", 3, "20400000000"),
        ("-0.0012345", 2, "-0.0012"),
    ):
        assert value("round_significant(%s, %s)", Decimal(number), digits) == Decimal(rounded)
    assert value("round_significant(%s, %s)", Decimal(0), 3) == 0


def test_amounts_in_english(value):
    for number, unit, counter, words in (
        ("801700000000", "KRW", None, "801.7 billion won"),
        ("1884400000000", "KRW", None, "1.8844 trillion won"),
        ("1084436810000", "KRW", None, "1,084.43681 billion won"),
        ("-350000000", "KRW", None, "-350 million won"),
        ("2100", "KRW", None, "2,100 won"),
        ("22793290000", "USD", None, "22.79329 billion US dollars"),
        ("1", "company", "개사", "1 company"),
        ("626", "company", "개사", "626 companies"),
        ("57350", "person", "명", "57,350 people"),
        ("3", "branch", "점포", "3 branches"),
        ("2", "housing_unit", "채", "2 housing units"),
        ("4", "times_count", "회", "4 times"),
        ("3", "titles", "관왕", "3 titles"),
        ("202", "item", "개", "202"),
        ("8", "[꼭지]", "꼭지", "8 꼭지"),
        ("4.290", "%", None, "4.29%"),
        ("-0.50", "%p", None, "-0.5 percentage points"),
        ("1", "%p", None, "1 percentage point"),
        ("2", "times", None, "2 times"),
        ("1", "rank", None, "rank 1"),
        ("1000000", "t", None, "1 million t"),
    ):
        assert value("english_amount(%s, %s, %s)", Decimal(number), unit, counter) == words


def test_periods_in_english(value):
    for start, end, words in (
        (date(2020, 1, 1), date(2020, 12, 31), "2020"),
        (date(2018, 1, 1), date(2020, 12, 31), "2018 to 2020"),
        (date(2020, 7, 1), date(2020, 12, 31), "second half of 2020"),
        (date(2020, 4, 1), date(2020, 6, 30), "Q2 2020"),
        (date(2020, 2, 1), date(2020, 2, 29), "February 2020"),
        (date(2018, 7, 1), date(2021, 6, 30), "July 2018 to June 2021"),
        (date(2021, 1, 1), date(2021, 9, 30), "January to September 2021"),
        (date(2021, 7, 22), date(2021, 8, 7), "22 July to 7 August 2021"),
        (date(2021, 6, 30), date(2021, 6, 30), "30 June 2021"),
        (None, date(2021, 6, 30), "up to 30 June 2021"),
        (None, None, "period not stated"),
    ):
        assert value("english_period(%s, %s)", start, end) == words


def test_scope_and_basis_in_words_of_the_lexicon(newsroom, value):
    keep_registry(newsroom.connection)
    for part, word, ko, en in (
        ("scope", "complex", "산업단지", "industrial complexes"),
        ("scope", "JP complex", "일본 산업단지", "Japan industrial complexes"),
        ("scope", "한옥마을 야시장", "한옥마을 야시장", "한옥마을 야시장"),
        ("basis", "draft", "예산안", "draft budget"),
        ("basis", "supplementary", "추경", "supplementary budget"),
        ("basis", "supplementary 2", "제2회 추경", "supplementary budget no. 2"),
    ):
        assert value("key_words(%s, %s)", part, word) == {"ko": ko, "en": en}
    year = (date(2020, 1, 1), date(2020, 12, 31))
    assert value("frame_words(%s, %s, 'direct', 'final')", *year) == {
        "ko": "2020년, 직접 시행, 확정",
        "en": "2020, run by the government itself, as voted",
    }


@pytest.mark.quick
def test_every_check_says_the_same_in_every_language():
    korean, english = sentences("ko"), sentences("en")
    assert set(korean) == set(english) == {check.check_id for check in CHECKS}
    for check, said in korean.items():
        assert set(said) == set(english[check]), check
    # What only one language needs: the noun of a count, the kind of a record.
    only_here = {
        (check, name, field)
        for check, said in korean.items()
        for name in said
        for field in fields(said[name]) ^ fields(english[check][name])
    }
    assert only_here == {
        ("overdue", "others", "together"),
        ("overdue", "others", "more"),
        ("unit_slip", "slipped", "value"),
    }


@pytest.mark.quick
@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_close(language):
    for check, said in sentences(language).items():
        for name, sentence in said.items():
            assert sentence.count("(") == sentence.count(")"), (check, name)
            assert sentence.count("‘") == sentence.count("’"), (check, name)


@pytest.mark.quick
def test_particles_fit_what_stands_before_them():
    def said(amount):
        told = {"say": "elsewhere", "value": {"ko": amount}, "times": 1}
        return worded("unit_slip", told, "ko").split(" ", 2)[2]

    for amount, words in (
        ("9억 달러", "9억 달러로 나옵니다(1회)"),
        ("3,520억 원", "3,520억 원으로 나옵니다(1회)"),
        ("2,000석", "2,000석으로 나옵니다(1회)"),
        ("5건물", "5건물로 나옵니다(1회)"),
        ("7.2%", "7.2%로 나옵니다(1회)"),
        ("1,300", "1,300으로 나옵니다(1회)"),
        ("1,301", "1,301로 나옵니다(1회)"),
        ("1,302", "1,302로 나옵니다(1회)"),
        ("100만 t", "100만 t으로 나옵니다(1회)"),
        ("30km", "30km로 나옵니다(1회)"),
        ("7,800TEU", "7,800TEU로 나옵니다(1회)"),
    ):
        assert said(amount) == words


@pytest.mark.quick
def test_counts_take_their_noun():
    told = {"say": "elsewhere", "value": {"en": "1.2 billion won"}, "times": 1}
    assert worded("unit_slip", told, "en") == "elsewhere it is 1.2 billion won (1 time)"
    assert worded("unit_slip", told | {"times": 1200}, "en").endswith("(1,200 times)")


@pytest.mark.quick
def test_a_sentence_that_lacks_something_is_an_error():
    with pytest.raises(KeyError):
        worded("unit_slip", {"say": "elsewhere", "times": 1}, "en")
    with pytest.raises(KeyError):
        worded("unit_slip", {"say": "nothing of the sort"}, "en")


@pytest.mark.quick
def test_names_in_latin_letters():
    for name, letters in (
        ("창원시", "Changwon-si"),
        ("강릉시", "Gangneung-si"),
        ("종로구", "Jongno-gu"),
        ("울릉군", "Ulleung-gun"),
        ("부산광역시", "Busan"),
        ("제주특별자치도", "Jeju"),
        ("경상남도", "Gyeongsangnam-do"),
        ("전라북도", "Jeollabuk-do"),
        ("신라", "Silla"),
        ("왕십리", "Wangsimni"),
        ("백마", "Baengma"),
        ("독립문", "Dongnimmun"),
        ("압구정", "Apgujeong"),
        ("합덕", "Hapdeok"),
        ("벚꽃", "Beotkkot"),
        ("중구", "Jung-gu"),
        ("속초시", "Sokcho-si"),
        ("옥천군", "Okcheon-gun"),
        ("SBS 뉴스", "SBS Nyuseu"),
        ("서울신문", "Seoulsinmun"),
    ):
        assert romanized(name) == letters


@pytest.mark.parametrize(
    ("value", "unit", "korean", "english"),
    [
        (5240, "har", "5,240 ha", "5,240 ha"),
        (75_000, "m3/d", "7만 5,000 ㎥/일", "75,000 ㎥/day"),
        (12, "km2", "12 ㎢", "12 ㎢"),
        (18.2, "Cel", "18.2 ℃", "18.2 ℃"),
        (200, "MW.h", "200 MWh", "200 MWh"),
    ],
)
def test_units_are_written_as_people_write_them(database_url, value, unit, korean, english):
    with psycopg.connect(database_url) as connection:
        row = connection.execute("SELECT amount_words(%s::numeric, %s, NULL)", (value, unit))
        assert row.fetchone() == ({"ko": korean, "en": english},)
