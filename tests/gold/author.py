"""Annotated texts as people write them, to and from the gold format.

A text is written with its marks inside, and `python -m tests.gold.author MARKED... --into FOLDER`
makes `NAME.json` and `NAME.txt` of it; `--back NAME.json` prints the marked text again. A marked
text begins with lines of `field: value` (`id`, `published`, `place`, `topic`, `written`) and a line
`---`.

- `{{span|value|unit|kinds|period|metric|phrase|place}}` is a figure. `value` is exact, in base
  units (`low..high` for a range); `unit` an ISO currency, `%`, `%p`, `times`, `rank`, a UCUM code,
  or the counter as printed; `kinds` begins with the kind, the others are right too; `period` is
  `2024`, `2024-03`, `2024-01..2024-06`, `..2030` (only the end is judged), a day for an instant, or
  empty (not judged); `metric` names the measure, the same for a level, its change and its growth;
  `phrase` is the noun phrase that is measured, its head last, or `?` where annotators differ;
  `place` may be left out where it is
  the text's.
- `<<span|reason>>` is a number that is no figure; one whose reason says `not judged` may be read
  either way.

Every digit of the text stands in one of the two; the text between them is taken as it is.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from calendar import monthrange
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, get_args

from jipyo.figures.model import Kind

KINDS = frozenset(get_args(Kind))
CODES = re.compile(
    r"(?!TEU)[A-Z]{3}|%p?|times|rank|\[[a-z_]+\]|[munckMGT]?(?:g|m|m2|m3|L|W|W\.h|V|Hz|Sv)|t|har|km2|Cel"
    r"|\[pp[mb]\]|[GTM]By|[MG]bit/s|km/h|ug/m3|mg/L|m3/d|t/d|t\{CO2\}|\[pyeong\]|\[bbl_us\]"
)
_MARK = re.compile(r"\{\{([^{}]+)\}\}|<<([^<>|]+)\|([^<>|]+)>>")


class AuthorError(ValueError):
    """A marked text is wrong; the message says where."""


def parse(source: str) -> tuple[dict[str, Any], str]:
    """Give the annotation and the bare text of a marked text."""
    head, _, body = source.partition("\n---\n")
    about = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    for field in ("id", "published", "place", "topic", "written"):
        if field not in about:
            raise AuthorError(f"the head lacks `{field}:`")
    date.fromisoformat(about["published"])
    text, figures, others, position = "", [], [], 0
    body = body.strip("\n") + "\n"
    for mark in _MARK.finditer(body):
        text += _bare(body[position : mark.start()])
        start = len(text)
        if mark[1]:
            entry = _figure(mark[1].split("|"), about["place"])
            figures.append({"start": start, "end": start + len(entry["text"]), **entry})
            text += entry["text"]
        else:
            others.append(
                {"start": start, "end": start + len(mark[2]), "text": mark[2], "reason": mark[3]}
            )
            text += mark[2]
        position = mark.end()
    text += _bare(body[position:])
    annotation = {
        **about,
        "text_file": f"{about['id']}.txt",
        "text_status": "written and annotated for this project",
        "figures": figures,
        "not_figures": others,
    }
    return annotation, text


def _bare(stretch: str) -> str:
    digit = re.search(r"\d", stretch)
    if digit:
        around = stretch[max(0, digit.start() - 15) : digit.start() + 15]
        raise AuthorError(f"a digit outside of marks: …{around}…")
    for sign in ("{{", "}}", "<<", ">>"):
        if sign in stretch:
            raise AuthorError(f"a broken mark near {stretch[-30:]!r} or {stretch[:30]!r}")
    return stretch


def _figure(fields: list[str], place: str) -> dict[str, Any]:
    fields = [field.strip(" ") for field in fields]
    if not 7 <= len(fields) <= 8:
        raise AuthorError(f"{fields[0]}: 7 or 8 fields, not {len(fields)}: {fields}")
    span, value, unit, kinds, period, metric, phrase = fields[:7]
    low, dots, high = value.partition("..")
    try:
        Decimal(low), Decimal(high or 0)
    except InvalidOperation:
        raise AuthorError(f"{span}: {value} is no number") from None
    named = kinds.split(",")
    if not set(named) <= KINDS:
        raise AuthorError(f"{span}: unknown kind in {kinds}")
    if not unit or not metric or not phrase:
        raise AuthorError(f"{span}: unit, metric and phrase are needed")
    coded = CODES.fullmatch(unit)
    first, last = _period(period)
    return {
        "text": span,
        "value": low,
        "value_high": high if dots else None,
        "unit": unit if coded else None,
        "counter": None if coded else unit,
        "kind": named[0],
        "kind_ok": named[1:],
        "metric_id": metric,
        "metric_phrase": None if phrase == "?" else phrase,
        "period_start": first,
        "period_end": last,
        "place": fields[7] if len(fields) == 8 else place,
    }


def _period(written: str) -> tuple[str | None, str | None]:
    if not written:
        return None, None
    first, dots, last = written.partition("..")
    last = last if dots else first
    return (_edge(first, False) if first else None), (_edge(last, True) if last else None)


def _edge(written: str, end: bool) -> str:
    try:
        parts = [int(part) for part in written.split("-")]
        if len(parts) == 3:
            return date(*parts).isoformat()
        month = parts[1] if len(parts) > 1 else 12 if end else 1
        day = monthrange(parts[0], month)[1] if end else 1
        return date(parts[0], month, day).isoformat()
    except (ValueError, IndexError):
        raise AuthorError(f"{written} is no year, month or day") from None


def marked(annotation: dict[str, Any], text: str) -> str:
    """Give the marked text of an annotation, the inverse of `parse`."""
    entries = sorted(
        [*annotation["figures"], *annotation["not_figures"]], key=lambda entry: entry["start"]
    )
    out, position = "", 0
    for entry in entries:
        out += text[position : entry["start"]]
        if "reason" in entry:
            out += f"<<{entry['text']}|{entry['reason']}>>"
        else:
            value = entry["value"] + (f"..{entry['value_high']}" if entry["value_high"] else "")
            fields = [
                entry["text"], value, entry["unit"] or entry["counter"],
                ",".join([entry["kind"], *entry["kind_ok"]]),
                _span(entry["period_start"], entry["period_end"]),
                entry["metric_id"], entry["metric_phrase"] or "?",
            ]  # fmt: skip
            if entry["place"] != annotation["place"]:
                fields.append(entry["place"])
            out += "{{" + "|".join(fields) + "}}"
        position = entry["end"]
    out += text[position:]
    head = "\n".join(
        f"{field}: {annotation[field]}"
        for field in ("id", "published", "place", "topic", "written")
    )
    return f"{head}\n---\n{out}"


def _span(first: str | None, last: str | None) -> str:
    if first is None and last is None:
        return ""
    return last if first == last and last else f"{first or ''}..{last or ''}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tests.gold.author")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--into", type=Path)
    parser.add_argument("--back", action="store_true")
    options = parser.parse_args(arguments)
    wrong = 0
    for file in options.files:
        if options.back:
            annotation = json.loads(file.read_text("utf-8"))
            text = (file.parent / annotation["text_file"]).read_text("utf-8")
            print(marked(annotation, text), end="")
            continue
        try:
            annotation, text = parse(file.read_text("utf-8"))
        except (AuthorError, ValueError) as error:
            print(f"{file.name}: {error}", file=sys.stderr)
            wrong += 1
            continue
        print(f"{file.name}: {len(annotation['figures'])} figures", file=sys.stderr)
        if options.into:
            options.into.mkdir(parents=True, exist_ok=True)
            name = annotation["id"]
            content = json.dumps(annotation, ensure_ascii=False, indent=1)
            (options.into / f"{name}.json").write_text(content + "\n", "utf-8")
            (options.into / f"{name}.txt").write_text(text, "utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
