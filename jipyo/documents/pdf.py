"""PDF: pages of placed letters. What was a paragraph is told from how its lines fill the page."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from pypdf import PdfReader
from pypdf.constants import UserAccessPermissions
from pypdf.errors import FileNotDecryptedError, LimitReachedError, PyPdfError

from jipyo.documents.layout import clean
from jipyo.documents.model import Limits, UnreadableError

FULL_LINE = 0.97
"""Share of the widest line of its page that a line and the word behind it would go over, where it
was broken for want of room; letters are not all as wide as they are counted."""

LEAST_FILLED = 0.7
"""Share of the widest line under which a line was ended, whatever word is behind it."""

LEAST_LEGIBLE = 0.6
"""Share of letters that must be of scripts that releases are written in; fonts that do not say
which characters their shapes stand for give others."""

LEAST_KOREAN = 0.1
"""Share of letters that must be hangul in what a Korean office gives out."""

_PAGE_NUMBER = re.compile(r"^[-–—<\[(]?\s*\d{1,4}\s*(?:/\s*\d{1,4}\s*)?[-–—>\])]?$")
_BEGINS = re.compile(
    r"^(?:[□■◇◆○●◎ㅇ▢◯◦·•▪▸▶▷▲△※*☞★☆󰊱-󰋅①-⑳➀-➓]|[-–—]\s|\d{1,2}[.)]\s|[가-하][.)]\s|[<〈《\[【(]\s?\S)"
)
"""How offices begin the paragraphs and items of their releases."""

_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s*$")

_PARTICLE = re.compile(
    r"^(?:은|는|이|가|을|를|의|에|에서|에게|으로|로|와|과|고|며|도|만|까지|부터|보다|이며|이다|였다|이라고|라고|다고)(?![가-힣])"
    r"|^(?:였|었|았|겠|습니)"
)
"""What cannot begin a word: particles and endings that were cut from theirs."""

_WORDS_OF_ONE = set("그이저총약각및등수것한두세네더또중후전내외간시도군구곳개명원건년월일")
_LEGIBLE = re.compile(r"[가-힣A-Za-z0-9ㄱ-ㆎ一-鿿]")


def read_pdf(body: bytes, limits: Limits) -> str:
    """The text of a PDF.

    Raises:
        UnreadableError: it is locked, damaged or too large, or a scan without letters.
    """
    try:
        pages = _pages(body, limits)
    except FileNotDecryptedError:
        raise UnreadableError("encrypted", "it wants a password") from None
    except LimitReachedError as error:
        raise UnreadableError("too_large", f"it unpacks to more than is read: {error}") from None
    except PyPdfError as error:
        raise UnreadableError("damaged", f"it cannot be read: {error}") from None
    letters = [
        letter for page in pages for letter in page if letter.isalnum() or letter == "\ufffd"
    ]
    if not letters:
        raise UnreadableError("no_text", f"its {len(pages)} pages are pictures, as of a scan")
    legible = sum(bool(_LEGIBLE.match(one)) for one in letters)
    korean = sum("가" <= one <= "힣" for one in letters)
    if legible < LEAST_LEGIBLE * len(letters) or korean < LEAST_KOREAN * len(letters):
        raise UnreadableError(
            "no_text",
            "hardly any of its letters are Korean: its fonts do not say which characters their "
            "shapes stand for, or it is in another language",
        )
    return "\n\n".join(_paragraphs(_without_margins([page.splitlines() for page in pages])))


def _pages(body: bytes, limits: Limits) -> list[str]:
    """The text of each page as its lines."""
    start = body.find(b"%PDF-")
    reader = PdfReader(io.BytesIO(body[start:]))
    if reader.is_encrypted:
        # Most locked files open without a password, and say what is allowed then.
        if not reader.decrypt(""):
            raise UnreadableError("encrypted", "it wants a password")
        allowed = reader.user_access_permissions
        reading = UserAccessPermissions.EXTRACT | UserAccessPermissions.EXTRACT_TEXT_AND_GRAPHICS
        if allowed is not None and not allowed & reading:
            raise UnreadableError("encrypted", "its maker locked it against copying")
    count = len(reader.pages)
    if count > limits.pages:
        raise UnreadableError("too_large", f"it has {count} pages")
    if count == 0:
        raise UnreadableError("damaged", "it has no page")
    pages: list[str] = []
    size = 0
    for page in reader.pages:
        text = unicodedata.normalize("NFC", page.extract_text())
        size += len(text)
        if size > limits.longest_text:
            raise UnreadableError("too_large", f"its text has more than {size:,} characters")
        pages.append(text)
    return pages


def _without_margins(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """The lines of each page without its number and what is printed over and under all of them."""
    margins: Counter[str] = Counter()
    filled = [[line for line in page if line.strip()] for page in pages]
    for page in filled:
        margins.update({_shape(line) for line in (*page[:1], *page[-1:])})
    kept: list[list[str]] = []
    for page in filled:
        for end in (0, -1):
            while page and (
                _PAGE_NUMBER.match(page[end].strip())
                or (len(filled) > 2 and margins[_shape(page[end])] > 0.6 * len(filled))
            ):
                page.pop(end)
        kept.append(page)
    return kept


def _shape(line: str) -> str:
    """A line with its digits alike: page numbers differ in them alone."""
    return re.sub(r"\d+", "#", line.strip())


def _width(line: str) -> int:
    """The width of a line in half-width columns."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line.strip())


