"""The parts of a text: title, section headings, paragraphs, list items, tables, furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jipyo.figures.model import Place

_HEAD_MARK = re.compile(
    r"\s*(?:[▶►■□◆◇▣◈◎●★☆❍]|[①-⑳]|\d{1,2}\s?[.)](?=\s*\D)|[Ⅰ-Ⅻ]\s?\.|\[[^\]\d]{1,20}\])"
)
_ITEM_MARK = re.compile(r"\s*(?:[○ㅇ△▲▷*※·-]|[①-⑳]|\d{1,2}\s?[.)](?=\s*\D)|[가-하][.)]\s)")
_SENTENCE_END = re.compile(r"(?:[다요죠음함됨임][.!?]?|[.!?])[\"')\]]*\s*$")
_FULL_SENTENCE = re.compile(r"[다요][.!?][\"')\]]*\s*$|[다요]\.\s")
_FURNITURE = re.compile(
    r"저작권|무단\s?전재|재배포|All rights|Copyright|ⓒ|©|다른\s?기사\s?보기|관련\s?기사|AI\s?학습"
    r"|^\s*(?:기사)?(?:입력|등록|승인|수정|송고|작성|게재|발행"
    r"|최종수정)\s?(?:일시?|일자|시간|시각)?\s?[:：]?\s?(?:19|20|0000)\d*"
    r"|^\s*(?:조회수?|추천수?|댓글|좋아요|공유|글자크기|첨부파일|담당부서|연락처"
    r"|기사제보|제보|전화번호)\s*[:：]?\s*[\d(]"
    r"|^\s*0000[.-]|구독하기|네이버에서|카카오톡|^\s*(?:이전글|다음글|목록|인쇄)\b"
    r"|\.(?:hwpx?|pdf|jpe?g|png|zip|xlsx?)\b|^\s*\d[\d.,]*\s?[KkMm][Bb]\s*$"
    r"|^\s*(?:오늘|현재)?\s?날씨|^\s*(?:등록번호|신문등록|발행인|편집인|제호|사업자등록)"
)
_BYLINE = re.compile(
    r"^\s*[\[(【]?[^\n]{0,24}?[가-힣]{2,4}\s?(?:기자|특파원|통신원|선임기자)\b[^\n다]{0,60}$"
    r"|^\s*[\w.+-]{1,64}@[\w.-]{1,80}\s*$"
)
_CAPTION = re.compile(
    r"^\s*(?:\[?사진|\(사진|◀|△사진)|(?:사진|자료|이미지|그래픽)\s?[=:/]|(?:제공"
    r"|자료사진|사진제공)[.)\]]?\s*$"
)
_TABLE_UNIT = re.compile(r"[(\[<]?\s*단위\s*[:：]\s*([^)\]>\n]{1,40})[)\]>]?")
_CELLS = re.compile(r"\t|\s*\|\s*|\s{2,}")
_NUMBERS = re.compile(r"[+\-△▲]?\d[\d,.]*%?")
_LONGEST = 900
_STOP = re.compile(r"[.!?…]+[\"')\]]*(?=\s|$)|[;；]\s")


@dataclass(slots=True)
class Block:
    """One line of the text and the part that it plays.

    ``heading`` is the index of the section heading above it, ``paragraph`` counts the stretches
    between blank lines, ``unit`` is the unit text that a table header states for its rows.
    """

    start: int
    end: int
    place: Place
    heading: int | None = None
    paragraph: int = 0
    unit: str | None = None


def divide(text: str) -> list[Block]:
    """Split a levelled text into its lines, each with the part that it plays.

    A text of one line is a paragraph. The first line of several is the title unless it is a
    sentence; unpunctuated lines between it and the first sentence are subtitles. Marked lines
    without a sentence are section headings or list items. Furniture (bylines of their own,
    copyright, page stamps, counters) is named as such and never dropped silently.
    """
    lines = _lines(text)
    blocks: list[Block] = []
    heading: int | None = None
    table_unit: str | None = None
    titled = len(lines) < 2
    opened = titled
    for index, (start, end, paragraph) in enumerate(lines):
        line = text[start:end]
        unit_note = _TABLE_UNIT.search(line)
        if unit_note:
            table_unit = unit_note[1].strip()
        place: Place
        if _is_furniture(line):
            place = "furniture"
        elif not titled:
            titled = True
            place = "title"
            if _FULL_SENTENCE.search(line) or len(line) > 160:
                place, opened = "paragraph", True
        elif _is_row(line, table_unit is not None) or (
            table_unit is not None and _heads_table(text, lines, index)
        ):
            place = "table_row"
            opened = True
        elif _CAPTION.search(line) and len(line) < 200:
            place = "caption"
        elif _HEAD_MARK.match(line) and len(line) <= 120 and not _FULL_SENTENCE.search(line):
            place = "section_heading" if _opens(text, lines, index) else "list_item"
            opened = True
        elif _ITEM_MARK.match(line):
            place = "list_item" if opened or not blocks else "subtitle"
            if _FULL_SENTENCE.search(line):
                place, opened = "list_item", True
        elif not opened and len(line) <= 160 and not _SENTENCE_END.search(line):
            place = "subtitle"
        else:
            place = "paragraph"
            opened = True
        if place not in ("table_row", "furniture") and not unit_note:
            table_unit = None
        block = Block(start, end, place, heading, paragraph)
        if place == "section_heading":
            heading = len(blocks)
            block.heading = heading
        if place == "table_row":
            block.unit = table_unit
        blocks.append(block)
    return blocks


def sentences(text: str, block: Block) -> list[tuple[int, int]]:
    """Give the sentences of a block as half-open spans that cover it without gaps."""
    if block.place in ("title", "subtitle", "section_heading", "table_row", "furniture"):
        return _bounded(text, [(block.start, block.end)])
    spans: list[tuple[int, int]] = []
    start = block.start
    for stop in _STOP.finditer(text, block.start, block.end):
        before = text[stop.start() - 1] if stop.start() > block.start else " "
        # A point after a digit belongs to a date or a list number, unless a sentence ended in
        # a bare noun phrase; those are rare enough to leave joined.
        if before.isdigit():
            continue
        spans.append((start, stop.end()))
        start = stop.end()
    if text[start : block.end].strip():
        spans.append((start, block.end))
    return _bounded(text, spans or [(block.start, block.end)])


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


def heading_text(text: str, block: Block) -> str:
    """Give the words of a section heading without its marker and without what its colon adds."""
    line = text[block.start : block.end]
    mark = _HEAD_MARK.match(line)
    words = line[mark.end() if mark else 0 :].strip(" \t:-")
    return words.split(" : ")[0].split(": ")[0].strip()


def _lines(text: str) -> list[tuple[int, int, int]]:
    found: list[tuple[int, int, int]] = []
    paragraph = 0
    start = 0
    blank = False
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            if blank:
                paragraph += 1
                blank = False
            found.append((start, end, paragraph))
        else:
            blank = True
        start = end + 1
    return found


def _is_furniture(line: str) -> bool:
    if len(line) > 250:
        return False
    if _FURNITURE.search(line):
        # A sentence that merely mentions such a word is no furniture.
        return not _FULL_SENTENCE.search(line) or "저작권" in line or "ⓒ" in line or "©" in line
    return len(line) < 90 and bool(_BYLINE.search(line)) and not _FULL_SENTENCE.search(line)


def _is_row(line: str, under_unit: bool) -> bool:
    if _FULL_SENTENCE.search(line) or not line.strip():
        return False
    cells = [cell for cell in _CELLS.split(line.strip()) if cell]
    if ("|" in line or "\t" in line) and len(cells) >= 2:
        return True
    if not under_unit or "단위" in line:
        return False
    numbers = _NUMBERS.findall(line)
    return len(numbers) >= 1 and len(line) < 200


def _heads_table(text: str, lines: list[tuple[int, int, int]], index: int) -> bool:
    """Tell whether a line without numbers names the columns of the row below it."""
    start, end, _ = lines[index]
    line = text[start:end]
    if index + 1 >= len(lines) or len(line) > 120 or len(line.split()) < 2:
        return False
    if _FULL_SENTENCE.search(line) or _NUMBERS.search(line) or _ITEM_MARK.match(line):
        return False
    below_start, below_end, _ = lines[index + 1]
    return _is_row(text[below_start:below_end], under_unit=True)


def _opens(text: str, lines: list[tuple[int, int, int]], index: int) -> bool:
    """Tell whether a marked line without a sentence stands above text of its own."""
    if index + 1 >= len(lines):
        return False
    start, end, _ = lines[index + 1]
    following = text[start:end]
    mark = text[lines[index][0] : lines[index][1]].strip()[:1]
    return following.strip()[:1] != mark or (mark.isdigit() is False and len(following) > 120)
