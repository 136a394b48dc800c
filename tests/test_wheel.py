"""The built wheel works away from the checkout: sql, data files and samples travel in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), ROOT],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An environment with the wheel; dependencies are those of this one, without our checkout."""
    folder = tmp_path_factory.mktemp("elsewhere")
    environment = folder / "environment"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    python = environment / "bin" / "python"
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel], check=True
    )
    (packages,) = (environment / "lib").glob("python*/site-packages")
    # A path file does not carry over the path files of the folder that it names, so the editable
    # install of the checkout stays behind.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    home = folder / "home"
    yield folder
    subprocess.run(
        [environment / "bin" / "jipyo", "down"],
        env={**os.environ, "JIPYO_HOME": str(home)},
        cwd=folder,
        check=True,
    )


def test_everything_travels_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("sql/migrations", "sql/queries", "sql/checks"):
        ours = {f"jipyo/{file.relative_to(ROOT)}" for file in (ROOT / folder).rglob("*.sql")}
        assert ours and ours <= names
    data = [
        file
        for room in ("jipyo", "spiders", "flows", "expectations")
        for file in (ROOT / room).rglob("*")
        if file.suffix in {".py", ".toml", ".yaml", ".csv", ".txt", ".html"}
    ]
    assert {str(file.relative_to(ROOT)) for file in data} <= names
    assert "jipyo/prefect.yaml" in names


@pytest.mark.prove
def test_the_demo_runs_from_the_wheel(elsewhere: Path) -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PREFECT_", "JIPYO_", "PYTHON"))
    }
    environment["JIPYO_HOME"] = str(elsewhere / "home")
    command = elsewhere / "environment" / "bin" / "jipyo"

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [command, *arguments],
            env=environment,
            cwd=elsewhere,
            capture_output=True,
            text=True,
            check=False,
            timeout=280,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    where = subprocess.run(
        [elsewhere / "environment/bin/python", "-c", "import jipyo; print(jipyo.__file__)"],
        capture_output=True,
        text=True,
        cwd=elsewhere,
        env=environment,
        check=True,
    ).stdout
    assert str(elsewhere) in where
    run("demo", "--nights", "2")
    flags = [json.loads(line) for line in run("flags", "--format", "jsonl").splitlines()]
    assert {"conflict_between_releases", "unit_slip"} <= {flag["check"] for flag in flags}
