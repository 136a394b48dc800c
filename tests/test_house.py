"""The rooms of the house and what each may import; what the checkout may not contain."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.quick

ROOT = Path(__file__).parents[1]

ENGINES = {"scrapy", "prefect", "great_expectations", "twisted"}

# What each room may import of ours; "model" after a room means its types only.
ROOMS: dict[str, set[str]] = {
    "jipyo/documents": set(),
    "jipyo/pages": set(),
    "jipyo/figures": set(),
    "jipyo/series": {"jipyo.figures"},
    "jipyo/store": {"jipyo.figures.model", "jipyo.pages.model", "jipyo.series.model"},
    "jipyo/archives": set(),
    "jipyo/alerts": {"jipyo.store"},
    "jipyo/samples": set(),
    "jipyo/report": {"jipyo.store", "expectations"},
    "spiders": {"jipyo.pages", "jipyo.store"},
    "expectations": {"jipyo.series", "jipyo.store"},
    "flows": {
        "jipyo.alerts",
        "jipyo.archives",
        "jipyo.documents",
        "jipyo.pages",
        "jipyo.figures",
        "jipyo.series",
        "jipyo.store",
        "jipyo.samples",
        "jipyo.report",
        "spiders",
        "expectations",
    },
}
OURS = ("jipyo", "spiders", "flows", "expectations")


def modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imports(file: Path) -> Iterator[tuple[int, str, list[str]]]:
    for node in ast.walk(ast.parse(file.read_text(), str(file))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, []
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: relative import hides the room"
            yield node.lineno, node.module or "", [alias.name for alias in node.names]


def within(module: str, allowed: str) -> bool:
    return module == allowed or module.startswith(allowed + ".")


def test_every_room_exists() -> None:
    for room in ROOMS:
        assert modules(room), f"{room} is empty"
    for folder in ("sql/migrations", "sql/queries", "sql/checks", "tests", "docs", "benchmarks"):
        assert any((ROOT / folder).iterdir()), f"{folder} is empty"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_it_may(room: str) -> None:
    own = room.replace("/", ".")
    wrong = [
        f"{file.relative_to(ROOT)}:{line} imports {module}"
        for file in modules(room)
        for line, module, _ in imports(file)
        if module.split(".")[0] in OURS
        and module not in {"jipyo", "jipyo.plain"}  # Any room makes text plain.
        and not within(module, own)
        and not any(within(module, allowed) for allowed in ROOMS[room])
    ]
    assert not wrong, "\n".join(wrong)


INNER = (
    "jipyo/alerts",
    "jipyo/documents",
    "jipyo/pages",
    "jipyo/figures",
    "jipyo/series",
    "jipyo/store",
    "jipyo/report",
)


@pytest.mark.parametrize("room", INNER)
def test_the_inner_rooms_know_no_engine(room: str) -> None:
    wrong = [
        f"{file.relative_to(ROOT)}:{line} imports {module}"
        for file in modules(room)
        for line, module, _ in imports(file)
        if module.split(".")[0] in ENGINES
    ]
    assert not wrong, "\n".join(wrong)


def test_no_room_reaches_into_anothers_private_names() -> None:
    wrong = [
        f"{file.relative_to(ROOT)}:{line} takes {name} from {module}"
        for room in ROOMS
        for file in modules(room)
        for line, module, names in imports(file)
        if module.split(".")[0] in OURS
        for name in [*module.split("."), *names]
        if name.startswith("_") and name != "__version__"
    ]
    assert not wrong, "\n".join(wrong)


def test_commands_print_through_the_terminal_alone() -> None:
    """Text from strangers must not reach a terminal raw: `jipyo/terminal.py` makes lines plain."""
    wrong = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in sorted((ROOT / "jipyo").glob("*.py"))
        if file.name != "terminal.py"
        for node in ast.walk(ast.parse(file.read_text(), str(file)))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"print", "typer.echo", "typer.secho", "sys.stdout.write"}
    ]
    assert not wrong, "\n".join(wrong)


def test_there_is_no_utils_module() -> None:
    names = {"utils", "util", "helpers", "misc", "common"}
    assert not [file for room in ROOMS for file in modules(room) if file.stem in names]


STATEMENT = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s.+\sSET|DELETE\s+FROM|CREATE\s+TABLE)\b",
    re.DOTALL,
)


def test_sql_of_more_than_a_line_lives_in_the_sql_folder() -> None:
    wrong = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for room in ROOMS
        for file in modules(room)
        for node in ast.walk(ast.parse(file.read_text(), str(file)))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and "\n" in node.value.strip()
        and STATEMENT.search(node.value)
    ]
    assert not wrong, "\n".join(wrong)


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name]


def test_no_registry_host_stands_in_a_tracked_file() -> None:
    hosts = re.compile(
        "|".join(["py" + "pi", "files.python" + "hosted", "registry." + "npmjs"]) + r"\.org"
    )
    wrong = [
        str(file.relative_to(ROOT))
        for file in tracked_files()
        if file.is_file() and hosts.search(file.read_text(errors="ignore"))
    ]
    assert not wrong, wrong


# Starting a command must not cost more than the command: what `--help` may not load.
HEAVY = ["prefect", "scrapy", "great_expectations", "sqlalchemy", "trafilatura", "pandas"]
SHOWN_HELP = """
import contextlib, io
from jipyo.cli import app
with contextlib.redirect_stdout(io.StringIO()) as shown:
    app(["--help"], standalone_mode=False)
