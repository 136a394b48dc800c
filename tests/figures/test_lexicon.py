"""A newcomer teaches the reader words by data alone, as docs/lexicon.md says."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.quick
_ROOT = Path(__file__).parents[2]
_FIGURES = _ROOT / "jipyo" / "figures"
_READ = """
import json, sys
from jipyo.figures import read
figures = read(sys.stdin.read()).figures
print(json.dumps([[f.text, str(f.value), f.unit, f.counter, f.verb_class, list(f.qualifiers),
                   str(f.low), str(f.high), f.head] for f in figures]))
"""


def _read(folder: Path, text: str) -> list[list[object]]:
    done = subprocess.run(
        [sys.executable, "-c", _READ], input=text, capture_output=True, text=True, cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": ""}, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the reader whose data files may be edited."""
    shutil.copytree(
        _ROOT / "jipyo", tmp_path / "jipyo", ignore=shutil.ignore_patterns("__pycache__")
    )
    return tmp_path


def _edit(copied: Path, file: str, old: str, new: str) -> None:
    path = copied / "jipyo" / "figures" / file
    source = path.read_text("utf-8")
    assert source.count(old) == 1, old
    path.write_text(source.replace(old, new), "utf-8")
    tomllib.loads(path.read_text("utf-8"))


def test_a_counter(copied: Path) -> None:
    text = "군은 올해 전통 옹기 120두레를 내놓았다."
    assert _read(copied, text) == []
    _edit(copied, "lexicon.toml", "[counters]\n", '[counters]\nbatch = ["두레"]\n')
    assert [entry[:4] for entry in _read(copied, text)] == [["120두레", "120", "batch", "두레"]]


def test_a_unit(copied: Path) -> None:
    text = "느티나무 둘레는 어른 손으로 42뼘이다."
    assert _read(copied, text) == []
    _edit(copied, "lexicon.toml", "[physical]\n", '[physical]\n"[hand_span]" = ["뼘"]\n')
    assert [entry[:4] for entry in _read(copied, text)] == [["42뼘", "42", "[hand_span]", None]]


def test_a_verb_class(copied: Path) -> None:
    text = "시는 유기견 85마리를 입양보냈다."
    assert [entry[4] for entry in _read(copied, text)] == [None]
    _edit(copied, "lexicon.toml", "[verbs]\n", '[verbs]\nrehome = ["입양보"]\n')
    assert [entry[4] for entry in _read(copied, text)] == ["rehome"]


def test_a_qualifier(copied: Path) -> None:
    text = "방문객은 줄잡다시피 3만 명이었다."
    assert _read(copied, text)[0][5] == []
    _edit(
        copied,
        "lexicon.toml",
        "[qualifiers.before]\nloose = [",
        '[qualifiers.before]\nloose = ["줄잡다시피", ',
    )
    assert _read(copied, text)[0][5:8] == [["줄잡다시피"], "20000", "40000"]


def test_a_verb_that_was_taken_for_a_noun(copied: Path) -> None:
    text = "관광객은 왁자하게 흥청이며 3천 명이 다녀갔다."
    heads = [_read(copied, text)[0][8]]
    _edit(copied, "phrases.toml", "stems = [\n", 'stems = [\n    "흥청이",\n')
    heads.append(_read(copied, text)[0][8])
    assert heads[1] == "관광객"


def test_the_lexicon_is_as_large_as_it_says_and_every_word_has_one_class() -> None:
    data = tomllib.loads((_FIGURES / "lexicon.toml").read_text("utf-8"))
    counters = [word for words in data["counters"].values() for word in words]
    counted = [f"개 {noun}" for nouns in data["after_gae"].values() for noun in nouns]
    assert len({word.replace(" ", "") for word in (*counters, *counted)}) >= 250
    assert len(counters) == len(set(counters))
    source = (_FIGURES / "lexicon.toml").read_text("utf-8")
    tables = [table for table in data if table != "qualifiers"]
    for table in tables:
        # Each table is explained to the one who will edit it.
        before = source.split(f"\n[{table}]\n")[0].splitlines()
        assert before[-1].startswith("#"), table


def test_the_words_are_loaded_once() -> None:
    done = subprocess.run(
        [
            sys.executable, "-c",
            "import builtins, json\n"
            "from pathlib import Path\n"
            "opened = []\n"
            "old = Path.read_text\n"
            "def read_text(self, *a, **k):\n"
            "    opened.append(self.name)\n"
            "    return old(self, *a, **k)\n"
            "Path.read_text = read_text\n"
            "from jipyo.figures import read\n"
            "for _ in range(3): read('시는 30억 원을 확보했다.')\n"
            "print(json.dumps(opened))",
        ],
        capture_output=True, text=True, check=True, cwd=_ROOT,
    )  # fmt: skip
    assert sorted(json.loads(done.stdout)) == ["descriptions.toml", "lexicon.toml", "phrases.toml"]
