"""Whatever arrives, a state comes out: any bytes, any nesting, in time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jipyo.pages import feed_articles, listed_articles, read_page
from jipyo.pages.decoding import decode
from tests.pages.test_golden import PAGES
from tests.pages.test_links import NOW

pytestmark = pytest.mark.quick

STATES = {"article", "list", "no_body", "gone", "selector_drift", "not_article"}
URL = "https://naru.example/news/view?number=7"
SENTENCES = "<p>나루시는 국비 100억 원을 확보했다고 밝혔다. 시는 내년에도 애쓴다고 말했다.</p>"

TAGS = st.sampled_from(
    [
        *("<p>", "</p>", "<div>", "</div>", "<br>", "<table><tr><td>", "</td></tr></table>", "<a>"),
        *("<script>", "</script>", "<style>", "<!--", "-->", "<![CDATA[", "]]>", "<h1>", "</h1>"),
        *('<div id="article-view-content-div">', '<meta property="og:title" content="', '">'),
        *('<script type="application/ld+json">', "{", '"@type":"NewsArticle"', "[", "}", "<title>"),
        *(
            "<form>",
            "<aside>",
            '<div class="ad-template">',
            "&nbsp;",
            "&#x0;",
            "&#1114112;",
            "\x00",
        ),
        *("입력 2026-11-12 16:50", "가나다 12억 원을 썼다.", "저작권자 ⓒ", "홍길동 기자", "\ufeff"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=3000), st.sampled_from([None, "utf-8", "euc-kr", "latin-1", "nonsense"]))
def test_any_bytes(body: bytes, charset: str | None) -> None:
    for family in ("ndsoft", "generic", None):
        assert read_page(body, URL, family=family, charset=charset).state in STATES
    assert isinstance(decode(body, charset), str)
    listed_articles(body, URL, family="ndsoft", now=NOW, charset=charset)
    feed_articles(body, URL, family="ndsoft")


@settings(max_examples=150, deadline=None)
@given(st.lists(TAGS, max_size=60))
def test_any_markup(pieces: list[str]) -> None:
    for family in ("ndsoft", "generic"):
        article = read_page("".join(pieces).encode(), URL, family=family)
        assert article.state in STATES
        assert "\x00" not in article.body + article.title  # Postgres stores no such character.


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PAGES), st.data())
def test_a_page_that_was_cut_or_damaged(page: object, data: st.DataObject) -> None:
    body = page.read_bytes()  # type: ignore[attr-defined]
    cut = data.draw(st.integers(0, len(body)))
    assert read_page(body[:cut], URL).state in STATES
    assert read_page(body[:cut] + b"\xff\x00" + body[cut:], URL).state in STATES


@pytest.mark.parametrize("tag", ["div", "span", "b", "table><tr><td", "ul><li", "font"])
def test_deep_nesting(tag: str) -> None:
    # Deeper than Python's own stack.
    for opening in ("<body>", '<body><div id="article-view-content-div">'):
        page = f"<html>{opening}{f'<{tag}>' * 5000}{SENTENCES}"
        article = read_page(page.encode(), URL)
        assert article.state in STATES


def test_large_pages_take_time_in_proportion() -> None:
    def seconds(paragraphs: int) -> float:
        page = f"<html><head><title>나루시 예산</title></head><body>{SENTENCES * paragraphs}"
        began = time.process_time()
        assert read_page(page.encode(), URL).state == "article"
        return time.process_time() - began

    seconds(100)  # What is loaded on first use is not measured.
    small, large = seconds(1500), seconds(12000)
    assert large < 8 * small * 2.5


@pytest.mark.parametrize(
    ("body", "declared", "expected"),
    [
        ("똠방각하".encode("cp949"), "euc-kr", "똠방각하"),
        ("똠방각하".encode("cp949"), None, "똠방각하"),
        ("똠방각하".encode("cp949"), "utf-8", "똠방각하"),
        ("나루시".encode(), "euc-kr", "나루시"),
        ("나루시".encode(), "iso-8859-1", "나루시"),
        ("나루시".encode(), "no-such-charset", "나루시"),
        (b"\xef\xbb\xbf" + "나루시".encode(), "euc-kr", "나루시"),
        ("나루시".encode("utf-16"), None, "나루시"),
        (
            '<meta charset="ks_c_5601-1987">펲'.encode("cp949"),
            None,
            '<meta charset="ks_c_5601-1987">펲',
        ),
    ],
)
def test_declared_and_real_charsets(body: bytes, declared: str | None, expected: str) -> None:
    assert decode(body, declared) == expected
