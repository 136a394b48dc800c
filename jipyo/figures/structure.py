"""The parts of a text: title, section headings, paragraphs, list items, tables, furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from jipyo.figures.model import Place

_HEAD_MARK = re.compile(
    r"\s*(?:[▶►■□◆◇▣◈◎●★☆❍]|[①-⑳]|\d{1,2}\s?[.)](?=\s*\D)|[Ⅰ-Ⅻ]\s?\.|\[[^\]\d]{1,20}\])"
)
_ENTRY = re.compile(r"\s*(?:[①-⑳]|\d{1,2}\s?[.)])\s?[^:：\n]{1,24}[:：]\s?[^\n]*\d")
"""A numbered line that says something after its colon, rather than heading others."""
_CIRCLED = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮")
"""Marks of entries below a heading with another mark."""
_ITEM_MARK = re.compile(r"\s*(?:[○ㅇ△▲▷*※·-]|[①-⑳]|\d{1,2}\s?[.)](?=\s*\D)|[가-하][.)]\s)")
_SENTENCE_ENDS = tuple("다요죠음함됨임.!?")
_CLOSING = "\"')]"
_FULL_SENTENCE = re.compile(r"[다요][.!?][\"')\]]*\s*$|[다요]\.\s")
_FURNITURE = re.compile(
    r"저작권|무단\s?전재|재배포|All rights|Copyright|ⓒ|©|다른\s?기사\s?보기|관련\s?기사|AI\s?학습"
    r"|구독하기|네이버에서|카카오톡|\.(?:hwpx?|pdf|jpe?g|png|zip|xlsx?)\b"
)
_FURNITURE_HEAD = re.compile(
    r"\s*(?:(?:기사)?(?:입력|등록|승인|수정|송고|작성|게재|발행"
    r"|최종수정)\s?(?:일시?|일자|시간|시각)?\s?[:：]?\s?(?:19|20|0000)\d*"
    r"|(?:조회수?|추천수?|댓글|좋아요|공유|글자크기|첨부파일|담당부서|연락처"
    r"|기사제보|제보|전화번호)\s*[:：]?\s*[\d(]"
    r"|(?:19|20)\d\d[-./]\s?\d{1,2}[-./]\s?\d{1,2}\.?\s+(?:\(?[월화수목금토일]\)?\s*)?\d{1,2}:\d\d"
    r"|(?:보도|배포|엠바고)\s?(?:일시|일자|시점|시간|일)?\s*[:：]?\s*\d|보\s?도\s?자\s?료\s*$"
    r"|※?\s*붙임\s*[:：]|0000[.-]|(?:이전글|다음글|목록|인쇄)\b"
    r"|\d[\d.,]*\s?[KkMm][Bb]\s*$"
    r"|(?:오늘|현재)?\s?날씨|(?:등록번호|신문등록|발행인|편집인|제호|사업자등록))"
)
_COPYRIGHT = re.compile(r"저작권|무단\s?전재|ⓒ|©")
_SAID = re.compile(r"[다요]\.[\s\"']")
_BYLINE = re.compile(
    r"^\s*[\[(【]?[^\n]{0,24}?[가-힣]{2,4}\s?(?:기자|특파원|통신원|선임기자)\b[^\n다]{0,60}$"
    r"|^\s*[\w.+-]{1,64}@[\w.-]{1,80}\s*$"
)
_CAPTION = re.compile(
    r"사진\s?[=:/]|자료\s?[=:/]|이미지\s?[=:/]|그래픽\s?[=:/]|제공[.)\]]?\s*$|자료사진[.)\]]?\s*$"
)
_CAPTION_HEAD = re.compile(r"\s*(?:\[?사진|\(사진|◀|△사진)")
_TABLE_UNIT = re.compile(r"[(\[<]?\s*단위\s*[:：]\s*([^)\]>\n]{1,40})[)\]>]?")
_CELLS = re.compile(r"\t|\s*\|\s*|\s{2,}")
_NUMBERS = re.compile(r"[+\-△▲]?\d[\d,.]*%?")
_BARE_ROW = re.compile(
    r"\s*[·○ㅇ▷▶*※-]\s?[가-힣A-Za-z·]{1,12}(?:\s[가-힣A-Za-z·]{1,12})?\s?[:：]?"
    r"(?:\s[△▲▼+-]?\d[\d,.]{0,15}%?|\s?\([△▲▼+-]?\d[\d,.]{0,15}%?\)|\s[/:]){1,12}\s*$"
)
"""A marked line that is nothing but a name and bare numbers: · 순천시 1,642 (△131)."""
_LONGEST = 900
_STOP_BEHIND = r"[.!?…]*[\"')\]]*(?=\s|$|(?<=[다요음됨함임][.!?])[▲△■□○●◆◇▶▷◦])"
# Alternatives that begin with one sign each are searched for by those signs.
_STOP = re.compile(
    "|".join([*(f"{re.escape(sign)}{_STOP_BEHIND}" for sign in ".!?…"), r";\s", r"；\s"])
)


@dataclass(slots=True)
class Block:
    """One line of the text and the part that it plays.

    ``heading`` is the index of the section heading above it, ``paragraph`` counts the stretches
    between blank lines, ``unit`` is the unit text that a table header states for its rows,
    ``sentences`` are half-open spans that cover the block without gaps, counted from its beginning.
    """

    start: int
    end: int
    place: Place
    heading: int | None
    paragraph: int
    unit: str | None
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line shows by itself, whatever stands around it."""

    length: int
    furniture: bool
    unit_note: str | None
    full_sentence: bool
    ends_sentence: bool
    row: bool
    row_under_unit: bool
    columns: bool
    caption: bool
    head_mark: bool
    item_mark: bool
    mark: str
    heading: str
    sentences: tuple[tuple[int, int], ...]
    whole: tuple[tuple[int, int], ...]