assert "nightly" in shown.getvalue()
"""


@pytest.mark.parametrize(
    ("statement", "forbidden"),
    [
        ("import jipyo.cli", [*HEAVY, "psycopg", "lxml", "yaml"]),
        (SHOWN_HELP, [*HEAVY, "psycopg", "lxml", "yaml", "rich", "pydantic"]),
        ("import jipyo.extraction", [*HEAVY, "psycopg", "lxml", "yaml"]),
        ("import jipyo.store.flags, jipyo.store.database", HEAVY),
        # Prefect reads its environment when it is imported: that must be after the server started.
        ("import flows.once, flows.demo", ["prefect"]),
    ],
)
def test_commands_load_no_more_than_they_need(statement: str, forbidden: list[str]) -> None:
    code = f"{statement}\nimport sys\nprint(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert not loaded & set(forbidden)


UNSAFE = {
    *("eval", "exec", "compile", "os.system", "os.popen", "yaml.load", "yaml.unsafe_load"),
    *("yaml.full_load", "tempfile.mktemp", "ssl._create_unverified_context"),
}
FOREIGN = {"pickle", "marshal", "shelve", "dill", "xmlrpc", "telnetlib"}


def test_nothing_of_strangers_is_run_or_opens_files_and_networks() -> None:
    """What ruff's S rules look for, without its exceptions, and how XML is read."""
    wrong: list[str] = []
    parsers = 0
    for room in OURS:
        for file in modules(room):
            for node in ast.walk(ast.parse(file.read_text(), str(file))):
                place = f"{file.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
                if isinstance(node, ast.Import | ast.ImportFrom):
                    names = [alias.name for alias in node.names]
                    names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                    if FOREIGN & {name.split(".")[0] for name in names}:
                        wrong.append(f"{place} imports {names}")
                    if any(name.startswith("xml.") for name in names):
                        wrong.append(f"{place} reads XML without lxml's or defusedxml's guards")
                if not isinstance(node, ast.Call):
                    continue
                called = ast.unparse(node.func)
                given = {one.arg: ast.unparse(one.value) for one in node.keywords}
                if called in UNSAFE or "shell" in given:
                    wrong.append(f"{place} calls {called}")
                if called.endswith("XMLParser"):
                    parsers += 1
                    closed = {"resolve_entities": "False", "no_network": "True"}
                    if not closed.items() <= given.items():
                        wrong.append(f"{place}: entities and network are open to {called}")
                if given.get("verify") == "False" or given.get("no_network") == "False":
                    wrong.append(f"{place} calls {called} without its guard")
    assert wrong == []
    assert parsers
