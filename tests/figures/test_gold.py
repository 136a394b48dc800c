"""The reader against the annotated development set, where it is at hand."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from jipyo.evaluation import GoldError, b_cubed, evaluate, table, unit_class
from jipyo.figures import read

pytestmark = pytest.mark.quick
_SHARED = Path(__file__).parents[2] / ".." / "shared"
_GOLD = _SHARED / "gold" / "announcements"
_FORMS = _SHARED / "gold" / "forms.txt"
_FORM = re.compile(r"\[([^|\]]+)\|([^|]+)\|([^\]]+)\]|\{([^}]*)\}")
_PLAIN_CLASSES = {
    "percent": "%", "pp": "%p", "multiple": "times", "ratio": "times", "fraction": "times",
    "rank": "rank", "KRW": "KRW", "USD": "USD", "area": "m2", "person": "person",
}  # fmt: skip


@pytest.mark.skipif(not _GOLD.is_dir(), reason="the annotated set is not beside the checkout")
def test_seed_article_whole() -> None:
    gold = json.loads((_GOLD / "seed.json").read_text("utf-8"))
    text = (_SHARED / "seeds" / "announcement.txt").read_text("utf-8")
    figures = read(text, date.fromisoformat(gold["published"])).figures
    wanted = [
        (item["start"], item["end"], Decimal(item["value"]), item["unit"] or item["counter"])
        for item in gold["figures"]
    ]
    got = [
        (f.start, f.end, f.value, f.counter if f.counter is not None else f.unit) for f in figures
    ]
    assert len(got) == 37
    assert got == wanted
    for figure in figures:
        assert text[figure.start : figure.end] == figure.text


@pytest.mark.skipif(not _GOLD.is_dir(), reason="the annotated set is not beside the checkout")
def test_thresholds_on_the_whole_set() -> None:
    report = evaluate(_GOLD)
    assert report.texts == 11
    assert report.f1 == 1.0, report.notes
    assert report.share("kind") >= 0.95, report.notes
    assert report.share("period") >= 0.93, report.notes
    assert report.share("head") >= 0.85, report.notes
    assert report.identity >= 0.95, report.notes
    assert report.false_positive_share <= 0.01, report.notes


@pytest.mark.skipif(not _FORMS.is_file(), reason="the annotated set is not beside the checkout")
def test_forms() -> None:
    deviations: list[str] = []
    for line in _FORMS.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, wanted = "", []
        position = 0
        for mark in _FORM.finditer(line):
            text += line[position : mark.start()]
            if mark[1]:
                wanted.append((len(text), len(text) + len(mark[1]), mark[2], mark[3]))
            text += mark[1] or mark[4]
            position = mark.end()
        text += line[position:]
        left = list(read(text).figures)
        for start, end, value, cls in wanted:
            match = next((f for f in left if f.start < end and start < f.end), None)
            if cls == "structural":
                # The set marks the labels of sets (5대 목표) too; they are no figures.
                left = [f for f in left if f is not match]
                continue
            if match is None or match.value != Decimal(value):
                deviations.append(f"{text[start:end]} in {text}: {match}")
                continue
            left.remove(match)
            plain = _PLAIN_CLASSES.get(cls)
            if plain is not None and match.unit != plain:
                deviations.append(f"{text[start:end]} in {text}: {match.unit}")
        deviations.extend(f"invented {figure.text} in {text}" for figure in left)
    assert deviations == []


def test_counters_fold_to_classes() -> None:
    assert unit_class("곳") == unit_class("개소") == unit_class("개 소")
    assert unit_class("개사") == unit_class("업체") == unit_class("개 기업")
    assert unit_class("호") == unit_class("세대") == unit_class("가구")


def test_an_invented_figure_lowers_the_score(tmp_path: Path) -> None:
    text = "시는 3개사와 20억 원을 약속했다."
    (tmp_path / "one.txt").write_text(text, "utf-8")
    gold = {
        "published": "2024-01-01",
        "text_file": "announcements/one.txt",
        "figures": [
            {"start": 7, "end": 13, "text": "20억 원", "value": "2000000000", "value_high": None,
             "unit": "KRW", "counter": None, "kind": "level", "kind_ok": ["flow"]},
        ],
        "not_figures": [{"start": 3, "end": 6, "text": "3개사", "reason": "label"}],
    }  # fmt: skip
    gold["figures"][0]["start"] = text.index("20억")
    gold["figures"][0]["end"] = text.index("20억") + 5
    (tmp_path / "one.json").write_text(json.dumps(gold), "utf-8")
    report = evaluate(tmp_path)
    assert report.matched == 1
    assert report.f1 == pytest.approx(2 / 3)
    assert any("invented 3개사" in note for note in report.notes)
    assert report.record()["false_positives"] == {"label": [1, 1]}
    assert any("1 of 1 listed as no figure" in line for line in table(report))


def test_b_cubed_by_hand() -> None:
    assert b_cubed("aabb", "xxyy") == 1.0
    # One of three strays: precision (2/2 + 2/2 + 1/1) / 3, recall (2/3 + 2/3 + 1/3) / 3.
    assert b_cubed("aaa", "xxy") == pytest.approx(2 * 1 * (5 / 9) / (1 + 5 / 9))
    assert b_cubed("", "") == 1.0


@pytest.mark.parametrize(
    ("content", "said"),
    [("{", "cannot be read"), ('{"figures": [{}]}', "names the text one.txt, which is not there")],
)
def test_a_wrong_folder_is_named(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(GoldError, match="holds no annotated text"):
        evaluate(tmp_path)
    (tmp_path / "one.json").write_text(content, "utf-8")
    with pytest.raises(GoldError, match=said):
        evaluate(tmp_path)
