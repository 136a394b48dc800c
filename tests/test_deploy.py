"""The unit of systemd and the container file: as far as they can be read without running them."""

from __future__ import annotations

import fnmatch
import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.quick

ROOT = Path(__file__).parents[1]


def instructions() -> list[tuple[str, str]]:
    """The instructions of the container file, lines that go on joined, comments left out."""
    found: list[tuple[str, str]] = []
    going_on = ""
    for line in (ROOT / "deploy" / "Containerfile").read_text().splitlines():
        if line.lstrip().startswith("#") or not line.strip():
            continue
        going_on += line.strip()
        if going_on.endswith("\\"):
            going_on = going_on[:-1]
            continue
        word, _, rest = going_on.partition(" ")
        found.append((word, rest.strip()))
        going_on = ""
    assert not going_on, "the last line goes on"
    return found


def test_the_container_file_is_one_and_keeps_its_promises() -> None:
    found = instructions()
    known = {
        *("ARG", "FROM", "WORKDIR", "RUN", "COPY", "ENV", "USER", "VOLUME", "EXPOSE"),
        *("STOPSIGNAL", "HEALTHCHECK", "CMD"),
    }
    assert {word for word, _ in found} <= known
    last_stage = found[[word for word, _ in found].index("FROM", 2) :]
    assert last_stage[0][0] == "FROM"
    by_word = dict(last_stage)
    assert by_word["USER"].partition(":")[0].isdigit() and not by_word["USER"].startswith("0")
    # Nothing is run as root after the user is set.
    words = [word for word, _ in last_stage]
    assert "RUN" not in words[words.index("USER") :]
    environment = dict(part.split("=", 1) for part in shlex.split(by_word["ENV"]))
    assert json.loads(by_word["VOLUME"]) == [environment["JIPYO_HOME"]]
    assert set(by_word["EXPOSE"].split()) == {
        environment["JIPYO_PREFECT_PORT"],
        environment["JIPYO_PAGES_PORT"],
    }
    assert json.loads(by_word["CMD"]) == ["jipyo", "up"]
    check = json.loads(by_word["HEALTHCHECK"].partition("CMD ")[2])
    compile(check[-1], "HEALTHCHECK", "exec")
    assert f":{environment['JIPYO_PAGES_PORT']}/health" in check[-1]


def test_what_is_copied_into_the_image_is_sent_to_its_builder() -> None:
    rules = [
        line
        for line in (ROOT / ".containerignore").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    for word, rest in instructions():
        if word != "COPY" or rest.startswith("--from"):
            continue
        for source in rest.split()[:-1]:
            assert (ROOT / source).exists(), source
            excluded = False
            for rule in rules:
                if fnmatch.fnmatch(source, rule.removeprefix("!")):
                    excluded = not rule.startswith("!")
            assert not excluded, source
    # A package that is not copied would be missed only when it runs.
    copied = " ".join(rest for word, rest in instructions() if word == "COPY")
    for package in ("jipyo", "spiders", "flows", "expectations", "sql", "prefect.yaml"):
        assert package in copied.split()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here")
def test_systemd_reads_the_unit(tmp_path: Path) -> None:
    text = (ROOT / "deploy" / "jipyo.service").read_text()
    assert "ExecStart=/opt/jipyo/.venv/bin/jipyo up\n" in text
    # systemd looks whether the program is there.
    command = Path(sys.executable).with_name("jipyo")
    here = text.replace("/opt/jipyo/.venv/bin/jipyo", str(command))
    unit = tmp_path / "jipyo.service"
    unit.write_text(here.replace("Documentation=file:///opt/jipyo/docs/running.md\n", ""))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "jipyo.service" not in done.stderr, done.stderr


def test_the_audit_covers_every_pinned_package_and_asks_nobody_here() -> None:
    """What `make audit` runs, up to the question that it would send."""
    # Where make itself runs the suite, a make below it would print the folders that it enters.
    target = subprocess.run(
        ["make", "-n", "--no-print-directory", "audit"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    command = shlex.split(target.stdout.strip().splitlines()[-1].removeprefix("@"))
    assert command[0].endswith("/pip-audit")
    assert "--strict" in command  # A package of which nothing is known is no good news.
    pinned = {
        line.partition("==")[0].partition("[")[0]
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in (ROOT / name).read_text().splitlines()
        if "==" in line
    }
    done = subprocess.run(
        [str(Path(sys.executable).with_name("pip-audit")), *command[1:], "--dry-run"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert f"would have audited {len(pinned)} packages" in done.stderr