_KEPT_LINE = 1200
"""Longer lines are read anew each time, so that what is kept in memory stays small."""


def divide(text: str) -> list[Block]:
    """Split a levelled text into its lines, each with the part that it plays.

    A text of one line is a paragraph. The first line of several is the title unless it is a
    sentence; unpunctuated lines between it and the first sentence are subtitles. Marked lines
    without a sentence are section headings or list items. Furniture (bylines of their own,
    copyright, page stamps, counters) is named as such and never dropped silently.
    """
    starts: list[int] = []
    lines: list[_Line] = []
    paragraphs: list[int] = []
    paragraph = position = 0
    blank = False
    for raw in text.split("\n"):
        if raw and not raw.isspace():
            if blank:
                paragraph += 1
                blank = False
            starts.append(position)
            lines.append(_line(raw) if len(raw) <= _KEPT_LINE else _look(raw))
            paragraphs.append(paragraph)
        else:
            blank = True
        position += len(raw) + 1
    blocks: list[Block] = []
    heading: int | None = None
    table_unit: str | None = None
    titled = opened = len(lines) < 2
    last = len(lines) - 1
    for index, line in enumerate(lines):
        following = lines[index + 1] if index < last else None
        if line.unit_note is not None:
            table_unit = line.unit_note
        place: Place
        if line.furniture:
            place = "furniture"
        elif not titled:
            titled = True
            place = "title"
            if line.full_sentence or line.length > 160:
                place, opened = "paragraph", True
        elif line.row or (
            table_unit is not None
            and (line.row_under_unit or (line.columns and _heads_table(following)))
        ):
            place = "table_row"
            opened = True
        elif line.caption:
            place = "caption"
        elif line.head_mark and line.length <= 120 and not line.full_sentence:
            within = heading is not None and lines[heading].mark not in _CIRCLED
            under = line.mark in _CIRCLED and within
            place = "section_heading" if _opens(line, following) and not under else "list_item"
            opened = True
        elif line.item_mark:
            place = "list_item" if opened or not blocks else "subtitle"
            if line.full_sentence:
                place, opened = "list_item", True
        elif not opened and line.length <= 160 and not line.ends_sentence:
            place = "subtitle"
        else:
            place = "paragraph"
            opened = True
        if place not in ("table_row", "furniture") and line.unit_note is None:
            table_unit = None
        if place == "section_heading":
            heading = len(blocks)
        start = starts[index]
        whole = place in ("title", "subtitle", "section_heading", "table_row", "furniture")
        spans = line.whole if whole else line.sentences
        blocks.append(
            Block(
                start,
                start + line.length,
                place,
                heading,
                paragraphs[index],
                table_unit if place == "table_row" else None,
                spans,
            )
        )
    return blocks


