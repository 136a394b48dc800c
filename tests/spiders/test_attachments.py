"""Announcements whose text is only in a document: collected, read, and named where they fail."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.documents import writers
from tests.documents.writers import Piece
from tests.spiders.conftest import NOW, Answer, Crawls, Host, article

DAY = timedelta(days=1)


def page(number: int, links: str) -> Answer:
    """A page of a board with title, day and files, and no text."""
    return Answer(
        '<html><head><meta charset="utf-8">'
        f"<title>가온시, 도로 {number}곳 고쳐</title></head><body>"
        f"<h1>가온시, 도로 {number}곳 고쳐</h1><div>등록일 2026-11-15 10:00</div>"
        f'<div class="view_file"><ul>{links}</ul></div>'
        "<div><p>첨부파일을 참고하시기 바랍니다.</p></div></body></html>".encode()
    )


def link(path: str, name: str) -> str:
    return f'<li><a href="{path}">{name} (12.5 KB)</a></li>'


def release(number: int) -> list[Piece]:
    return [
        [
            ["보도자료", "보도시점 2026. 11. 15.(일) 즉시"],
            ["담당부서", "도로과 박하늘 (055-000-0001)"],
        ],
        f"가온시, 도로 {number}곳 고쳐",
        "- 낡은 길부터 -",
        f"가온시는 올해 도로 {number}곳을 고쳤다고 15일 밝혔다.",
        "시는 내년에도 낡은 길을 먼저 고칠 계획이라고 설명했다.",
        [["담당 부서", "도로과", "책임자", "과장 박하늘 (055-000-0001)"]],
    ]


def lines(number: int) -> list[str]:
    return [line for line in release(number) if isinstance(line, str)]


FILE = {"Content-Type": "application/octet-stream", "ETag": '"one"'}
ERROR = Answer("<html><title>파일이 없습니다</title></html>".encode())


def file(body: bytes) -> Answer:
    return Answer(body, headers=FILE)


def bodies(crawls: Crawls) -> dict[str, tuple[str, str, str, str]]:
    rows = crawls.fetch(
        "SELECT article.url, version.title, version.subtitle, version.body, version.body_from"
        " || ':' || version.body_attachment FROM article_version AS version"
        " JOIN article USING (article_id) ORDER BY version.recorded_at"
    )
    return {
        url.rpartition("=")[2]: (title, sub, body, where) for url, title, sub, body, where in rows
    }


def test_the_text_of_a_page_comes_from_its_documents(host: Host, crawls: Crawls) -> None:
    files = {
        "/d/1.hwp": file(writers.hwp(release(11))),
        "/d/1.pdf": file(writers.pdf([lines(11)])),
        "/bbs/download.php?no=2": file(writers.hwpx(release(12))),
        "/cmm/fms/FileDown.do?atchFileId=FILE_3&fileSn=0": file(writers.pdf([lines(13)])),
        # The best form is an error page and the next one locked: the third is read in the end.
        "/d/4.hwpx": ERROR,
        "/d/4.hwp": file(writers.hwp(release(14), flags=5)),
        "/d/4.pdf": file(writers.pdf([lines(14)])),
        # A form that is not there has another one the same night.
        "/d/5.pdf": file(writers.pdf([lines(15)])),
        "/d/6.hwp": file(writers.hwp(release(16))[:1500]),
        "/d/7.hwp": file(writers.hwp(release(17))),
        "/d/8-1.hwp": file(writers.hwp(release(18))),
        "/d/8-2.hwp": file(writers.hwp(["가온시는 공원 9곳을 열었다고 밝혔다."])),
    }
    host.answers.update(files)
    host.put(
        1, page(11, link("/d/1.pdf", "보도자료(도로).pdf") + link("/d/1.hwp", "보도자료(도로).hwp"))
    )
    host.put(2, page(12, "<li>보도자료.hwpx <a href='/bbs/download.php?no=2'>내려받기</a></li>"))
    script = "javascript:fn_egov_downFile('FILE_3','0')"
    host.put(3, page(13, link(script, "도로.pdf") + link("/d/3.jpg", "사진.jpg")))
    forms = "".join(link(f"/d/4.{form}", f"도로.{form}") for form in ("hwp", "pdf", "hwpx"))
    host.put(4, page(14, forms))
    host.put(5, page(15, link("/d/5.hwp", "도로.hwp") + link("/d/5.pdf", "도로.pdf")))
    host.put(6, page(16, link("/d/6.hwp", "도로.hwp")))
    # A page with a text of its own is not asked for its files; files of other hosts never are.
    text = article(1).replace(b"</body>", link("/d/7.hwp", "도로.hwp").encode() + b"</body>")
    host.put(7, Answer(text))
    host.put(9, page(19, link("https://elsewhere.example/d/9.hwp", "도로.hwp")))
    two = link("/d/8-1.hwp", "보도자료 1.hwp") + link("/d/8-2.hwp", "보도자료 2.hwp")
    host.put(8, page(18, two + link("/d/7.hwp", "붙임 신청서.hwp")))

    ended = crawls.run(host.entry())
    asked = [path for path in host.paths if path.startswith(("/d/", "/bbs/", "/cmm/"))]
    assert sorted(asked) == sorted(
        {*files, "/d/5.hwp"} - {"/d/1.pdf", "/d/4.hwp", "/d/4.pdf", "/d/7.hwp"}
    )
    assert crawls.failures(ended) == {"/d/5.hwp": "http_404"}
    crawls.read(ended)

    found = bodies(crawls)
    assert found.pop("7")[3] == "page:"
    for number, name in (
        (1, "보도자료(도로).hwp"),
        (2, "보도자료.hwpx"),
        (3, "도로.pdf"),
        (5, "도로.pdf"),
    ):
        told = f"{10 + number}곳"
        assert found.pop(str(number)) == (
            f"가온시, 도로 {told} 고쳐",
            "낡은 길부터",
            f"가온시는 올해 도로 {told}을 고쳤다고 15일 밝혔다.\n\n"
            "시는 내년에도 낡은 길을 먼저 고칠 계획이라고 설명했다.",
            f"attachment:{name}",
        )
    assert found.pop("8")[2:] == (
        "가온시는 올해 도로 18곳을 고쳤다고 15일 밝혔다.\n\n"
        "시는 내년에도 낡은 길을 먼저 고칠 계획이라고 설명했다.\n\n"
        "가온시는 공원 9곳을 열었다고 밝혔다.",
        "attachment:보도자료 1.hwp\n보도자료 2.hwp",
    )
    assert not found
    # Figures stand where the text says that they stand.
    quotes = crawls.fetch(
        "SELECT figure.value, substr(version.text, figure.start_char + 1,"
        " figure.end_char - figure.start_char) = figure.quote"
        " FROM figure JOIN article_version AS version USING (version_id)"
        " WHERE version.body_from = 'attachment' AND figure.unit IS NOT NULL"
    )
    assert {11, 12, 13, 15, 18, 9} <= {int(value) for value, _ in quotes if value is not None}
    assert all(stands for _, stands in quotes)
    assert Decimal(11) in {value for value, _ in quotes}

    failed = crawls.failures(ended)
    view = "/news/view.php?idx="
    assert failed == {
        "/d/5.hwp": "http_404",
        "/d/4.hwpx": "attachment_not_a_document",
        "/d/6.hwp": "attachment_damaged",
        **{f"{view}{number}": "no_body" for number in (4, 6, 9)},
    }
    (detail,) = crawls.fetch(
        "SELECT detail FROM failure WHERE reason = 'attachment_not_a_document'"
    )
    assert "도로.hwpx" in detail[0]
    assert "파일이 없습니다" in detail[0]

    # The next nights ask for the other forms of what could not be read, and for nothing twice: a
    # known file costs a conditional request.
    for night, path in ((1, "/d/4.hwp"), (2, "/d/4.pdf")):
        if night == 1:
            host.answers["/d/1.hwp"] = file(writers.hwp(release(21)))
        before = len(host.asked)
        ended = crawls.run(host.entry(), now=NOW + night * DAY)
        new = [one for one in host.asked[before:] if one.path.startswith("/d/4")]
        assert [one.path for one in new if "If-None-Match" not in one.headers] == [path]
        again = [one for one in host.asked[before:] if one.path == "/d/1.hwp"]
        # Looked at again after one day, then after three.
        assert [one.headers["If-None-Match"] for one in again] == ['"one"'] * (night == 1)
        crawls.read(ended)
    assert crawls.fetch(
        "SELECT read_state FROM attachment WHERE url LIKE '%%/d/4%%' ORDER BY form"
    ) == [
        ("not_a_document",),
        ("encrypted",),
        ("read",),
    ]
    assert bodies(crawls)["4"][3] == "attachment:도로.pdf"
    # A document that changed under an unchanged page is a second version.
    told = crawls.fetch(
        "SELECT version.body LIKE '%%21곳%%' FROM article_version AS version"
        " JOIN article USING (article_id) WHERE article.url LIKE '%%idx=1'"
        " ORDER BY version.recorded_at"
    )
    assert told == [(False,), (True,)]


@pytest.mark.prove
def test_an_outlet_may_leave_attachments_alone(host: Host, crawls: Crawls) -> None:
    host.answers["/d/1.hwp"] = file(writers.hwp(release(11)))
    host.put(1, page(11, link("/d/1.hwp", "보도자료.hwp")))
    crawls.run(host.entry(attachments="never"))
    assert "/d/1.hwp" not in host.paths
    # What robots.txt does not allow is not asked for either, and said.
    host.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /d/\n")
    ended = crawls.run(host.entry(), now=NOW + DAY)
    assert "/d/1.hwp" not in host.paths
    assert crawls.failures(ended) == {"/d/1.hwp": "robots_refused"}
