"""Which files a page offers, and which of them are its text where the page has none.

Boards differ in where they put the links, but not in what makes one: an address that is known to
download, or a name that ends as files do. Links by script are read as literals; none is run.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl, unquote_plus, urldefrag, urlencode, urljoin, urlsplit

from jipyo.pages.model import Attachment
from jipyo.pages.page import Page
from jipyo.pages.texts import clean_line, letters_of, sentences_in, words_of
from jipyo.pages.tree import Element

READ_ENDINGS = ("hwpx", "hwp", "pdf")
"""Documents that are read, the form whose text is surest first."""

MOST_DOCUMENTS = 4
"""Documents of one page that are read as its text; more are a collection."""

_ENDING = (
    r"(?:hwpx?|hwt|pdf|docx?|xlsx?|pptx?|odt|txt|csv|zip|egg|alz|7z|rar|jpe?g|png|gif|bmp|tiff?"
    r"|mp4|avi)"
)
_FILE_NAME = re.compile(rf"[^\n\r<>|\"?*:]{{1,200}}?\.{_ENDING}(?![A-Za-z0-9가-힣])", re.IGNORECASE)
_DOWNLOADS = re.compile(
    r"/(?:DownloadEx|download|fileDown(?:load)?|file_?down(?:load)?|downFile|FileDown|filedown|BD_fileDown\w*"
    r"|atchfile\w*|attachDown\w*|fileDownLoad\w*|boardDown\w*|nttFileDownload|downloadBbsFile|downloadFile)"
    r"(?:\.(?:do|web|php|jsp|asp|aspx|action|es|html?)|/|$)|/(?:file|attach\w*|upload\w*)/download(?:/|$)",
    re.IGNORECASE,
)
"""Paths by which boards send files."""

_TELLING = re.compile(rf"down|atchfile|(?:\.|%2e){_ENDING}(?![A-Za-z0-9가-힣])", re.IGNORECASE)
"""What every address of a file has: a word for sending it, or the ending of a name."""

_MAY_OFFER = ("down", "atchfile", ".hwp", ".pdf")
_MAY_OFFER_BYTES = tuple(word.encode() for word in _MAY_OFFER)
"""A page without any of these offers no file; most pages need not be looked through."""

_VIEWERS = re.compile(r"viewer|preview|docview|synap|convert|imageview|/thumb", re.IGNORECASE)
"""Addresses that show a document in the browser: the same file is offered beside them."""

_TOOL_WORDS = re.compile(
    r"^\s*(?:첨부\s*파일(?:명|\s*다운로드)?|파일\s*(?:명|다운로드|내려받기)?|다운로드|내려받기|download|저장|hwpx?|pdf|새\s*창(?:으로)?\s*(?:열기|열림)?)"
    r"\s*[:：\-]?\s*",
    re.IGNORECASE,
)
_SIZE = re.compile(
    r"\s*[\[(]?\s*(?:(?:파일\s*)?(?:크기|용량|사이즈)\s*[:：]?)?\s*[\d.,]+\s*(?:[KMG]i?B|bytes?|바이트)\b.*$",
    re.IGNORECASE,
)
_CALL = re.compile(r"(?P<name>[\w.$]{1,80})\s{0,4}\((?P<arguments>[^()]{0,600})\)")
_LITERAL = re.compile(r"'([^'\\]*)'|\"([^\"\\]*)\"|(?<![\w.])(\d+)(?![\w.])")
_STANDARD_CALL = re.compile(r"fn_egov_downFile$|fn_?downFile$", re.IGNORECASE)
_OUTSIDE = ("nav", "header", "footer", "aside")

_RELEASE = re.compile(
    r"보도\s*(?:자료|참고|설명|해명)|(?<![가-힣])보도(?![가-힣])|press\s*release", re.IGNORECASE
)
_SUPPLEMENT = re.compile(
    r"^[\s\[(<【\d._\-]*(?:붙임|별첨|첨부|참고|사진|포스터|홍보물|리플릿|카드\s*뉴스|이미지|그림|약도|위치도|조감도|양식|서식|신청서|동의서|명단)"
    r"|(?:사진|포스터|이미지|조감도|위치도|신청서|양식|서식|동의서|전단|리플릿)\s*[\d()\s_\-]*$"
)
_POINTS = re.compile(
    r"(?:첨부|붙임|별첨)[^.\n]{0,40}(?:참고|참조|확인|같이|다운|내려받|보시기|바랍니다|게시|배포|알려)|(?:참고|참조)하?(?:시기|십시오|세요)"
)


def may_offer_attachments(body: bytes) -> bool:
    """Whether a page as fetched can offer files at all; cheap, for those who read few pages."""
    low = body.lower()
    return any(word in low for word in _MAY_OFFER_BYTES)


def attachments_of(page: Page) -> tuple[Attachment, ...]:
    """The files that a page offers, each once, in the order of the page."""
    low = page.text.lower()
    if not any(word in low for word in _MAY_OFFER):
        return ()
    found: dict[str, str] = {}
    for link in page.root.iter("a", "button"):
        url = _address(link, page.url)
        if not url or any(True for _ in link.iterancestors(*_OUTSIDE)):
            continue
        name = _name(link, url)
        if not name and not _DOWNLOADS.search(urlsplit(url).path):
            continue
        # A file may be linked twice, by its name and by a button; the name says more.
        if len(name) > len(found.get(url, "")) or url not in found:
            found[url] = name
    return tuple(Attachment(url, name) for url, name in found.items())


def _address(link: Element, base: str) -> str:
    """The address of a file to which a link leads, or nothing."""
    href = link.get("href", "").strip()
    script = link.get("onclick", "") or href.partition("javascript:")[2]
    plain = href and not href.startswith(("#", "javascript:", "mailto:", "tel:"))
    for target in (href if plain else "", *_scripted(script)):
        if not target or not _TELLING.search(target):
            continue
        try:
            url, _ = urldefrag(urljoin(base, target))
            parts = urlsplit(url)
        except ValueError:
            continue
        if parts.scheme not in {"http", "https"} or _VIEWERS.search(parts.path):
            continue
        if _DOWNLOADS.search(parts.path) or _named_in(parts.path, parts.query):
            return re.sub(r";jsessionid=[^?]*", "", url, flags=re.IGNORECASE)
    return ""


def _scripted(script: str) -> Iterable[str]:
    """Addresses in the literals of a link's script: written out, or the common framework's call."""
    for call in _CALL.finditer(script[:2000]):
        literals = [a or b or c for a, b, c in _LITERAL.findall(call["arguments"])]
        for literal in literals:
            if literal.startswith(("/", "http://", "https://", "./", "../")):
                yield literal
        if _STANDARD_CALL.search(call["name"]) and len(literals) >= 2:
            yield "/cmm/fms/FileDown.do?" + urlencode(
                {"atchFileId": literals[0], "fileSn": literals[1]}
            )


def _named_in(path: str, query: str) -> str:
    """The name of a file in an address: the last of its path, or a parameter's value."""
    last = unquote_plus(path.rpartition("/")[2])
    if _FILE_NAME.fullmatch(last):
        return last
    for _, value in parse_qsl(query):
        name = re.split(r"[/\\]", value)[-1]
        if _FILE_NAME.fullmatch(name):
            return name
    return ""


