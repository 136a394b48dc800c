"""`jipyo outlets new-family` in a copy of the checkout: a family begun, then filled in."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What new-family and its tests need of the checkout."""
    copy = tmp_path_factory.mktemp("checkout")
    leave_out = shutil.ignore_patterns("__pycache__", "gold", "scenarios")
    for name in ("jipyo", "spiders", "flows", "tests/pages"):
        shutil.copytree(ROOT / name, copy / name, ignore=leave_out)
    for name in ("pyproject.toml", "tests/__init__.py", "tests/conftest.py", "tests/clusters.py"):
        shutil.copy(ROOT / name, copy / name)
    (copy / ".venv").symlink_to(Path(sys.prefix))
    return copy


@pytest.fixture
def command(copy: Path) -> Command:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            # What this run of the tests was asked for is not asked of the one within it.
            env={
                **os.environ,
                "PYTHONPATH": str(copy),
                "COLUMNS": "200",
                "PYTEST_ADDOPTS": "",
            },
            cwd=copy,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def fill_in(module: Path, **selectors: str) -> None:
    text = module.read_text(encoding="utf-8")
    for placeholder, selector in selectors.items():
        named = f"#fill-in-{placeholder.replace('_', '-')}"
        assert named in text
        text = text.replace(named, selector)
    module.write_text(text, encoding="utf-8")


def test_a_family_is_begun_with_a_test_that_fails_until_it_is_filled_in(
    copy: Path, command: Command
) -> None:
    begun = command("jipyo", "outlets", "new-family", "harang")
    assert begun.returncode == 0, begun.stderr
    assert re.findall(r"^\d\.", begun.stdout, re.MULTILINE) == ["1.", "2.", "3."]
    module = copy / "jipyo/pages/families/harang.py"
    test = copy / "tests/pages/test_family_harang.py"
    registry = (copy / "jipyo/pages/families/__init__.py").read_text(encoding="utf-8")
    assert "    harang,\n    ins,\n" in registry

    # It is in style and of right types from the first moment on.
    files = [str(module), str(test), str(copy / "jipyo/pages/families/__init__.py")]
    for tool in (("ruff", "check"), ("ruff", "format", "--check"), ("pyright",)):
        done = command(*tool, *files)
        assert done.returncode == 0, done.stdout + done.stderr

    failing = command("pytest", "-q", "-p", "no:cacheprovider", str(test))
    assert failing.returncode == 1
    assert "2 failed, 1 passed" in failing.stdout
    assert "selector_drift" in failing.stdout
    assert "fill in MARKUP" in failing.stdout
    assert "fill in MARKS" in failing.stdout

    fill_in(
        module,
        the_element_of_the_text=".harang-text",
        the_title=".harang-title",
        the_line_with_reporter_and_time=".harang-facts",
    )
    golden = "tests/pages/test_golden.py"
    filled = command("pytest", "-q", "-p", "no:cacheprovider", str(test), golden, "-k", "harang")
    assert filled.returncode == 0, filled.stdout
    assert "4 passed" in filled.stdout
    # What is still missing is named by the tests of all families.
    others = command(
        "pytest", "-q", "-p", "no:cacheprovider", "tests/pages/test_families.py", "-k", "described"
    )
    assert "AssertionError: harang" in others.stdout

    again = command("jipyo", "outlets", "new-family", "harang")
    assert again.returncode == 1
    assert "exists already" in again.stderr


def test_a_saved_page_becomes_the_golden_page(copy: Path, command: Command) -> None:
    saved = copy / "tests/pages/golden/viewphp-idx.html"
    address = "https://www.naru.example/paper/read.php?page=3&article=40117"
    begun = command(
        *("jipyo", "outlets", "new-family", "sori", "--like", str(saved), "--url", address)
    )
    assert begun.returncode == 0, begun.stderr
    assert "words of your own" in begun.stdout
    module = copy / "jipyo/pages/families/sori.py"
    assert r"^/paper/read\.php\?article=\d{1,9}$" in module.read_text(encoding="utf-8")
    page = copy / "tests/pages/golden/sori-article.html"
    assert page.read_bytes() == saved.read_bytes()
    fill_in(module, the_element_of_the_text="#viewContent", the_title=".view_title")
    test = "tests/pages/test_family_sori.py"
    done = command("pytest", "-q", "-p", "no:cacheprovider", test, "-k", "read or address")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("class",), "cannot be the name"),
        (("family",), "exists already"),
        (
            (
                "sorinara",
                "--like",
                "tests/pages/golden/nd-list.html",
                "--url",
                "https://a.example/1",
            ),
            "shows no article",
        ),
    ],
)
def test_what_cannot_be_begun_writes_nothing(
    copy: Path, command: Command, arguments: tuple[str, ...], said: str
) -> None:
    registry = (copy / "jipyo/pages/families/__init__.py").read_bytes()
    done = command("jipyo", "outlets", "new-family", *arguments)
    assert done.returncode == 1
    assert said in done.stderr
    assert (copy / "jipyo/pages/families/__init__.py").read_bytes() == registry
    assert not list((copy / "tests/pages").rglob("*sorinara*"))


def test_outside_a_checkout_it_is_refused(copy: Path, command: Command) -> None:
    (copy / "pyproject.toml").rename(copy / "pyproject.away")
    try:
        done = command("jipyo", "outlets", "new-family", "haneul")
    finally:
        (copy / "pyproject.away").rename(copy / "pyproject.toml")
    assert done.returncode == 1
    assert "no checkout" in done.stderr
    assert not (copy / "jipyo/pages/families/haneul.py").exists()
