"""Which addresses are articles: canonical forms, lists and feeds with the traps of such sites."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from jipyo.pages import canonical_url, feed_articles, list_request, listed_articles
from jipyo.pages.moments import SEOUL

pytestmark = pytest.mark.quick

NOW = datetime(2026, 1, 3, 2, 30, tzinfo=SEOUL)
SITE = "https://www.naru.example"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"{SITE}/news/articleView.html?idxno=132", f"{SITE}/news/articleView.html?idxno=132"),
        (f"{SITE}/news/articleView.html?sc=1&idxno=0132&utm=x#a", "idxno=132"),
        (f"{SITE}/news/articleViewAmp.html?idxno=132", f"{SITE}/news/articleView.html?idxno=132"),
        (f"{SITE}:443/news/articleView.html?idxno=132", f"{SITE}/news/articleView.html?idxno=132"),
        (f"{SITE}/news/articleList.html?idxno=132", None),
        (f"{SITE}/news/articleView.html?idxno=abc", None),
        (f"{SITE}/news/articleView.html", None),
        ("javascript:alert(1)", None),
        ("mailto:a@naru.example", None),
        ("https://[bad/news/articleView.html?idxno=1", None),
        (f"{SITE}:99999999/news/articleView.html?idxno=1", None),
        ("", None),
    ],
)
def test_addresses_of_the_largest_system(url: str, expected: str | None) -> None:
    found = canonical_url(url, family="ndsoft")
    assert (found is None) == (expected is None)
    assert (found or "").endswith(expected or "")


def test_a_pattern_keeps_only_the_parameters_that_it_needs() -> None:
    def canonical(url: str) -> str | None:
        return canonical_url(url, family="generic", article_pattern=r"^/view\.php\?idx=\d+$")

    assert canonical(f"{SITE}/view.php?page=3&idx=77&stx=") == f"{SITE}/view.php?idx=77"
    assert canonical(f"{SITE}/view.php?idx=77") == f"{SITE}/view.php?idx=77"
    assert canonical(f"{SITE}/view.php?page=3") is None
    assert canonical_url(f"{SITE}/view.php?idx=77", family="generic") is None


LIST = """<html><body>
<nav><a href="/news/articleView.html?idxno=901">메뉴 속 기사</a></nav>
<div id="sections" class="altlist"><article id="section-list"><ul class="altlist-webzine">
<li class="altlist-webzine-item"><a href="{site}/news/articleView.html?idxno=132"><img alt="x"></a>
 <H2 class="altlist-subject"><a href="{site}/news/articleView.html?idxno=132">
   나루시 예산 1조 2,300억 원
 </a></H2><p class="altlist-summary">요약 12-30 10:00 아님</p>
 <div class="altlist-info"><div class="altlist-info-item">경제</div>
 <div class="altlist-info-item">고은별 기자</div>
 <div class="altlist-info-item">01-02 18:25</div></div></li>
<li class="altlist-webzine-item"><H2><a href="/news/articleView.html?idxno=131">지난해 기사</a></H2>
 <div class="altlist-info"><div class="altlist-info-item">12-31 23:50</div></div></li>
<li class="altlist-webzine-item"><H2><a href="/news/articleView.html?idxno=130">날짜만</a></H2>
 <div class="altlist-info"><div class="altlist-info-item">2026-01-01</div></div></li>
<li class="altlist-webzine-item"><H2><a href="/news/articleView.html?idxno=129">조금 전</a></H2>
 <div class="altlist-info"><div class="altlist-info-item">3시간 전</div></div></li>
</ul>
<li id="sample" class="altlist-webzine-item blind">
 <a href="/news/articleView.html?idxno=1">틀</a></li>