def _name(link: Element, url: str) -> str:
    """The name of a file as the page prints it, else as its address says."""
    parts = urlsplit(url)
    for words in (words_of(link), link.get("title", ""), link.get("download", "")):
        name = file_name(words)
        if name:
            return name
    if _DOWNLOADS.search(parts.path):
        # The name stands beside the button.
        for number, row in enumerate(link.iterancestors("li", "p", "dd", "tr", "div", "span")):
            words = words_of(row)
            if number > 2 or len(words) > 300:
                break
            name = file_name(words)
            if name:
                return name
    return _named_in(parts.path, parts.query)


def file_name(words: str) -> str:
    """The name of a file in what a link says, without labels and sizes, or nothing."""
    line = clean_line(unicodedata.normalize("NFC", words[:400]).replace("\n", " "))
    while (shorter := _TOOL_WORDS.sub("", line, count=1)) != line and _FILE_NAME.search(shorter):
        line = shorter
    found = _FILE_NAME.search(_SIZE.sub("", line)) or _FILE_NAME.search(line)
    return found[0].strip(" ·-[]()") if found else ""


def documents_of(
    attachments: Sequence[Attachment], title: str
) -> tuple[tuple[Attachment, ...], ...]:
    """The documents that are a page's text where it has none, each in its forms, the best first.

    Files that differ in their ending alone are one document: HWPX is read before HWP, and that
    before PDF. Where some are named a press release (보도자료), they are the text; else those named
    as the title; else all that are not named as a supplement (붙임, 사진, 신청서 …); else all.
    """
    forms: dict[str, list[Attachment]] = {}
    for attachment in attachments:
        stem, _, ending = attachment.name.rpartition(".")
        if ending.lower() in READ_ENDINGS:
            # Versions with the same name in brackets (한글), (PDF) are the same document.
            plain = re.sub(
                r"[(\[]\s*(?:한글|hwpx?|pdf|최종)\s*[)\]]", "", stem, flags=re.IGNORECASE
            )
            forms.setdefault(letters_of(plain).lower(), []).append(attachment)
    documents = [tuple(sorted(group, key=_preference)) for group in forms.values()]
    named = _comparable(title)
    chosen = (
        [one for one in documents if _RELEASE.search(one[0].name)]
        or [one for one in documents if named and _alike(_comparable(_stem(one[0])), named)]
        or [one for one in documents if not _SUPPLEMENT.search(_stem(one[0]))]
        or documents
    )
    return tuple(chosen[:MOST_DOCUMENTS])


def _stem(attachment: Attachment) -> str:
    return attachment.name.rpartition(".")[0]


def _preference(attachment: Attachment) -> int:
    return READ_ENDINGS.index(attachment.name.rpartition(".")[2].lower())


def _comparable(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _alike(one: str, other: str) -> bool:
    """Whether a file is named as a title is, or as a good part of it."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= 6 and shorter in longer


def only_points_to_attachments(body: str) -> bool:
    """Whether a text says nothing but that the text is in the attachments."""
    lines = [line for line in body.splitlines() if line.strip()]
    return (
        len(body) <= 160
        and not re.search(r"\d[\d,.]*\s*(?:억|만|천|조|원|명|건|개|곳|%|톤|대)", body)
        and sentences_in(body) <= 2
        and any(_POINTS.search(line) for line in lines)
        and bool(re.search(r"첨부|붙임|별첨", body))
    )
