"""What fuzzing begins with: inputs that are read well."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from warcio import StatusAndHeaders, WARCWriter

from jipyo.samples import FORMS, NIGHTS
from jipyo.samples.forms import Asked, Edition, encoded
from tests.documents import writers
from tests.samples.nights import nights_of

TESTS = Path(__file__).parents[1] / "tests"


def seeds_of(target: str) -> Iterator[bytes]:
    """Inputs that a target reads well; our own texts all of them."""
    yield from _SEEDS[target]()


def _editions() -> Iterator[tuple[str, Edition]]:
    for name, form in FORMS.items():
        articles = sorted(nights_of(name)[2], key=lambda one: one.published_at, reverse=True)
        yield (
            name,
            Edition("견본신문", f"https://www.{form.name}.example", articles, 4, 5, NIGHTS[2]),
        )


def _pages() -> Iterator[bytes]:
    for name, edition in _editions():
        form = FORMS[name]
        for article in edition.articles[:2]:
            url = form.address(edition.origin, article)
            answer = form.answer(edition, Asked.of(url.removeprefix(edition.origin), {}))
            head = f"{form.family} {form.charset} list {url}\n".encode()
            yield head + encoded(answer.text, form.charset)
    for file in sorted((TESTS / "pages/golden").glob("*.html")):
        if file.stat().st_size < 4_500:
            family = file.stem.partition("-")[0]
            yield (
                f"{family} - - https://naru.example/news/view?number=7\n".encode()
                + file.read_bytes()
            )
            yield b"- utf-8 feed https://naru.example/7\n" + file.read_bytes()


def _lists() -> Iterator[bytes]:
    for name, edition in _editions():
        form = FORMS[name]
        for path in form.lists:
            answer = form.answer(edition, Asked.of(path, {}))
            body = (
                answer.text.encode() if answer.content_type else encoded(answer.text, form.charset)
            )
            pattern = "-" if form.article_pattern is None else "number"
            yield f"{form.family} {form.charset} {pattern} {edition.origin}{path}\n".encode() + body


def _feeds() -> Iterator[bytes]:
    for name, edition in _editions():
        form = FORMS[name]
        for path in form.feeds:
            answer = form.answer(edition, Asked.of(path, {}))
            yield f"{form.family} {edition.origin}{path}\n".encode() + answer.text.encode()
    yield (
        "generic https://naru.example/atom\n"
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>도로</title>'
        '<link href="/view?number=7"/><published>2026-11-12T16:50:00+09:00</published></entry>'
        "</feed>"
    ).encode()


def _robots() -> Iterator[bytes]:
    yield b"User-agent: *\nDisallow: /admin\nAllow: /news/*.html$\nCrawl-delay: 10\n"
    yield b"User-agent: jipyo\nCrawl-delay: 2.5\nRequest-rate: 1/10\nSitemap: https://naru.example/s\n"
    yield "User-agent: *\nDisallow: /국비\n# 주석\nVisit-time: 0600-0845\n".encode()


def _moments() -> Iterator[bytes]:
    for text in (
        "기사입력 2026년 11월 12일 오후 4시 50분 | 수정 2026.11.13 09:00",
        "2026-11-12T16:50:00+09:00",
        "Thu, 12 Nov 2026 07:50:00 GMT",
        "Nov. 12, 2026 4:50 p.m.",
        "20261112165000",
        "26.07.13 07:01",
        "11-12 16:50",
        "16:50",
    ):
        yield text.encode()


def _texts() -> Iterator[bytes]:
    for file in sorted((TESTS / "figures/announcements").glob("*.txt")):
        text = file.read_text("utf-8")
        for start in range(0, min(len(text), 2_000), 500):
            yield f"2026-11-16\n{text[start : start + 600]}".encode()


def _import_lines() -> Iterator[bytes]:
    line = {
        "url": "https://www.naru.example/news/articleView.html?idxno=7",
        "outlet": "나루신문",
        "published_at": "2026-11-12T16:50:00+09:00",
        "title": "나루시 국비 8,017억 원 확보",
        "body": "나루시는 올해 국비 8,017억 원을 확보했다고 12일 밝혔다.\r\n\r\n시는 애쓴다.",
    }
    yield json.dumps(line, ensure_ascii=False).encode() + b"\n"
    more = {"subtitle": "역대 최대", "place": "창원시", "fetched_at": "2026-11-13T00:00:00Z"}
    yield b"\xef\xbb\xbf" + json.dumps({**line, **more, "modified_at": None}).encode() + b"\n\n{}\n"


def _archives() -> Iterator[bytes]:
    page = "<html><p>나루시는 국비 100억 원을 확보했다.</p></html>".encode()
    for packing, headers, body in (
        ("plain", [("Content-Type", "text/html")], page),
        ("gzip", [("Content-Type", "text/html"), ("Content-Encoding", "gzip")], page),
        (
            "members",
            [("Transfer-Encoding", "chunked")],
            b"%x\r\n%b\r\n0\r\n\r\n" % (len(page), page),
        ),
        ("plain", [("Content-Encoding", "br, deflate")], page),
    ):
        stream = io.BytesIO()
        writer = WARCWriter(stream, gzip=False, warc_version="WARC/1.1")
        for kind in ("warcinfo", "response", "revisit"):
            status = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    "https://www.naru.example/news/7",
                    kind,
                    payload=io.BytesIO(body),
                    http_headers=status if kind != "warcinfo" else None,
                    warc_headers_dict={
                        "WARC-Record-ID": "<urn:uuid:00000000-0000-0000-0000-000000000001>",
                        "WARC-Date": "2026-11-16T02:30:00Z",
                    },
                )
            )
        yield packing.encode() + b"\n" + stream.getvalue()


def _documents() -> Iterator[bytes]:
    pieces: list[writers.Piece] = [
        "보도자료",
        "나루시 국비 8,017억 원 확보",
        "나루시는 올해 국비 8,017억 원을 확보했다고 12일 밝혔다.",
        [["구분", "2025년", "2026년"], ["도로", "3,000억", "3,210억"]],
    ]
    yield b"hwp\n" + writers.section(pieces)
    yield b"hwp\n" + writers.boxed("겉", "속")
    yield b"hwpx\n" + writers.hwpx_section(pieces).encode()
    for flags in (0, 1, 3):
        yield b"file\n" + writers.hwp(pieces, flags=flags)
    yield b"file\n" + writers.hwpx(pieces)
    yield b"file\n" + writers.hwpx_of("x", manifest="<m><odf:encryption-data/></m>")
    yield b"file\n" + writers.pdf([["나루시는 올해 국비 8,017억 원을 확보했다.", "구분 2025년"]])
    yield b"file\n" + writers.zipped({"word/document.xml": b"<w/>"})
    yield b"file\n<html><script>alert('no file')"


def _outlets() -> Iterator[bytes]:
    yield (
        "- id: naru\n  name: 나루신문\n  family: ndsoft\n  origin: https://www.naru.example\n"
        "  other_hosts: [m.naru.example]\n  feeds: [/rss/allArticle.xml]\n  place: 창원시\n"
        "  politeness: {delay_seconds: 10, requests_per_night: 20}\n  verified: 2026-11-16\n"
        "  recheck_after_days: [1, 3]\n  may_be_empty: [weekends, 2026-09-25]\n"
    ).encode()
    yield (
        "- id: board\n  name: 게시판\n  family: generic\n  origin: https://board.example:8443\n"
        "  lists: [/list?page=1]\n  article_pattern: 'number=\\d+'\n  enabled: true\n"
        "- {id: idomin, list_pages: 5, keep_bodies_days: 30, attachments: never}\n"
        "- {id: sample, name: s, family: ndsoft, origin: 'https://s.example', sample: true, "
        "connect_to: 'http://127.0.0.1:8000'}\n"
    ).encode()


def _alerts() -> Iterator[bytes]:
    yield (
        b"language: ko\nchannels:\n  - name: desk\n    address: slack://${NAME}/#figures\n"
        b"  - {name: mail, address: 'mailtos://a:${NAME}@s.example/?to=b@c.kr', language: en}\n"
        b"routes:\n  content: {critical: [desk], digest: [mail], digest_every: week}\n"
        b'  operations: {channels: [desk], night_expected_by: "06:00"}\n'
        b'quiet_hours: {from: "22:00", to: 07:00}\nlimits: {flags: 10, quote_letters: 120}\n'
        b"pages_url: https://naru.example\n"
    )


def _measures() -> Iterator[bytes]:
    yield (
        '[[measure]]\nid = "welfare.sea_forest_care"\nlabel_ko = "바다숲 돌봄터"\n'
        'label_en = "Sea forest care centres"\nunits = ["item"]\nnature = "stock"\n'
        'aliases = ["바다숲 돌봄터"]\nrange = [1, 2000]\n\n'
        '[[measure]]\nextends = "industry.smart_factory"\naliases = ["꿈공장"]\n'
    ).encode()


_SEEDS: Mapping[str, Callable[[], Iterator[bytes]]] = {
    "page": _pages,
    "list": _lists,
    "feed": _feeds,
    "robots": _robots,
    "moment": _moments,
    "figures": _texts,
    "article": _texts,
    "import": _import_lines,
    "archive": _archives,
    "document": _documents,
    "outlets": _outlets,
    "alerts": _alerts,
    "measures": _measures,
}
