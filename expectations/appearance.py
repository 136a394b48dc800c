"""How the data docs look: on their own, without a script or a single request to another host.

Great Expectations builds pages that load style sheets, scripts, fonts and a counting picture from
six hosts. Without a network they are bare; with one they tell those hosts who reads which results.
Here such references are taken out, with icons and the scripts on the pages, which would fail,
and a style sheet of ours is put in. A policy on each page forbids browsers what is left. The index,
whose tables are drawn by those scripts, is written by us.

Great Expectations also writes values into its pages as they are, and ours are words of strangers:
they are made text before it does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import cast

from jipyo.plain import plain
from jipyo.store.runs import SEOUL

_ELSEWHERE = re.compile(
    r"<link\b[^>]*>"
    r"|<script\b.*?</script>"
    r"|<img\b[^>]*src=[\"']https?://[^>]*>"
    r"|<footer\b.*?</footer>",
    re.IGNORECASE | re.DOTALL,
)

_TAG = re.compile(r"<[a-z][^<>]*\son[a-z]+=[^<>]*>", re.IGNORECASE)
_HANDLER = re.compile(r"\son[a-z]+=(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE)

POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">"
)
"""What a page may do in a browser: show text, our style and pictures that stand in it."""

STYLE = """
:root { color-scheme: light dark; --line: #8886; --soft: #8881; --link: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --link: #7db8ff; } }
* { box-sizing: border-box; }
body { font: 16px/1.55 system-ui, "Noto Sans KR", "Noto Sans CJK KR", "Apple SD Gothic Neo",
       "Malgun Gothic", sans-serif; max-width: 76rem; margin: 0 auto; padding: 1.2rem;
       background: Canvas; color: CanvasText; word-break: keep-all; overflow-wrap: anywhere; }
a { color: var(--link); }
h1 { font-size: 1.6rem; } h2, h3, h4, h5, h6, strong { font-weight: 650; }
h4, h5, h6 { font-size: 1.05rem; margin: 1.2rem 0 .4rem; }
table { border-collapse: collapse; margin: .4rem 0 1rem; max-width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .8rem; text-align: left;
         vertical-align: top; overflow-wrap: anywhere; }
th { background: var(--soft); overflow-wrap: normal; }
@media (max-width: 40rem) { body { padding: .8rem; } th, td { padding: .3rem .35rem; } }
nav.navbar, .card, .card * { height: auto !important; max-height: none !important; }
.breadcrumb { list-style: none; padding: 0; display: flex; gap: .6rem; flex-wrap: wrap; }
.fa-check-circle::before { content: "✓"; color: #1a7f37; font-style: normal; font-weight: 700; }
.fa-times::before { content: "✗"; color: #c62828; font-style: normal; font-weight: 700; }
.fa-exclamation-triangle::before { content: "!"; font-style: normal; font-weight: 700; }
.badge, code { background: var(--soft); border-radius: .3rem; padding: 0 .35rem; }
.holds { color: #1a7f37; } .look { color: #b35900; }
@media (prefers-color-scheme: dark) { .holds { color: #57d97b; } .look { color: #ffb454; } }
.collapse:not(.show), [data-toggle=collapse] { display: none; }
.modal, #ge-cta-footer, .ge-cta, .cooltip_text { display: none; }
body:has(#option2:checked) tr:has(.fa-check-circle) { display: none; }
.container-fluid, .row, .card { display: block; width: 100%; }
"""
"""The style sheet of every page: readable in light and dark, on a phone, in Korean.

The choice "Failed Only" is made by it; what only scripts would unfold is of no use to readers.
"""


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One suite over one batch in one run, for the index."""

    name: str
    page: str
    succeeded: bool
    failed: int
    expectations: int


def _when(folder_name: str) -> str:
    """The time in a folder's name, which is UTC, as people in Seoul write it."""
    try:
        moment = datetime.strptime(folder_name, "%Y%m%dT%H%M%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        return folder_name
    return f"{moment.astimezone(SEOUL):%Y-%m-%d %H:%M}"


def make_self_contained(folder: Path) -> None:
    """Take references to other hosts out of every page under a folder, and put our style in."""
    for page in folder.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        html = _ELSEWHERE.sub("", html)
        html = _TAG.sub(lambda tag: _HANDLER.sub("", tag[0]), html)
        # A policy counts for what stands behind it.
        html = html.replace("<head>", f"<head>{POLICY}", 1)
        html = html.replace("</head>", f"<style>{STYLE}</style></head>", 1)
        page.write_text(html, encoding="utf-8")


_EARLIER = re.compile(r"(?<=<h2>지난 결과 / Earlier results</h2>\n)<table>.*?</table>", re.DOTALL)


def _earlier(root: Path) -> str:
    """The table of results whose pages are there, by suite, the latest first."""
    rows: list[str] = []
    for suite in sorted(path for path in (root / "validations").glob("*") if path.is_dir()):
        pages = sorted(suite.glob("*/*/*.html"), key=lambda page: page.parent.name, reverse=True)
        links = " · ".join(
            f'<a href="{escape(page.relative_to(root).as_posix())}">'
            f"{escape(_when(page.parent.name))}</a>"
            for page in pages
        )
        rows.append(f"<tr><td>{escape(suite.name)}</td><td>{links}</td></tr>")
    return (
        "<table><tr><th>Suite</th><th>시각 (서울) / Time (Seoul)</th></tr>"
        + "".join(rows)
        + "</table>"
    )


def forget_lines(root: Path) -> None:
    """Take lines of earlier results whose pages are gone out of the index, if there is one."""
    index = root / "index.html"
    if index.is_file():
        table = _earlier(root)
        html = _EARLIER.sub(lambda _: table, index.read_text(encoding="utf-8"), count=1)
        index.write_text(html, encoding="utf-8")


def as_text(value: object) -> object:
    """A value of a result with every text in it as HTML that shows just this text."""
    if isinstance(value, str):
        return escape(plain(value), quote=False)
    if isinstance(value, list):
        return [as_text(one) for one in cast("list[object]", value)]
    if isinstance(value, dict):
        return {key: as_text(one) for key, one in cast("dict[str, object]", value).items()}
    return value


def write_index(index: Path, run_name: str, latest: Sequence[ResultLine]) -> None:
    """Write the index: the latest run on top, earlier results by suite, what each suite expects."""
    root = index.parent
    rows = "".join(
        f'<tr><td><a href="{escape(line.page)}">{escape(line.name)}</a></td>'
        + (
            '<td class="holds">모두 맞음 / holds</td>'
            if line.succeeded
            else '<td class="look">살펴볼 것 있음 / to be looked at</td>'
        )
        + f"<td>{line.failed}</td><td>{line.expectations}</td></tr>"
        for line in latest
    )
    suites = " · ".join(
        f'<a href="{escape(page.relative_to(root).as_posix())}">{escape(page.stem)}</a>'
        for page in sorted((root / "expectations").glob("*.html"))
    )
    index.write_text(
        f"""<!doctype html>
<html lang="ko"><head><meta charset="utf-8">{POLICY}
<meta name="viewport" content="width=device-width">
<title>Jipyo: data docs</title><style>{STYLE}</style></head><body>
<h1>Jipyo data docs</h1>
<h2>최근 검사 / Latest run</h2>
<p>Run <code>{escape(run_name)}</code></p>
<table><tr><th>Suite</th><th>결과 / Result</th><th>어긋남 / Failed</th>
<th>기대 / Expectations</th></tr>{rows}</table>
<h2>지난 결과 / Earlier results</h2>
{_earlier(root)}
<h2>기대 목록 / What is expected</h2>
<p>{suites}</p>
</body></html>
""",
        encoding="utf-8",
    )
