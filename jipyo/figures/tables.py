"""Tables flattened to lines: cells take unit and names from the header, the row and the column."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from jipyo.figures.marks import Candidate
from jipyo.figures.units import Unit, read_unit

_SEPARATOR = re.compile(r"\s*\|\s*|\t|\s{2,}|\s[/:]\s")
_YEARS = re.compile(r"(?:'?\d{2,4}년?\s){1,9}'?\d{2,4}년?")
_YEAR = re.compile(r"(?<!\d)(?:20|19)\d\d(?!\d)|'\d\d")
_MOVED = re.compile(r"증감|증가|감소|대비|차이|차액")
_UNIT = re.compile(r"(?P<scale>[십백천만억조]*)\s?(?P<unit>[^,·;\s]+(?:\s(?:원|달러|명))?)")
_SPLIT_DATE = re.compile(r"(년|\.)\s(\d{1,2}(?:월|\.|분기))")
_IN_BRACKETS = re.compile(r"\(([^()]{1,12})\)\s*$")
_NAMED_FOR = (
    ("percent", re.compile(r"율|률|비중|비율|%|구성비|점유|전년비|전월비")),
    ("money", re.compile(r"(?:비|액|금|료|수입|예산|매출|수익|소득|가격|단가|회계|투자|원)\)?$")),
    ("physical", re.compile(r"(?:면적|량|연장|길이|거리|높이|용량|무게|중량)\)?$")),
    ("count", re.compile(r"(?:수|인원|명|건|곳|개소|인구|대수|업체|기업|가구)\)?$")),
)
_PLAIN = re.compile(r"[+\-△▲]?[\d,.]+")
_NAMED_CELL = re.compile(r"[가-힣·]+\s[\d,.]+")
_NAMES_ROWS = re.compile(r"구분|노선|지역|연도|년도|항목|분야|이름|명$|별$|호선")
_RATE = re.compile(r"율|률|비중|비율|%|구성비|점유|전년비|전월비")
_DIGIT = re.compile(r"\d")
_BAND = re.compile(r"\d\s?(?:세|년|월|분기|차|급|호|학년|대)(?:\s?(?:이상|이하|미만|초과))?$|~")
_SCALE = {"십": 10, "백": 100, "천": 1000, "만": 10**4, "억": 10**8, "조": 10**12}
_SIGNS = {"△": -1, "▲": 1, "▼": -1, "▽": -1, "-": -1, "+": 1}
_BRACKETED = re.compile(r"[\d%]\s?\([△▲▼▽+-]?$")
"""What stands before a number that is told in brackets behind a cell: 1,422 (7.7)."""
_OF_BRACKETS = re.compile(r"괄호")
_OPEN = frozenset(("unknown", "label", "name", "date", "contact"))


def cells(line: str) -> list[str]:
    """Split a row into its cells; a row without separators is split at its blanks."""
    row = line.strip(" |\t")
    parts = [part.strip() for part in _SEPARATOR.split(row)]
    if len(parts) > 1 and any([_YEARS.fullmatch(part) for part in parts]):
        # Years with one blank between them, in a head whose other cells stand further apart.
        return [
            cell for part in parts for cell in (part.split() if _YEARS.fullmatch(part) else [part])
        ]
    return parts if len(parts) > 1 else _SPLIT_DATE.sub(r"\1\2", row).split()


def fill_table(line: str, unit: str | None, header: list[str], row: list[Candidate]) -> None:
    """Make figures of the bare numbers of a table row under a header `(단위: 억 원)`.

    A number takes the unit that its column head states in brackets, per cent where the head names a
    rate, and else the first unit of the header that is not per cent. Every figure of the row learns
    the names of its row and its column.
    """
    names = cells(line)
    label = (
        names[0]
        if names
        and (
            not re.match(r"[\d△▲▼+-]", names[0])
            or (len(names) > 1 and (len(header) == len(names) or _BAND.search(names[0])))
        )
        else ""
    )
    if len(names) > 1 and all([_NAMED_CELL.fullmatch(name) for name in names]):
        # 기계 38.4 | 전기전자 24.1: each cell has its own name.
        label = ""
    if label and label == names[0] and len(_bare_cells(names)) == len(names) == len(header):
        # A row of values under heads that are all words has no name.
        label = "" if not _NAMES_ROWS.search(header[0]) else label
    stated = [found for part in _UNIT.finditer(unit or "") if (found := _unit(part[0]))]
    numbers = [cell for cell in row if _counts(line, label, cell)]
    noted = bool(_OF_BRACKETS.search(unit or ""))
    beside = _in_brackets(line, numbers, noted or any(_MOVED.search(name) for name in header))
    numbers = [cell for cell in numbers if id(cell) not in beside]
    columns = header[1:] if len(header) == len(numbers) + 1 else header
    # A line of prose among the rows, each number with its unit, has no columns.
    tabled = bool(_SEPARATOR.search(line.strip())) or any(
        cell.disposition != "figure" for cell in numbers
    )
    aligned = len(columns) == len(numbers) and tabled
    listed = len(stated) == len(numbers) > 1
    rest = _left_over(columns, stated) if aligned else None
    for place, cell in enumerate(numbers):
        column = columns[place] if aligned else ""
        if cell.disposition != "figure":
            own = _of_sort(column, stated) or rest or (stated[place] if listed else None)
            _fill(line, cell, own or _chosen(line, cell, column, label, stated))
        if cell.disposition == "figure":
            years = [name for name in columns[:place] if _YEAR.search(name)]
            latest = max(years, key=lambda name: _YEAR.findall(name)[-1], default="")
            if latest and _MOVED.search(column) and not _YEAR.search(column):
                # 2018년 | 2019년 | 증감: the change is of the later year.
                column = f"{latest} {column}"
            cell.column, cell.row = column, label if tabled else ""
    whole: Candidate | None = None
    for cell in row:
        if id(cell) in beside and whole is not None:
            if cell.disposition != "figure":
                _fill_bracket(line, cell, whole, stated, noted)
            if cell.disposition == "figure":
                cell.column, cell.row = whole.column, whole.row
        elif cell.disposition == "figure":
            whole = cell


def _in_brackets(line: str, numbers: list[Candidate], told: bool) -> set[int]:
    """Find the numbers in brackets behind a cell, where the header tells of brackets or changes."""
    if not told:
        return set()
    return {
        id(cell)
        for cell in numbers[1:]
        if _BRACKETED.search(line, max(0, cell.number_start - 6), cell.number_start)
    }


def _fill_bracket(
    line: str, cell: Candidate, whole: Candidate, stated: list[tuple[Decimal, Unit]], noted: bool
) -> None:
    """Give a number in brackets its unit: per cent where the header has it, else its cell's.

    A fraction behind a change is per cent where no note tells what the brackets hold.
    """
    rate = next((each for each in stated if each[1].sort == "percent"), None)
    if rate is None and not noted and "." in line[cell.number_start : cell.number_end]:
        rate = _unit("%")
    if rate is not None:
        _fill(line, cell, rate)
        return
    own = next((each for each in stated if each[1].unit == whole.unit), None)
    _fill(line, cell, own)


def _bare_cells(names: list[str]) -> list[str]:
    """Give the cells that are nothing but a number."""
    return [name for name in names if _PLAIN.fullmatch(name)]


def _counts(line: str, label: str, cell: Candidate) -> bool:
    """Tell whether a number of the row is a cell of its own rather than part of a name."""
    if cell.disposition == "figure":
        return True
    if cell.disposition not in _OPEN:
        return False
    if cell.disposition == "date" and line[cell.end - 1 : cell.end] in "년월일.":
        return False
    if cell.end != cell.number_end and cell.disposition != "date":
        return False
    if _DIGIT.search(line, cell.start, cell.number_start) or _DIGIT.search(
        line, cell.number_end, cell.end
    ):
        # 2023-01: of a date with more than a year no part is a value.
        return False
    if label and cell.start < line.find(label) + len(label):
        return False
    before = line[max(0, cell.number_start - 1) : cell.number_start]
    return not before.isalpha()


def _unit(printed: str) -> tuple[Decimal, Unit] | None:
    match = _UNIT.match(printed.strip())
    if match is None:
        return None
    factor = Decimal(1)
    for sign in match["scale"]:
        factor *= _SCALE[sign]
    unit = read_unit(match["unit"] + " ", 0)
    return (factor, unit) if unit is not None and unit.sort != "label" else None


def _of_sort(column: str, stated: list[tuple[Decimal, Unit]]) -> tuple[Decimal, Unit] | None:
    """Choose among units of different sorts by what the column is named for: 면적, 사업비."""
    if not column or len({unit.sort for _, unit in stated}) < 2:
        return None
    for sort, named in _NAMED_FOR:
        if named.search(column):
            return next((each for each in stated if each[1].sort == sort), None)
    return None


def _left_over(
    columns: list[str], stated: list[tuple[Decimal, Unit]]
) -> tuple[Decimal, Unit] | None:
    """Give the unit of the columns that name none, where the others have claimed all but one.

    (단위: 건, 억 원) over 건수, 2018년, 2019년: the years are of money.
    """
    claimed = [found for column in columns if (found := _of_sort(column, stated)) is not None]
    rest = [each for each in stated if each not in claimed and each[1].sort != "percent"]
    return rest[0] if claimed and len(rest) == 1 else None


def _chosen(
    line: str, cell: Candidate, column: str, label: str, stated: list[tuple[Decimal, Unit]]
) -> tuple[Decimal, Unit] | None:
    for name in (column, label):
        bracket = _IN_BRACKETS.search(name)
        own = _unit(bracket[1]) if bracket else None
        if own is not None:
            return own
    if not stated:
        return None
    rates = [unit for unit in stated if unit[1].sort == "percent"]
    counts = [unit for unit in stated if unit[1].sort != "percent"]
    if not rates or not counts:
        whole = "." not in line[cell.number_start : cell.number_end]
        if not column and whole and stated[0][1].sort == "physical":
            # (단위: ㎞, 건) over 누수 복구 : 1,126
            return next((each for each in stated if each[1].sort == "count"), stated[0])
        return stated[0]
    if column:
        return rates[0] if _RATE.search(column) else counts[0]
    printed = line[cell.number_start : cell.number_end]
    return rates[0] if "." in printed else counts[0]


def _fill(line: str, cell: Candidate, chosen: tuple[Decimal, Unit] | None) -> None:
    if chosen is None:
        return
    factor, unit = chosen
    cell.disposition = "figure"
    cell.end = cell.number_end
    cell.unit, cell.counter, cell.sort = unit.unit, unit.counter, unit.sort
    if unit.sort == "count":
        cell.counter = unit.word
    numeral = cell.numeral
    cell.numeral = replace(numeral, value=numeral.value * factor, place=numeral.place * factor)
    cell.value = cell.numeral.value
    start = cell.number_start
    sign = line[start - 1] if start else ""
    earlier = line[start - 2] if start > 1 else ""
    if sign in _SIGNS and (sign not in "+-" or not earlier.isalnum()):
        cell.start = cell.number_start - 1
        cell.sign = _SIGNS[sign]
