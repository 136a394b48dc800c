"""Which files a page offers, which of them are its text, and what of a document is its body."""

from __future__ import annotations

import pytest

from jipyo.pages import documents_of, read_attached, read_page
from jipyo.pages.documents import release_of
from jipyo.pages.model import Article, Attachment

pytestmark = pytest.mark.quick

PAGE = (
    "<html><head><title>나루시, 도로 12곳 고쳐</title></head><body><h1>나루시, 도로 12곳 고쳐</h1>"
    '<nav><a href="/guide.pdf">이용 안내.pdf</a></nav><div>등록일 2026-11-12</div>'
    '<div class="view_file">{links}</div><div class="cont"><p>{text}</p></div></body></html>'
)
HOST = "https://naru.example"


def offered(links: str, text: str = "첨부파일을 참고하시기 바랍니다.") -> Article:
    page = PAGE.replace("{links}", links).replace("{text}", text)
    return read_page(page.encode(), f"{HOST}/board/view.do?no=123")


@pytest.mark.parametrize(
    ("links", "url", "name"),
    [
        (
            "<a href=\"javascript:fn_egov_downFile('FILE_012','1')\">보도(도로).hwp [1 byte]</a>",
            "/cmm/fms/FileDown.do?atchFileId=FILE_012&fileSn=1",
            "보도(도로).hwp",
        ),
        (
            "<ul><li><span>도로 사업.hwpx</span>"
            ' <a href="/common/download.do?fileId=7">내려받기</a>'
            ' <a href="/docViewer/skin?fn=7.hwpx">바로보기</a></li></ul>',
            "/common/download.do?fileId=7",
            "도로 사업.hwpx",
        ),
        (
            '<a href="/bbs/download.php?wr_id=3&no=0" class="view_file_download">'
            "보도.pdf (35.1 KB)</a>",
            "/bbs/download.php?wr_id=3&no=0",
            "보도.pdf",
        ),
        (
            "<a href='#' onclick=\"down('/up/도로 11.12.hwp'); return false\">"
            "첨부파일 도로 11.12.hwp</a>",
            "/up/도로 11.12.hwp",
            "도로 11.12.hwp",
        ),
        (
            '<a href="/cwportal/DownloadEx.do?url=http%3A%2F%2Fx&name=%EB%B3%B4.hwp">다운로드</a>'
            '<a href="/cwportal/DownloadEx.do?url=http%3A%2F%2Fx&name=%EB%B3%B4.hwp"></a>',
            "/cwportal/DownloadEx.do?url=http%3A%2F%2Fx&name=%EB%B3%B4.hwp",
            "보.hwp",
        ),
    ],
)
def test_files_are_found_as_boards_link_them(links: str, url: str, name: str) -> None:
    found = offered(links)
    assert found.state == "no_body"
    assert found.attachments == (Attachment(HOST + url, name),)


def test_what_is_no_attachment() -> None:
    links = "<a href=\"javascript:go('7')\">도로</a><a href='mailto:a@b.kr'>메일</a>"
    links += "<a href='/x?n=1.html'>표</a><a href='/viewer?file=a.hwp'>바로보기</a>"
    assert offered(links).attachments == ()
    told = "나루시는 도로 12곳을 고쳤다고 12일 밝혔다. 시는 붙임과 같이 내년에도 애쓴다고 말했다."
    article = offered('<a href="/a.hwp">도로.hwp</a>', told)
    assert (article.state, article.body) == ("article", told)
    assert [one.name for one in article.attachments] == ["도로.hwp"]


def chosen(*names: str, title: str = "나루시, 도로 12곳 고쳐") -> list[list[str]]:
    attachments = [Attachment(f"{HOST}/{number}", name) for number, name in enumerate(names)]
    return [[one.name for one in forms] for forms in documents_of(attachments, title)]


def test_the_documents_that_are_the_text() -> None:
    assert chosen("도로.pdf", "도로.hwp", "사진.jpg", "도로.hwpx") == [
        ["도로.hwpx", "도로.hwp", "도로.pdf"]
    ]
    assert chosen("현황.hwp", "11.12. 보도자료(도로).hwp") == [["11.12. 보도자료(도로).hwp"]]
    assert chosen("계획.hwp", "나루시, 도로 12곳 고쳐.hwp") == [["나루시, 도로 12곳 고쳐.hwp"]]
    assert chosen("붙임 1. 신청서.hwp", "계획.hwp", "포스터.pdf") == [["계획.hwp"]]
    assert chosen("붙임 1.hwp", "사진.jpg") == [["붙임 1.hwp"]]
    assert chosen("보도자료 1.hwp", "보도자료 2.hwp") == [["보도자료 1.hwp"], ["보도자료 2.hwp"]]
    assert chosen("사진.jpg", "자료.zip") == []
    assert len(chosen(*(f"{number}월.hwp" for number in range(1, 10)))) == 4


BODY = [
    "나루시는 도로 12곳을 고쳤다고 12일 밝혔다.",
    "도로 12곳\n교량 3곳",
    "시는 내년에도 애쓴다고 말했다.",
]


@pytest.mark.parametrize(
    "head",
    [
        "보 도 자 료",
        "보도자료\n\n배포일시 2026. 11. 12.(목) 총 3쪽\n담당부서 도로과 박하늘 (055-000-0001)",
        "보도시점 2026. 11. 12.(목) 12:00 배포 2026. 11. 12.(목) 09:00\n\n2026. 11. 12.(목)",
        "http://www.naru.example\n\n나루시 나룻길 홍보팀\n\n즉시 보도하여 주시기 바랍니다",
    ],
)
@pytest.mark.parametrize(
    "tail",
    [
        "",
        "\n\n담당 부서 건설국 책임자 박하늘 (055-000-0001)\n도로과 담당자 이바다 (055-000-0002)",
        "\n\n붙임 : 관련 사진 2부. 끝.\n\n문의: 도로과 055-000-0001",
        "\n\n끝.",
    ],
)
def test_the_form_around_a_release_is_no_text(head: str, tail: str) -> None:
    title = "나루시, 도로 12곳 고쳐"
    text = (
        f"{head}\n\n[나루시] 나루시, 도로\n12곳 고쳐\n\n- 낡은 길부터 -\n\n"
        + "\n\n".join(BODY)
        + tail
    )
    assert release_of(text, title) == (["낡은 길부터"], BODY)


def test_a_release_that_does_not_repeat_its_title_loses_nothing() -> None:
    assert release_of("\n\n".join(BODY), "나루시 11월 12일 소식") == ([], BODY)


def test_an_article_takes_its_body_from_its_documents() -> None:
    page = offered('<a href="/a.hwp">도로.hwp</a>')
    read = read_attached(page, [("도로.hwp", "\n\n".join(BODY)), ("빈.hwp", "보도자료")])
    assert read.state == "article"
    assert (read.title, read.body) == (page.title, "\n\n".join(BODY))
    assert (read.published_at, read.published_from) == (page.published_at, "visible")
    assert (read.body_from, read.body_attachment, read.detail) == ("attachment", "도로.hwp", "")
    assert read_attached(page, [("빈.hwp", "보도자료\n\n담당자 박하늘")]) == page
