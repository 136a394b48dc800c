"""Families: addresses, rows of lists, further pages, links by script."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from jipyo.pages import canonical_url, list_request, listed_articles
from jipyo.pages.families import FAMILIES
from jipyo.pages.families.egov import literals, pairs
from jipyo.pages.moments import SEOUL

pytestmark = pytest.mark.quick

GOLDEN = Path(__file__).parent / "golden"
NOW = datetime(2026, 11, 16, 2, 30, tzinfo=SEOUL)
SITE = "https://www.naru.example"


def test_every_family_is_described_and_has_its_golden_pages() -> None:
    prefixes = {"ndsoft": "nd", "generic": "generic"}
    for name, family in FAMILIES.items():
        assert family.name == name
        prefix = prefixes.get(name, name)
        states = [
            json.loads(page.read_text(encoding="utf-8"))["state"]
            for page in GOLDEN.glob(f"{prefix}-*.json")
        ]
        assert states.count("article") >= 2, name
        assert "list" in states, name
        assert "gone" in states, name
        if name != "generic":  # Nothing drifts where nothing is known.
            assert "selector_drift" in states, name
    assert list(FAMILIES)[-1] == "generic"


@pytest.mark.parametrize(
    ("family", "url", "expected"),
    [
        ("ndsoft", "/news/articlePrint.html?idxno=12", "/news/articleView.html?idxno=12"),
        ("ins", "/118233", "/118233"),
        ("ins", "/118233?utm_source=x", "/118233"),
        ("ins", "/sub_read.html?uid=43&section=sc1&section2=%BB%E7%C8%B8", "/sub_read.html?uid=43"),
        ("ins", "/sub.html?section=sc1", None),
        ("ins", "/2026", "/2026"),
        ("mediaon", "/mobile/article.html?no=012&x=1", "/news/article.html?no=12"),
        ("mediaon", "/news/article_list_all.html?no=12", None),
        (
            "ncode",
            "/news/newsview.php?dt=m&ncode=1160288144613276",
            "/news/newsview.php?ncode=1160288144613276",
        ),
        ("ncode", "/news/search.php?ncode=1160288144613276", None),
        ("viewphp", "/news/view.php?sm=w_total&stx=&idx=902", "/news/view.php?idx=902"),
        ("viewphp", "/news/view.php?bIdx=7&page=2", "/news/view.php?bIdx=7"),
        ("viewphp", "/view.php?ud=202205152303151_12", "/view.php?ud=202205152303151_12"),
        ("viewphp", "/view.php?key=20261112.99001", "/view.php?key=20261112.99001"),
        ("viewphp", "/view.php?idx=abc", None),
        (
            "gnuboard",
            "/bbs/board.php?page=3&wr_id=0318&bo_table=news",
            "/bbs/board.php?bo_table=news&wr_id=318",
        ),
        ("gnuboard", "/bbs/board.php?bo_table=news", None),
        (
            "webcms",
            "/a/1.web?amode=view&not_ancmt_mgt_no=54123&cpage=2",
            "/a/1.web?not_ancmt_mgt_no=54123&amode=view",
        ),
        (
            "egov",
            "/na/ntt/selectNttInfo.do?nttSn=48219&currPage=3&bbsId=1071&mi=1042",
            "/na/ntt/selectNttInfo.do?mi=1042&bbsId=1071&nttSn=48219",
        ),
        (
            "egov",
            "/board/view.flower?menuCd=DOM_1&orderBy=&dataSid=61207&boardId=BBS_2",
            "/board/view.flower?boardId=BBS_2&menuCd=DOM_1&dataSid=61207",
        ),
        (
            "egov",
            "/bbs/BBSMSTR_000000000030/view.do?nttId=B0001Xy1&pageIndex=4",
            "/bbs/BBSMSTR_000000000030/view.do?nttId=B0001Xy1",
        ),
        ("egov", "/board/list.flower?boardId=BBS_2", None),
        (
            "koreakr",
            "/briefing/pressReleaseView.do?newsId=156712345&call_from=rsslink",
            "/briefing/pressReleaseView.do?newsId=156712345",
        ),
        ("koreakr", "/briefing/pressReleaseList.do?newsId=1", None),
    ],
)
def test_addresses(family: str, url: str, expected: str | None) -> None:
    found = canonical_url(f"{SITE}{url}", family=family)
    assert found == (None if expected is None else f"{SITE}{expected}")
    if found is not None:
        assert canonical_url(found, family=family) == found


def rows(name: str) -> list[tuple[str, str, str | None]]:
    facts = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    found = listed_articles(
        (GOLDEN / f"{name}.html").read_bytes(), facts["url"], family=facts["family"], now=NOW
    )
    return [
        (
            entry.url.partition(".example")[2],
            entry.title,
            f"{entry.listed_at:%m-%d %H:%M}" if entry.listed_at else None,
        )
        for entry in found
    ]


@pytest.mark.parametrize(
    ("name", "count", "first"),
    [
        ("ins-list", 6, ("/118240", "가람시 예산 1조 204억 원", "11-15 10:30")),
        (
            "mediaon-list",
            5,
            ("/news/article.html?no=30101", "솔빛시 일자리 4,812개", "11-12 08:14"),
        ),
        (
            "ncode-list",
            6,
            (
                "/news/newsview.php?ncode=1160288144613201",
                "여울시 소식 1번째 꼭지 12곳",
                "11-11 08:11",
            ),
        ),
        ("viewphp-list", 6, ("/news/view.php?idx=900", "늘봄구 소식 0번째 꼭지", "11-10 09:00")),
        (
            "gnuboard-list",
            5,
            ("/bbs/board.php?bo_table=news&wr_id=318", "달마루시 소식 0번째", None),
        ),
        (
            "egov-list",
            5,
            (
                "/hd/na/ntt/selectNttInfo.do?mi=1042&bbsId=1071&nttSn=48220",
                "해담교육청 소식 0번째",
                None,
            ),
        ),
        (
            "koreakr-list",
            5,
            ("/briefing/pressReleaseView.do?newsId=156712340", "누리부 소식 0번째", None),
        ),
        (
            "nd-list-third",
            5,
            ("/news/articleView.html?idxno=500", "달내시 소식 0번째", "11-10 10:00"),
        ),
        (
            "nd-list-second",
            5,
            ("/news/articleView.html?idxno=300", "여문군 소식 0번째", "06-10 18:20"),
        ),
        (
            "webcms-notice-list",
            5,
            (
                "/cwportal/10310/10438/10439.web?not_ancmt_mgt_no=54120&amode=view",
                "나루시 고시 0번째",
                None,
            ),
        ),
    ],
)
def test_rows_of_lists(name: str, count: int, first: tuple[str, str, str | None]) -> None:
    found = rows(name)
    assert len(found) == count
    assert found[0] == first
    assert all(title and "\n" not in title for _, title, _ in found)


def test_a_board_prints_only_the_time_of_entries_of_today() -> None:
    page = (
        '<div id="bo_list"><table><tr><td><a href="board.php?bo_table=n&wr_id=2">둘</a></td>'
        '<td>01:15</td></tr><tr><td><a href="board.php?bo_table=n&wr_id=1">하나</a></td>'
        "<td>23:40</td></tr></table></div>"
    )
    found = listed_articles(page.encode(), f"{SITE}/bbs/board.php", family="gnuboard", now=NOW)
    # What would lie ahead of now is not of today, and nothing says of which day it is.
    assert [entry.listed_at for entry in found] == [NOW.replace(hour=1, minute=15), None]


@pytest.mark.parametrize(
    ("markup", "list_path", "expected"),
    [
        (
            '<a href="#" data-action="/portal/saeol/news/view.do" data-keyset="{\'newsEpctNo\': '
            "'28169'}\">나루시 소식</a>",
            "/portal/saeol/news/list.do?mid=0105010000",
            "/portal/saeol/news/view.do?mid=0105010000&newsEpctNo=28169",
        ),
        (
            "<button onclick=\"fn_search_detail('B000000123Xy1', 12345)\">나루시 소식</button>",
            "/bbs/BBSMSTR_000000000030/list.do",
            "/bbs/BBSMSTR_000000000030/view.do?nttId=12345",
        ),
        (
            "<a href=\"javascript:fn_icms_navi_common('view','795285');\">나루시 소식</a>",
            "/cop/bbs/selectBoardList.do?bbsId=BBSMSTR_000000000001",
            "/cop/bbs/selectBoardArticle.do?bbsId=BBSMSTR_000000000001&nttId=795285",
        ),
        (
            "<a href=\"#none\" onclick=\"boardView('3', '40123'); return false;\">나루시 소식</a>",
            "/main/bbs/list.do?mId=0301&ptIdx=12",
            "/main/bbs/view.do?mId=0301&ptIdx=12&bIdx=40123",
        ),
        (
            '<a href="#" data-req-get-p-idx="40124">나루시 소식</a>',
            "/main/bbs/list.do?mId=0301",
            "/main/bbs/view.do?mId=0301&bIdx=40124",
        ),
        (
            '<a href="#" onclick="dataView(\'5512\')">나루시 소식</a>',
            "/city/bbsList.do?menuIdx=1001",
            "/city/bbsView.do?menuIdx=1001&idx=5512",
        ),
        ('<a href="#" onclick="location.reload()">나루시 소식</a>', "/city/bbsList.do", None),
        ('<a href="#" onclick="evil(\'1\' + top())">나루시 소식</a>', "/other/page.do", None),
    ],
)
def test_links_by_script_are_read_as_literals(
    markup: str, list_path: str, expected: str | None
) -> None:
    found = listed_articles(
        f"<html><body><div>{markup}</div></body></html>".encode(),
        f"{SITE}{list_path}",
        family="egov",
        now=NOW,
    )
    assert [entry.url for entry in found] == ([] if expected is None else [f"{SITE}{expected}"])


def test_literals_of_scripts() -> None:
    assert literals("fn_view('a-1', \"b\", 77); return false;") == ["a-1", "b", "77"]
    assert literals("alert('3')") == []
    assert literals("goTo.view(x, y1)") == []
    assert pairs("{'newsEpctNo': '28169', \"page\":2}") == {"newsEpctNo": "28169", "page": "2"}


GROWING = """<html><body><div class="altlist"><article id="section-list"><ul>
<li><H2><a href="/news/articleView.html?idxno=132">나루시 예산</a></H2></li></ul>
<button class="list-btn-more" data-page="1">더보기</button>
<script>$(function(){ var params={}; params['page']="1"; params['total']="73";
params['list_per_page']="20"; params['list_page_limit']="200"; params['sc_section_code']="S1N1";
articlePaging.evtMoreList(); });</script></article></div></body></html>"""


def test_a_list_that_grows_by_a_button_is_asked_as_its_script_asks() -> None:
    url = f"{SITE}/news/articleList.html?view_type=sm"
    asked = list_request(url, 2, family="ndsoft", first_page=GROWING.encode())
    assert asked is not None
    assert asked.url == (
        f"{SITE}/news/ajaxArticlePaging.php?view_type=sm&page=2&total=73&list_per_page=20"
        "&list_page_limit=200&sc_section_code=S1N1&sc_order_by=E"
    )
    assert asked.headers == {"X-Requested-With": "XMLHttpRequest"}
    first = list_request(url, 1, family="ndsoft", first_page=GROWING.encode())
    assert first is not None
    assert (first.url, dict(first.headers)) == (url, {})
    # Without such a button the number stands in the address.
    plain = list_request(url, 2, family="ndsoft", first_page=b"<html></html>")
    assert plain is not None
    assert plain.url == f"{url}&page=2"


def test_the_answer_of_a_growing_list_is_a_list() -> None:
    answer = {
        "result": "success",
        "data": [
            {
                "idxno": "140",
                "title": "나루시 <b>예산</b>",
                "recognition_date": "2026-11-12",
                "recognition_time": "16:50:00",
                "viewTime": "11-12 16:50",
            },
            {"idxno": 139, "title": "축제", "viewTime": "11-11 09:10"},
            {"idxno": "139", "title": "다시", "viewTime": "11-11 09:10"},
            {"idxno": "", "title": "틀"},
            None,
        ],
    }
    found = listed_articles(
        json.dumps(answer).encode(),
        f"{SITE}/news/ajaxArticlePaging.php?page=2",
        family="ndsoft",
        now=NOW,
    )
    assert [(entry.url, entry.title, entry.listed_at) for entry in found] == [
        (
            f"{SITE}/news/articleView.html?idxno=140",
            "나루시 예산",
            datetime(2026, 11, 12, 16, 50, tzinfo=SEOUL),
        ),
        (
            f"{SITE}/news/articleView.html?idxno=139",
            "축제",
            datetime(2026, 11, 11, 9, 10, tzinfo=SEOUL),
        ),
    ]
    for broken in (b"{", b"[]", b'{"data": 3}', b"{}"):
        assert listed_articles(broken, f"{SITE}/x", family="ndsoft", now=NOW) == []


@pytest.mark.parametrize(
    ("family", "url", "expected"),
    [
        ("webcms", f"{SITE}/1.web?gcode=1011", f"{SITE}/1.web?gcode=1011&cpage=3"),
        (
            "mediaon",
            f"{SITE}/news/article_list_all.html",
            f"{SITE}/news/article_list_all.html?page=3",
        ),
        ("ncode", f"{SITE}/news/search.php?q=&pagenum=0", f"{SITE}/news/search.php?q=&pagenum=2"),
        ("koreakr", f"{SITE}/briefing/a.do", f"{SITE}/briefing/a.do?pageIndex=3"),
        (
            "egov",
            f"{SITE}/na/ntt/selectNttList.do?mi=1",
            f"{SITE}/na/ntt/selectNttList.do?mi=1&currPage=3",
        ),
        ("unheard-of", f"{SITE}/list", f"{SITE}/list?page=3"),
    ],
)
def test_further_pages_of_lists(family: str, url: str, expected: str) -> None:
    asked = list_request(url, 3, family=family)
    assert asked is not None
    assert asked.url == expected