def _paragraphs(pages: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines joined to paragraphs; short lines without sentences, as rows of tables, stay lines."""
    lines = list(_with_breaks(pages))
    broken = [line for line, is_full in lines if is_full]
    spaced = sum(line.endswith(" ") for line in broken) > 0.1 * len(broken)
    paragraph = ""
    was_full = was_row = False
    for line, is_full in lines:
        begins = _BEGINS.match(line.strip())
        is_row = not begins and not is_full and not _SENTENCE_END.search(line)
        if paragraph and was_full and not begins:
            paragraph = paragraph.rstrip() + _gap(paragraph, line.strip(), spaced) + line.lstrip()
            is_row = False
        elif paragraph and was_row and is_row:
            paragraph += f"\n{line}"
        else:
            if clean(paragraph):
                yield clean(paragraph)
            paragraph = line
        was_full, was_row = is_full, is_row
    if clean(paragraph):
        yield clean(paragraph)


def _with_breaks(pages: Sequence[Sequence[str]]) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it was broken for want of room for the word behind it."""
    lines = [(line, max(map(_width, page))) for page in pages for line in page]
    for (line, widest), (behind, _) in zip(lines, [*lines[1:], ("", 0)], strict=True):
        word = _width(behind.split()[0]) if behind.split() else 0
        filled = _width(line)
        yield line, filled >= LEAST_FILLED * widest and filled + 1 + word > FULL_LINE * widest


def _gap(before: str, after: str, spaced: bool) -> str:
    """What stands between two lines of a paragraph: a space, or nothing where a word was cut.

    Korean lines may be broken within a word. Where lines end with the space at which they were
    broken, the others were cut; else the letters around the break have to tell.
    """
    if before.endswith(" "):
        return " "
    if spaced and re.search(r"[가-힣\d]$", before) and re.match(r"[가-힣\d,.]", after):
        return ""
    if re.search(r"\d[,.]?$", before) and re.match(r"[,.]?\d", after):
        return "" if re.match(r"[,.]|\d", after) and not before.endswith(".") else " "
    if re.search(r"\d$", before) and re.match(r"[가-힣%]", after):
        return ""
    word = re.search(r"(?<![^\s])[가-힣]$", before.split(" ")[-1])
    cut = word is not None and word[0] not in _WORDS_OF_ONE
    if re.search(r"[가-힣]$", before) and (cut or _PARTICLE.match(after)):
        return ""
    return " "
