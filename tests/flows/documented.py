"""The commands that stand in the documentation, and how they are tried.

`documented.toml` has a line for each; the tests beside it hold pages, table and parser together.
"""

from __future__ import annotations

import importlib.util
import re
import shlex
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import typer
import yaml

from jipyo.cli import app
from reference.command_line import commands, is_group

ROOT = Path(__file__).parents[2]
TABLE = Path(__file__).with_suffix(".toml")

_BLOCK = re.compile(r"^( *)```sh\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_REMARK = re.compile(r"\s+#\s.*$")
_JIPYO = {"jipyo", ".venv/bin/jipyo"}


def pages() -> list[Path]:
    """README and the pages that people wrote."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def documented() -> Mapping[str, list[str]]:
    """Every command line of every ``sh`` block, with the pages on which it stands."""
    found: dict[str, list[str]] = {}
    for page in pages():
        for match in _BLOCK.finditer(page.read_text(encoding="utf-8")):
            for line in lines_of(match[2]):
                found.setdefault(line, []).append(page.name)
    return found


def lines_of(block: str) -> Iterator[str]:
    """The command lines of a block: continued ones joined, remarks and blank lines left out."""
    for line in block.replace("\\\n", " ").splitlines():
        bare = _REMARK.sub("", line.strip())
        if bare and not bare.startswith("#"):
            yield " ".join(bare.split()) if "'" not in bare and '"' not in bare else bare


@dataclass(frozen=True, slots=True)
class Trial:
    """How one command line is tried.

    Attributes:
        line: As it stands in the documentation.
        stand_ins: What is put in the place of what; a value that begins with ``@`` is one that the
            store of the test gives.
        code: The exit code that it must have.
        prove: True where it takes long; only `make prove` runs it.
        why_not: Why it is only held against the parser; empty where it is run.
    """

    line: str
    stand_ins: Mapping[str, str] = field(default_factory=dict[str, str])
    code: int = 0
    prove: bool = False
    why_not: str = ""


def trials() -> list[Trial]:
    """The lines of the table, in its order: later ones may need what earlier ones did."""
    table: dict[str, dict[str, Any]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    assert table.keys() == {"run", "prove", "parse"}
    found: list[Trial] = []
    for part in ("run", "prove"):
        for line, how in table[part].items():
            stand_ins = {name: text for name, text in how.items() if name != "exit"}
            found.append(Trial(line, stand_ins, how.get("exit", 0), part == "prove"))
    found += [Trial(line, why_not=why) for line, why in table["parse"].items()]
    return found


def invocations(line: str) -> Iterator[list[str]]:
    """The programs that a command line calls, each with its arguments."""
    words = shlex.shlex(line, posix=True, punctuation_chars="|;&<>()")
    words.whitespace_split = True
    call: list[str] = []
    for word in words:
        if set(word) <= set("|;&<>()"):
            if call:
                yield call
            call = []
        else:
            call.append(word)
    if call:
        yield call
    # What stands in $( … ) is called too.
    for inner in re.findall(r"\$\(([^()]*)\)", line):
        yield from invocations(inner)


def faults_of(line: str) -> list[str]:
    """What is wrong with a command line, told without running it."""
    faults: list[str] = []
    for program, *arguments in invocations(line):
        if program in _JIPYO:
            fault = parsed(arguments)[1]
        elif program == "make":
            fault = _no_target(arguments)
        elif program == "python" and arguments[:1] == ["-m"]:
            known = importlib.util.find_spec(arguments[1]) is not None
            fault = "" if known else f"there is no module {arguments[1]}"
        elif program == "prefect" and arguments[:2] == ["deployment", "run"]:
            fault = _no_deployment(arguments[2], arguments[3:])
        else:
            fault = ""
        if fault:
            faults.append(f"{program}: {fault}")
    return faults


def parsed(arguments: Sequence[str]) -> tuple[str, str]:
    """The name of the command that arguments call, and what its parser has against them."""
    called: list[str] = []

    def note(name: str) -> Callable[..., None]:
        def noted(**_: object) -> None:
            called.append(name)

        return noted

    root = typer.main.get_command(app)
    waiting: list[tuple[str, Any]] = [("jipyo", root)]
    while waiting:
        name, command = waiting.pop()
        inner = getattr(command, "commands", None)
        if inner is None:
            command.callback = note(name)
        else:
            waiting += [(f"{name} {word}", one) for word, one in inner.items()]
    try:
        root.main(list(arguments), prog_name="jipyo", standalone_mode=False)
    except Exception as error:  # noqa: BLE001 - the parser's own classes are private
        return "", f"{type(error).__name__}: {getattr(error, 'message', error)}"
    if not called and arguments[-1:] not in (["--help"], ["--version"]):
        return "", f"{' '.join(arguments)} calls no command"
    return (called or [""])[0], ""


def leaf_names() -> set[str]:
    """Every command that people can call."""
    return {command.name for command in commands() if not is_group(command)}


def _no_target(arguments: Sequence[str]) -> str:
    targets = set(re.findall(r"^([\w./]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    unknown = [word for word in arguments if "=" not in word and word not in targets]
    return f"no target {', '.join(unknown)}" if unknown else ""


def _no_deployment(name: str, options: Sequence[str]) -> str:
    file = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    known: dict[str, str] = {
        f"{one['entrypoint'].rpartition(':')[2]}/{one['name']}": one["entrypoint"]
        for one in file["deployments"]
    }
    flows = {entry.replace("_", "-"): entry for entry in known}
    if name not in known and name not in flows:
        return f"no deployment {name}, but {', '.join(known)}"
    given = [
        word.partition("=")[0] for before, word in pairwise(options) if before in {"--param", "-p"}
    ]
    module, _, function = known[flows.get(name, name)].partition(":")
    source = (ROOT / module).read_text(encoding="utf-8")
    signature = source.partition(f"def {function}(")[2].partition(") ->")[0]
    unknown = [word for word in given if not re.search(rf"\b{word}\s*:", signature)]
    return f"{name} takes no {', '.join(unknown)}" if unknown else ""
