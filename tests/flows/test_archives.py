"""`jipyo import --warc` and `jipyo export --warc`: pages in, pages out, and the same again."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner
from warcio import StatusAndHeaders, WARCWriter

from flows.archives import ArchiveReport, Selection, export_archive, import_archives
from flows.single import collect_one
from jipyo.cli import app
from jipyo.samples import NIGHTS, SampleSites
from jipyo.store.archived import ArchivedPage, add_archived, body_digest
from jipyo.store.database import connect
from jipyo.store.errors import JipyoError
from jipyo.store.home import Home
from spiders.outlets import write_overlay

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
FETCHED = "2026-11-16T02:30:00Z"
OUTLET = {
    "id": "gaon",
    "name": "가온신문",
    "family": "generic",
    "origin": "https://gaon-news.example",
    "other_hosts": ["m.gaon-news.example"],
    "lists": ["/news/list.php"],
    "article_pattern": r"^/news/view\.php\?idx=\d+$",
    "place": "창원시",
}


def page(number: int, *, charset: str = "utf-8", declared: bool = True) -> bytes:
    meta = f'<meta charset="{charset}">' if declared else ""
    return (
        f"<html><head>{meta}<title>창원시, 스마트공장 {number}개사 구축</title></head><body>"
        f"<h1>창원시, 스마트공장 {number}개사 구축</h1><div>입력 2026-11-15 10:00</div>"
        f"<div><p>창원시는 지난해까지 스마트공장 {number}개사를 구축했다고 15일 밝혔다.</p>"
        "<p>시는 내년에 60개사를 더 지원할 계획이라고 설명했다.</p></div></body></html>"
    ).encode(charset)


def address(number: int) -> str:
    return f"https://gaon-news.example/news/view.php?idx={number}"


class Archive:
    """A WARC file as warcio writes it, record by record."""

    def __init__(self) -> None:
        self.stream = io.BytesIO()
        self.writer = WARCWriter(self.stream, gzip=True, warc_version="WARC/1.0")

    def response(
        self, url: str, body: bytes, *, status: str = "200 OK", fetched_at: str = FETCHED,
        headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html"),),
        kind: str = "response", fields: dict[str, str] | None = None, protocol: str = "HTTP/1.1",
    ) -> Archive:  # fmt: skip
        self.writer.write_record(
            self.writer.create_warc_record(
                url,
                kind,
                payload=io.BytesIO(body),
                http_headers=StatusAndHeaders(status, list(headers), protocol=protocol),
                warc_headers_dict={"WARC-Date": fetched_at, **(fields or {})},
            )
        )
        return self

    def write(self, file: Path) -> Path:
        file.write_bytes(self.stream.getvalue())
        return file


@pytest.fixture
def home(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Home:
    found = Home(tmp_path / "home")
    found.make()
    write_overlay(found, [OUTLET])
    monkeypatch.setenv("JIPYO_HOME", str(found.root))
    monkeypatch.setenv("JIPYO_DATABASE_URL", database_url)
    return found


def taken(
    *files: Path, told: list[str] | None = None, dry_run: bool = False, **selection: Any
) -> ArchiveReport:
    tell = told.append if told is not None else lambda line: None
    return import_archives(list(files), Selection(**selection), dry_run=dry_run, now=NOW, tell=tell)


def fetch(statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(
        os.environ["JIPYO_DATABASE_URL"], options="-c timezone=Asia/Seoul"
    ) as connection:
        return connection.execute(statement).fetchall()  # type: ignore[arg-type]


STORED = "SELECT (SELECT count(*) FROM capture), (SELECT count(*) FROM capture_body)," + ",".join(
    f" (SELECT count(*) FROM {table})"
    for table in ("article", "article_version", "version_sighting", "figure", "address")
)


def test_the_same_file_twice_adds_nothing(home: Home, tmp_path: Path) -> None:
    archive = Archive()
    archive.writer.write_record(archive.writer.create_warcinfo_record("x", {"software": "crawl"}))
    archive.response(
        f"{address(1)}&page=3#top", gzip.compress(page(651)),
        headers=(("Content-Type", "text/html; charset=UTF-8"), ("Content-Encoding", "gzip"),
                 ("ETag", '"a"')),
    )  # fmt: skip
    # Its edit, and the first text again, told by a revisit; another host of the outlet.
    archive.response(address(1), page(652), fetched_at="2026-11-17T02:30:00.123456Z")
    archive.response(
        address(1), b"", kind="revisit", fetched_at="2026-11-18T02:30:00Z",
        fields={
            "WARC-Profile": "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
            "WARC-Refers-To-Target-URI": address(1), "WARC-Refers-To-Date": FETCHED,
            "WARC-Payload-Digest": "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        },
    )  # fmt: skip
    other = page(77).replace("창원시".encode(), "김해시".encode())
    archive.response("https://m.gaon-news.example/news/view.php?idx=2", other)
    file = archive.write(tmp_path / "a.warc.gz")

    told = taken(file, dry_run=True)
    assert "4 pages would be captured, 0 known already, 1 of them seen again" in told.message
    assert fetch(STORED) == [(0,) * 7]
    first = taken(file)
    assert (first.captured, first.known, first.seen_again, first.broken) == (4, 0, 1, 0)
    assert (first.new, first.changed) == (2, 1)
    before = fetch(STORED)
    assert before[0][:5] == (4, 3, 2, 3, 4)
    assert fetch(
        "SELECT fetched_at::text, status, response_headers ->> 'etag', size_bytes, parse_state"
        " FROM capture JOIN capture_body USING (body_sha256) WHERE url LIKE '%idx=1'"
        " ORDER BY fetched_at"
    ) == [
        ("2026-11-16 11:30:00+09", 200, '"a"', len(page(651)), "article"),
        ("2026-11-17 11:30:00.123456+09", 200, None, len(page(652)), "article"),
        ("2026-11-18 11:30:00+09", 200, None, len(page(651)), "article"),
    ]
    # What stands today is what was seen last.
    standing = (
        "SELECT DISTINCT value::int FROM series_as_of('{}', 'known')"
        " WHERE metric = 'industry.smart_factory' AND kind_class = 'amount' AND url LIKE '%idx=1'"
    )
    assert fetch(standing.format("2026-11-17 12:00+09")) == [(652,)]
    assert fetch(standing.format("2026-11-19 12:00+09")) == [(651,)]
    again = taken(file, file)
    assert (again.captured, again.known, again.new, again.changed, again.figures) == (0, 8, 0, 0, 0)
    assert fetch(STORED) == before
    ledger = "SELECT last_asked_at::text, etag, last_answer FROM address WHERE url LIKE '%idx=1'"
    assert fetch(ledger) == [("2026-11-18 11:30:00+09", None, "captured")]
    older = Archive().response(address(1), page(600), fetched_at="2026-11-01T00:00:00Z")
    assert taken(older.write(tmp_path / "b.warc.gz")).captured == 1
    assert fetch(ledger) == [("2026-11-18 11:30:00+09", None, "captured")]
    assert fetch("SELECT kind, state FROM night_run WHERE kind = 'import' LIMIT 1") == [
        ("import", "completed")
    ]


LEFT_OUT: dict[str, dict[str, Any]] = {
    "unknown_host": {"url": "https://elsewhere.example/news/view.php?idx=1"},
    "no_article_address": {"url": "https://gaon-news.example/about.html"},
    "http_404": {"status": "404 Not Found"},
    "http_304": {"status": "304 Not Modified", "body": b""},
    "not_html": {"headers": (("Content-Type", "application/pdf"),)},
    "not_http": {"protocol": "GOPHER/1.0"},
    "empty_body": {"body": b" \n"},
    "lies_ahead": {"fetched_at": "2026-11-21T00:00:00Z"},
    "out_of_range": {"fetched_at": "2026-01-01T00:00:00Z"},
    "no_date": {"fetched_at": "yesterday"},
    "not_whole": {"fields": {"WARC-Truncated": "length"}},
    "revisit_of_unknown": {"kind": "revisit", "fields": {"WARC-Payload-Digest": "sha1:A"}},
    "undecodable_body": {
        "headers": (("Content-Type", "text/html"), ("Content-Encoding", "gzip")),
        "body": b"\x1f\x8b\x08" + b"\xff" * 30,
    },
    "too_large": {
        "headers": (("Content-Type", "text/html"), ("Content-Encoding", "gzip")),
        "body": gzip.compress(bytes(30_000_000)),
    },
}


def test_what_is_no_page_of_ours_is_counted_by_its_reason(home: Home, tmp_path: Path) -> None:
    archive = Archive()
    for number, case in enumerate(LEFT_OUT.values()):
        given = {"url": address(number), "body": page(number), **case}
        archive.response(given.pop("url"), given.pop("body"), **given)
    archive.response("dns:gaon-news.example", b"", kind="resource")
    archive.response(f"{address(1)}{'0' * 3000}", page(1))
    # Old servers, and crawlers that keep bodies decoded beside the headers as they came.
    archive.response(
        address(901), page(901),
        headers=(("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")),
        protocol="HTTP/1.0",
    )  # fmt: skip
    archive.response(
        address(902), page(902, charset="euc-kr", declared=False),
        headers=(("Content-Type", "text/html"), ("Content-Encoding", "gzip")),
    )  # fmt: skip
    archive.response(address(903), page(903), headers=())
    file = archive.write(tmp_path / "a.warc.gz")
    damaged = Archive().response(address(7), page(7)).stream.getvalue()
    whole = file.read_bytes()
    file.write_bytes(damaged[:-40] + whole + damaged[:60])
    lines: list[str] = []
    report = taken(file, told=lines, first_day=date(2026, 11, 1))
    assert report.left_out == {**dict.fromkeys(LEFT_OUT, 1), "no_article_address": 2}
    assert (report.captured, report.new, report.broken) == (3, 3, 2)
    named = [line for line in lines if "offset" in line]
    assert named[0].startswith(f"{file}, offset 0: ")
    assert f"offset {len(damaged) - 40 + len(whole)}: cut_off" in named[-1]
    assert [line.split(": ")[1] for line in named[1:-1]] == ["undecodable_body", "too_large"]
    assert fetch("SELECT title FROM article_version ORDER BY title") == [
        (f"창원시, 스마트공장 {number}개사 구축",) for number in (901, 902, 903)
    ]


def test_hosts_that_are_no_outlets(home: Home, tmp_path: Path) -> None:
    archive = Archive()
    for host in ("www.haneul.example.kr", "other.example.com"):
        url = f"https://{host}/news/articleView.html?idxno=12&page=2"
        body = page(31).replace(b"<div><p>", b'<div id="article-view-content-div"><p>')
        archive.response(url, body)
        archive.response(f"https://{host}/news/articleList.html?page=2", body)
    archive.response("https://www.haneul.example.kr/", page(5))
    file = archive.write(tmp_path / "a.warc.gz")
    report = taken(file, all_hosts=True, hosts=("kr",))
    assert report.left_out == {"host_not_chosen": 2, "no_article_address": 2}
    assert fetch(
        "SELECT outlet.outlet_id, family, origin, url FROM article JOIN outlet USING (outlet_id)"
    ) == [
        (
            "haneul.example.kr", "import", "https://www.haneul.example.kr",
            "https://www.haneul.example.kr/news/articleView.html?idxno=12",
        )
    ]  # fmt: skip


SAME = (
    "SELECT capture_id, outlet_id, url, fetched_at, status, request_headers, response_headers,"
    " body_sha256, listed_at, listed_from, parse_state, page_state FROM capture ORDER BY 1",
    "SELECT body_sha256, content, size_bytes FROM capture_body ORDER BY 1",
    "SELECT version_id, article_id, text, published_at, published_from, byline, place,"
    " recorded_at, capture_id FROM article_version ORDER BY 1",
    "SELECT version_id, seen_at FROM version_sighting ORDER BY 1, 2",
    "SELECT figure_id, start_char, quote, value, unit, kind, period_end, series_id FROM figure"
    " ORDER BY 1",
    "SELECT figure_id, series_id, value, role, recorded_at FROM observation ORDER BY 1, 2",
    "SELECT article_id, release_id FROM article ORDER BY 1",
)


def test_a_round_trip_into_an_empty_store(
    home: Home, tmp_path: Path, new_database: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with SampleSites(night=1) as sites:
        write_overlay(home, sites.outlet_entries())
        for night in (1, 2):
            sites.night = night
            collect_one("haneul", now=NIGHTS[night - 1], tell=lambda line: None)
    # A page that flips back, with headers beyond ASCII and such that its body no longer has.
    (outlet_id, url, first), *_ = fetch(
        "SELECT outlet_id, url, fetched_at FROM capture WHERE url LIKE '%idxno%'"
        " AND parse_state = 'article' ORDER BY fetched_at"
    )
    body = gzip.decompress(
        fetch(
            "SELECT content FROM capture JOIN capture_body USING (body_sha256)"
            f" WHERE url = '{url}' ORDER BY fetched_at"
        )[0][0]
    )
    headers = {"x-name": "단\x85".encode().decode("latin-1"), "content-encoding": "gzip"}
    with connect() as connection:
        for days, content in ((3, body.replace(b"</p>", b"!</p>", 1)), (4, body)):
            page_then = ArchivedPage(
                outlet_id=outlet_id,
                url=url,
                fetched_at=first + timedelta(days=days),
                status=200,
                request_headers={},
                response_headers={"content-type": "text/html", "content-length": "5", **headers},
                body=content,
                body_sha256=body_digest(content),
            )
            (run_id,) = connection.execute("SELECT run_id FROM night_run").fetchone() or ()
            add_archived(connection, run_id, [page_then])
    file = tmp_path / "all.warc.gz"
    exported = export_archive(file, now=NOW, tell=lambda line: None)
    assert taken(file).captured == 0  # Reads what waits, too.
    assert [(exported.captures, exported.repeated)] == fetch(
        "SELECT count(*), count(*) - count(DISTINCT body_sha256) FROM capture"
    )
    assert exported.repeated
    expected = [fetch(statement) for statement in SAME]
    assert all(expected)

    monkeypatch.setenv("JIPYO_DATABASE_URL", new_database())
    report = taken(file)
    assert (report.broken, report.left_out, report.captured) == (0, {}, exported.captures)
    for statement, before in zip(SAME, expected, strict=True):
        assert fetch(statement) == before
    # And out again: the same records.
    second = tmp_path / "again.warc.gz"
    export_archive(second, now=NOW, tell=lambda line: None)
    assert second.read_bytes() == file.read_bytes()
    done = subprocess.run(
        [str(Path(sys.executable).with_name("warcio")), "check", "-v", str(file)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "digest pass" in done.stdout
    # A part of it; and a body that is gone is named.
    part = tmp_path / "part.warc"
    some = export_archive(
        part, outlet_ids=["haneul"], last_day=date(2026, 11, 16), now=NOW, tell=lambda line: None
    )
    assert 0 < some.captures < exported.captures
    with connect() as connection:
        connection.execute("ALTER TABLE capture DROP CONSTRAINT capture_body_sha256_fkey")
        connection.execute(
            "DELETE FROM capture_body WHERE body_sha256 = (SELECT body_sha256 FROM capture"
            " GROUP BY body_sha256 HAVING count(*) = 1 LIMIT 1)"
        )
    lines: list[str] = []
    rest = export_archive(tmp_path / "rest.warc.gz", now=NOW, tell=lines.append)
    assert (rest.captures, rest.gone) == (exported.captures - 1, 1)
    assert any("no longer stored" in line for line in lines)
    with pytest.raises(JipyoError, match="there already"):
        export_archive(file, now=NOW, tell=lambda line: None)
    with pytest.raises(JipyoError, match="no outlet nowhere"):
        export_archive(tmp_path / "x.warc", outlet_ids=["nowhere"], now=NOW, tell=lambda line: None)


def test_requests_before_and_behind_their_responses(home: Home, tmp_path: Path) -> None:
    ids = {name: f"<urn:uuid:00000000-0000-0000-0000-00000000000{name}>" for name in "1234"}
    archive = Archive()

    def request(number: int, own: str, beside: str | None) -> None:
        headers = StatusAndHeaders(
            f"GET /news/view.php?idx={number} HTTP/1.1",
            [("Host", "gaon-news.example"), ("User-Agent", f"crawler {number}")],
            is_http_request=True,
        )
        fields = {"WARC-Record-ID": ids[own], "WARC-Date": FETCHED}
        if beside:
            fields["WARC-Concurrent-To"] = ids[beside]
        archive.writer.write_record(
            archive.writer.create_warc_record(
                address(number), "request", http_headers=headers, warc_headers_dict=fields
            )
        )

    request(1, "1", None)
    archive.response(
        address(1), page(1), fields={"WARC-Record-ID": ids["2"], "WARC-Concurrent-To": ids["1"]}
    )
    archive.response(address(2), page(2), fields={"WARC-Record-ID": ids["3"]})
    request(2, "4", "3")
    archive.response(address(3), page(3))
    taken(archive.write(tmp_path / "a.warc.gz"))
    assert fetch("SELECT request_headers FROM capture ORDER BY url") == [
        ({"user-agent": "crawler 1"},),
        ({"user-agent": "crawler 2"},),
        ({},),
    ]


def test_the_commands(home: Home, tmp_path: Path) -> None:
    def run(*arguments: str, code: int = 0, given: bytes = b"") -> tuple[str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "jipyo", *arguments],
            cwd=ROOT, input=given, capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stderr.decode()
        return done.stdout.decode(), done.stderr.decode()

    archive = Archive().response(address(1), page(651))
    told, _ = run(
        "import", "--warc", "-", "--now", NOW.isoformat(), given=archive.stream.getvalue()
    )
    assert told.startswith("1 new article, 0 new versions of known ones, 1 page captured, 0 known")
    file = tmp_path / "out.warc.gz"
    told, _ = run("export", "--warc", str(file), "--outlet", "gaon", "--from", "2026-11-16")
    assert told.startswith(f"Wrote {file}: 1 capture (")
    file.write_bytes(file.read_bytes()[:-9])
    told, error = run("import", "--warc", str(file), "--now", NOW.isoformat(), code=1)
    assert "1 broken record left out" in told
    assert "cut_off" in error
    with pytest.raises(JipyoError, match="no such file"):
        taken(tmp_path / "none.warc")
    usage = CliRunner().invoke(app, ["import", str(file), "--dry-run"])
    assert usage.exit_code == 2
    assert "--warc" in usage.output
    days = ["--from", "2026-11-16", "--to", "2026-11-01"]
    assert CliRunner().invoke(app, ["export", "--warc", str(file), *days]).exit_code == 2