def heading_text(line: str) -> str:
    """Give the words of a section heading without its marker and without what its colon adds."""
    return (_line(line) if len(line) <= _KEPT_LINE else _look(line)).heading


def _look(line: str) -> _Line:
    head_mark = _HEAD_MARK.match(line)
    item_mark = _ITEM_MARK.match(line)
    unit_note = _TABLE_UNIT.search(line) if "단위" in line else None
    full = bool(_FULL_SENTENCE.search(line))
    words = line[head_mark.end() if head_mark else 0 :].strip(" \t:-")
    whole = tuple(_bounded(line, [(0, len(line))]))
    return _Line(
        length=len(line),
        furniture=_is_furniture(line),
        unit_note=unit_note[1].strip() if unit_note else None,
        full_sentence=full,
        ends_sentence=line.rstrip().rstrip(_CLOSING).endswith(_SENTENCE_ENDS),
        row=_is_row(line, full, under_unit=False),
        row_under_unit=_is_row(
            line,
            full,
            under_unit=not (head_mark or item_mark) or " / " in line or bool(_BARE_ROW.match(line)),
        ),
        columns=_names_columns(line, full, bool(item_mark)),
        caption=len(line) < 200 and bool(_CAPTION_HEAD.match(line) or _CAPTION.search(line)),
        head_mark=bool(head_mark) and not _ENTRY.match(line),
        item_mark=bool(item_mark),
        mark=line.strip()[:1],
        heading=words.split(" : ")[0].split(": ")[0].strip(),
        sentences=_sentences(line),
        whole=whole,
    )


_line = lru_cache(maxsize=4096)(_look)


def _sentences(line: str) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(line):
        before = line[stop.start() - 1] if stop.start() else " "
        # A point after a digit belongs to a date or a list number, unless a sentence ended in
        # a bare noun phrase; those are rare enough to leave joined.
        if before.isdigit():
            continue
        spans.append((start, stop.end()))
        start = stop.end()
    if line[start:].strip():
        spans.append((start, len(line)))
    return tuple(_bounded(line, spans or [(0, len(line))]))


def _bounded(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cut what is too long to be a sentence, so that the work stays linear on hostile texts."""
    if all(end - start <= _LONGEST for start, end in spans):
        return spans
    cut: list[tuple[int, int]] = []
    for start, end in spans:
        while end - start > _LONGEST:
            stop = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
            stop = stop if stop > 0 else start + _LONGEST
            cut.append((start, stop))
            start = stop
        cut.append((start, end))
    return cut


def _is_furniture(line: str) -> bool:
    if len(line) > 250:
        return False
    if _FURNITURE.search(line) or _FURNITURE_HEAD.match(line):
        # A sentence that merely mentions such a word is no furniture.
        notice = _COPYRIGHT.search(line)
        if notice:
            # Where line breaks were lost a paragraph may end in the notice.
            return not _SAID.search(line, 0, notice.start())
        return not _FULL_SENTENCE.search(line)
    return len(line) < 90 and bool(_BYLINE.search(line)) and not _FULL_SENTENCE.search(line)


def _is_row(line: str, full_sentence: bool, under_unit: bool) -> bool:
    if full_sentence:
        return False
    if "|" in line or "\t" in line:
        cells = [cell for cell in _CELLS.split(line.strip()) if cell]
        if len(cells) >= 2:
            return True
    if not under_unit or "단위" in line:
        return False
    return len(line) < 200 and bool(_NUMBERS.search(line))


def _names_columns(line: str, full_sentence: bool, item_mark: bool) -> bool:
    """Tell whether a line without numbers may name the columns of a row below it."""
    if full_sentence or item_mark or len(line) > 120 or len(line.split()) < 2:
        return False
    return not _NUMBERS.search(line)


def _heads_table(following: _Line | None) -> bool:
    return following is not None and following.row_under_unit


def _opens(line: _Line, following: _Line | None) -> bool:
    """Tell whether a marked line without a sentence stands above text of its own."""
    if following is None:
        return False
    return following.mark != line.mark or (not line.mark.isdigit() and following.length > 120)