<button class="list-btn-more" data-page="1">더보기</button></article></div>
<aside><a href="/news/articleView.html?idxno=900">많이 본 기사</a></aside></body></html>"""


def test_a_list_without_its_sidebar_and_template_row() -> None:
    found = listed_articles(
        LIST.format(site=SITE).encode(), f"{SITE}/news/articleList.html", family="ndsoft", now=NOW
    )
    assert [(entry.url.rpartition("=")[2], entry.title) for entry in found] == [
        ("132", "나루시 예산 1조 2,300억 원"),
        ("131", "지난해 기사"),
        ("130", "날짜만"),
        ("129", "조금 전"),
    ]
    # Without a year: the latest such day that is not ahead. Without a time: nothing is made up.
    assert [entry.listed_at for entry in found] == [
        datetime(2026, 1, 2, 18, 25, tzinfo=SEOUL),
        datetime(2025, 12, 31, 23, 50, tzinfo=SEOUL),
        None,
        None,
    ]


def test_a_list_of_tables_in_an_old_charset() -> None:
    body = (
        '<html><head><meta charset="euc-kr"></head><body><table>'
        '<tr><td><a href="view.php?idx=8">펲시 예산</a></td><td>2026-01-02 09:10</td></tr>'
        '<tr><td><a href="view.php?idx=8"></a></td></tr>'
        '<tr><td><a href="view.php?idx=7&amp;page=2">펲시 축제</a></td><td>01.01 08:00</td></tr>'
        '<tr><td><a href="list.php?page=2">2</a></td></tr></table></body></html>'
    ).encode("cp949")
    found = listed_articles(
        body,
        f"{SITE}/news/list.php",
        family="generic",
        now=NOW,
        article_pattern=r"^/news/view\.php\?idx=\d+$",
    )
    assert [(entry.url, entry.title) for entry in found] == [
        (f"{SITE}/news/view.php?idx=8", "펲시 예산"),
        (f"{SITE}/news/view.php?idx=7", "펲시 축제"),
    ]
    assert [entry.listed_at for entry in found] == [
        datetime(2026, 1, 2, 9, 10, tzinfo=SEOUL),
        datetime(2026, 1, 1, 8, 0, tzinfo=SEOUL),
    ]


def feed(
    items: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>'
) -> list[tuple[str, object]]:
    body = f'{head}<rss version="2.0"><channel>{items}</channel></rss>'.encode()
    found = feed_articles(body, f"{SITE}/rss/allArticle.xml", family="ndsoft")
    return [(entry.url.rpartition("=")[2], entry.listed_at) for entry in found]


@pytest.mark.parametrize(
    ("printed", "hour"),
    [
        ("2026-01-02 16:50:00", 16),
        ("Fri, 02 Jan 2026 16:50:00 +0900", 16),
        ("Fri, 02 Jan 2026 07:50:00 GMT", 16),
        ("2026-01-02T07:50:00Z", 16),
        ("2026-01-02T16:50:00+09:00", 16),
    ],
)
def test_times_of_feeds(printed: str, hour: int) -> None:
    link = f"<link>{SITE}/news/articleView.html?idxno=5</link>"
    item = f"<item>{link}<pubDate>{printed}</pubDate></item>"
    assert feed(item) == [("5", datetime(2026, 1, 2, hour, 50, tzinfo=SEOUL))]


@pytest.mark.parametrize(
    "printed", ["", "어제", "2026-13-45 99:00:00", "2026-01-02", "Fri, 31 Dec 9999 23:00:00 -1200"]
)
def test_a_feed_without_a_time_gives_none(printed: str) -> None:
    link = f"<link>{SITE}/news/articleView.html?idxno=5</link>"
    item = f"<item>{link}<pubDate>{printed}</pubDate></item>"
    assert feed(item) == [("5", None)]


def test_a_feed_with_faults_gives_what_can_be_read() -> None:
    link = f"<link>{SITE}/news/articleView.html?idxno=5</link>"
    # Many feeds print a prefix that they do not declare.
    undeclared = f"<item>{link}<dc:date>2026-01-02 16:50:00</dc:date><http:x/></item>"
    at = datetime(2026, 1, 2, 16, 50, tzinfo=SEOUL)
    assert feed(undeclared) == [("5", at)]
    # Half of a surrogate pair is no letter; an entity is not expanded.
    for title in ("<title>도로 &#xd800;</title>", "<title>도로</title>&a;", "<?p ?><!-- c -->"):
        assert feed(f"<item>{title}{link}</item>", "<!DOCTYPE rss [<!ENTITY a 'b'>]>") == [
            ("5", None)
        ]
    assert feed("<item><link href='&#xdc00;'/></item>") == []
    assert feed(f"<item xmlns='&#xd800;'>{link}</item><item>{link}</item>") == [("5", None)]


def test_an_atom_feed_and_what_is_no_feed() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>가</title>'
        f'<link href="{SITE}/news/articleView.html?idxno=6"/>'
        "<published>2026-01-02T16:50:00+09:00</published></entry></feed>"
    ).encode()
    (entry,) = feed_articles(atom, SITE, family="ndsoft")
    assert (entry.title, entry.listed_at) == ("가", datetime(2026, 1, 2, 16, 50, tzinfo=SEOUL))
    for body in (b"", b"<html><body>Sorry</body></html>", b"\x00\xff", b"{}", "점검 중".encode()):
        assert feed_articles(body, SITE, family="ndsoft") == []


def test_a_broken_feed_gives_what_it_has() -> None:
    items = (
        f"<item><title>A & B < C</title><link>{SITE}/news/articleView.html?idxno=5</link></item>"
        f"<item><link>{SITE}/news/articleView.html?idxno=6</link>"
    )
    assert ("5", None) in feed(items)


def test_entities_of_a_feed_are_not_expanded() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "xxxxxxxxxx">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    bomb += '<!ENTITY file SYSTEM "file:///etc/hostname">]>'
    item = f"<item><title>&j;&file;</title><link>{SITE}/news/articleView.html?idxno=5</link></item>"
    body = f'{bomb}<rss version="2.0"><channel>{item}</channel></rss>'.encode()
    # Whether the parser gives up on such a feed or not: nothing is expanded, nothing is fetched.
    assert all(len(entry.title) < 100 for entry in feed_articles(body, SITE, family="ndsoft"))
    plain = f'<!DOCTYPE r [<!ENTITY a "xx">]><rss>{item.replace("&j;&file;", "나 &a;")}</rss>'
    (entry,) = feed_articles(plain.encode(), SITE, family="ndsoft")
    assert "xx" not in entry.title


def ranked(heading: str, *, rows: int = 3, around: str = "{}") -> list[str]:
    """What a list gives that has a block with two articles under a heading."""
    row = '<li><a href="/view.php?idx={0}">기사 {0}</a></li>'
    body = "".join(row.format(number) for number in range(1, rows + 1))
    block = f"{heading}<ul>{row.format(901)}{row.format(902)}</ul>"
    page = f"<html><body><ul>{body}</ul><div>{around.format(block)}</div></body></html>"
    found = listed_articles(
        page.encode(),
        f"{SITE}/list.php",
        family="generic",
        now=NOW,
        article_pattern=r"^/view\.php\?idx=\d+$",
    )
    return [entry.url.rpartition("=")[2] for entry in found]


@pytest.mark.parametrize(
    "heading",
    [
        "<h3>많이 본 뉴스</h3>",
        "<strong>가장 많이 읽은 기사 TOP 5</strong>",
        "<p>[ 주간 인기글 ]</p>",
        "<div><span>인기 기사</span></div>",
        "<h4>HOT</h4>",
    ],
)
def test_what_is_read_most_is_no_list_of_news(heading: str) -> None:
    assert ranked(heading, rows=5) == ["1", "2", "3", "4", "5"]


def test_a_page_of_a_list_may_hold_nothing_but_what_is_read_most() -> None:
    assert ranked("<h3>많이 본 뉴스</h3>", rows=0) == []


@pytest.mark.parametrize(
    "heading", ["<h3>최신 기사</h3>", "<h3>추천</h3>", "<p>인기 있는 마을</p>", ""]
)
def test_a_list_keeps_its_rows_under_other_headings(heading: str) -> None:
    # Half of a page's articles or more are its list, whatever a word above them says.
    assert ranked(heading, rows=2) == ["1", "2", "901", "902"]


@pytest.mark.parametrize(
    ("family", "path", "numbers", "page", "expected"),
    [
        # As the numbers say, whatever is usual in the family.
        ("generic", "/list", ("?pg=1", "?pg=2", "?pg=3"), 2, "/list?pg=2"),
        ("generic", "/list?s=1", ("?s=1", "?s=1&pg=1", "?s=1&pg=2"), 9, "/list?s=1&pg=8"),
        ("generic", "/list", ("?start=0", "?start=20", "?start=40"), 5, "/list?start=80"),
        ("generic", "/list", ("?start=0", "?start=20"), 3, "/list?start=40"),
        # Days of a calendar and pages of other lists turn nothing here.
        (
            "generic",
            "/list",
            ("?date=20260101", "?date=20260102", "?date=20260103"),
            2,
            "/list?page=2",
        ),
        (
            "generic",
            "/list",
            ("/other?page=1", "/other?page=2", "/other?page=3"),
            2,
            "/list?page=2",
        ),
        ("generic", "/list", ("#", "javascript:go(2)", "javascript:go(3)"), 2, "/list?page=2"),
        # Without numbers that say it, as the engine does.
        ("egov", "/kor/bbs/BBSMSTR_000000000030/list.do", (), 2, "/list.do?pageIndex=2"),
        ("egov", "/boardCnts/list.do?boardID=5", (), 3, "/list.do?boardID=5&page=3"),
        ("ncode", "/news/search.php?q=", (), 2, "/news/search.php?q=&pagenum=1"),
    ],
)
def test_a_list_is_turned_as_the_numbers_under_it_say(
    family: str, path: str, numbers: tuple[str, ...], page: int, expected: str
) -> None:
    links = "".join(f'<a href="{href}">{at}</a>' for at, href in enumerate(numbers, start=1))
    body = f"<html><body>{links}</body></html>".encode()
    request = list_request(f"{SITE}{path}", page, family=family, first_page=body)
    assert request is not None
    assert request.url.endswith(expected)


def test_numbers_by_script_are_no_entries_of_a_board() -> None:
    body = (
        "<html><body><a href='#' onclick=\"fn_view('31248')\">공원 9곳</a>"
        "<a href='javascript:goPaging(2)'>2</a><a href='#' onclick='fn_link_page(11)'>다음</a>"
        "<a href='#' onclick=\"goViewPage('31249')\">도서관 3곳</a></body></html>"
    ).encode()
    url = f"{SITE}/office/na/ntt/selectNttList.do?mi=1&bbsId=2"
    found = listed_articles(body, url, family="egov", now=NOW)
    assert [entry.url.rpartition("=")[2] for entry in found] == ["31248", "31249"]


def test_the_day_of_a_row() -> None:
    now = datetime(2026, 11, 16, 2, 30, tzinfo=SEOUL)
    days = {
        "2025-10-15": date(2025, 10, 15),  # Glued to a title that ends in a number.
        "26.07.13": date(2026, 7, 13),
        "11-17": date(2026, 11, 17),  # Clocks differ by a day.
        "12-31": date(2025, 12, 31),
        "10-15 09:30": date(2026, 10, 15),
        "02:10": date(2026, 11, 16),
        "02-30": None,
        "": None,
    }
    rows = "".join(
        f'<li><a href="/news/view.php?idx={number}">소식 {number}</a>{" " * (number > 1)}'
        f"<em>{printed}</em></li>"
        for number, printed in enumerate(days, start=1)
    )
    found = listed_articles(
        f"<html><ul>{rows}</ul></html>".encode(),
        "https://press.example/news/list.php",
        family="generic",
        now=now,
        article_pattern=r"^/news/view\.php\?idx=\d+$",
    )
    assert [entry.listed_on for entry in found] == list(days.values())
