"""What a file is, by its first bytes: names and declared types of attachments are often wrong."""

from __future__ import annotations

import io
import re
import zipfile

from jipyo.documents.model import Kind, UnreadableError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of a compound file: HWP 5, but also old Word, Excel and PowerPoint."""

_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"HWP Document File V", "an HWP document of version 3 or older"),
    (b"{\\rtf", "an RTF document"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"RIFF", "a WebP picture or a film"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"ALZ\x01", "an ALZ archive"),
    (b"EGGA", "an EGG archive"),
    (b"\x1f\x8b", "a gzip archive"),
)
_MARKUP = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]{0,200}\?>\s*)*<(?P<tag>!doctype\s+html|[a-z][a-z0-9:]*)",
    re.IGNORECASE | re.DOTALL,
)
_TITLE = re.compile(
    rb"<title[^>]*>(.{1,300}?)</title>|alert\(\s*[\"'](.{1,300}?)[\"']", re.I | re.S
)
_TAG = re.compile(rb"<script.*?</script>|<style.*?</style>|<[^>]{0,2000}>", re.I | re.S)


def is_document(body: bytes) -> bool:
    """Whether a file is a document or another packed file, by its first bytes, and no page."""
    return body.startswith((OLE, b"PK\x03\x04", b"%PDF-", *(start for start, _ in _OTHERS)))


def kind_of(body: bytes) -> Kind:
    """The kind of a document.

    Raises:
        UnreadableError: it is none that is read; ``unsupported`` or ``not_a_document``.
    """
    if not body.strip():
        raise UnreadableError("not_a_document", "the file is empty")
    if body.startswith(OLE):
        return "hwp"
    if body.startswith(b"PK\x03\x04"):
        return _zipped(body)
    if b"%PDF-" in body[:1024]:
        return "pdf"
    for start, name in _OTHERS:
        if body.startswith(start):
            raise UnreadableError("unsupported", f"it is {name}, which is not read")
    head = body[:200_000].removeprefix(b"\xef\xbb\xbf")
    markup = _MARKUP.match(head)
    if markup and markup["tag"].lower() == b"hwpml":
        raise UnreadableError("unsupported", "it is an HWPML document, which is not read")
    if markup:
        said = _TITLE.search(head)
        words = next(filter(None, said.groups())) if said else _TAG.sub(b" ", head)
        raise UnreadableError(
            "not_a_document", f"a web page was sent in its place{_quoted(words, ': ')}"
        )
    if not re.search(rb"[\x00-\x08\x0e-\x1f]", head[:4000]):
        raise UnreadableError(
            "not_a_document", f"a plain text was sent in its place{_quoted(head, ': ')}"
        )
    raise UnreadableError(
        "not_a_document", f"its first bytes {body[:8].hex(' ')} are of no kind that is known"
    )


def _zipped(body: bytes) -> Kind:
    """HWPX, where the archive holds the parts of one."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise UnreadableError("damaged", f"the archive cannot be opened: {error}") from None
    if any(name.startswith("Contents/") for name in names):
        return "hwpx"
    for start, name in (("word/", "Word"), ("xl/", "Excel"), ("ppt/", "PowerPoint")):
        if any(entry.startswith(start) for entry in names):
            raise UnreadableError("unsupported", f"it is a document of {name}, which is not read")
    raise UnreadableError("unsupported", f"it is a ZIP archive of {len(names)} files")


def _quoted(words: bytes, lead: str) -> str:
    """The first words of what a host said instead, for an operator."""
    for charset in ("utf-8", "cp949"):
        try:
            text = words.decode(charset)
            break
        except UnicodeDecodeError:
            continue
    else:
        text = words.decode("utf-8", errors="replace")
    line = " ".join(text.split())[:120]
    return f"{lead}{line}" if line else ""
