"""The same bytes for the same files: whatever the hash seed, the number of processes, and the order of the paths."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.interpret.programs import PRELUDE, UNKNOWN, write

ROOT = Path(__file__).parents[2]

FILES = {
    "sets": PRELUDE
    + (
        "sizes = {3, 4, 'a', (1, 2), None}\n"
        "m = Sequential([Input((2,)), Dense(len(sizes))])\n"
        "for n in {5, 6}:\n"
        "    m.add(Dense(n))\n"
    ),
    "variants": PRELUDE
    + UNKNOWN
    + (
        "m = Sequential([Input((2,))])\n"
        "for key in ('a', 'b', 'c'):\n"
        "    if unknown[key]:\n"
        "        m.add(Dense(unknown.n))\n"
    ),
    "symbols": PRELUDE
    + UNKNOWN
    + "m = Sequential([Input((unknown.a,)), Dense(unknown.b * unknown.c), Dense(unknown.a + unknown.c)])\n",
    "builders": PRELUDE
    + ("def build(n, m=3):\n    return Sequential([Input((2,)), Dense(n), Dense(m)])\nbuild(3)\nbuild(m=5, n=4)\n"),
    "imports": "from builders import build\nfrom symbols import *\nmodel = build(7)\n",
    "config": "import argparse\n"
    + PRELUDE
    + (
        "p = argparse.ArgumentParser()\n"
        "p.add_argument('--n', default=3)\n"
        "p.add_argument('--k', default=4)\n"
        "a = p.parse_args()\n"
        "m = Sequential([Input((2,)), Dense(a.n), Dense(a.k)])\n"
    ),
}


def summary(folder: Path, *arguments: str, seed: str = "0", python: str = sys.executable, **variables: str) -> bytes:
    command = [python, "-m", "lint_params", "summary", "--format", "json", "--isolated", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, **variables}
    run = subprocess.run(command, cwd=folder, capture_output=True, env=environment, timeout=600)
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("project"), **FILES)


@pytest.fixture(scope="module")
def first(project: Path) -> bytes:
    return summary(project, ".")


@pytest.mark.parametrize("seed", ["1", "4242"])
def test_the_hash_seed_does_not_show(seed: str, project: Path, first: bytes) -> None:
    assert summary(project, ".", seed=seed) == first
    assert b'"layers"' in first


def test_the_number_of_processes_does_not_show(project: Path, first: bytes) -> None:
    assert summary(project, "--jobs", "2", ".") == first
    assert summary(project, "--jobs", "1", ".") == first


def test_the_order_of_paths_changes_no_model(project: Path) -> None:
    names = [f"{name}.py" for name in FILES]
    forwards, backwards = json.loads(summary(project, *names)), json.loads(summary(project, *reversed(names)))
    assert sorted(forwards["models"], key=repr) == sorted(backwards["models"], key=repr)


def test_a_file_alone_gives_what_it_gives_among_others(project: Path) -> None:
    together = json.loads(summary(project, "."))["models"]
    for name in FILES:
        alone = json.loads(summary(project, f"{name}.py"))["models"]
        assert alone == [model for model in together if model["path"] == f"{name}.py"]


PLACES = {
    "locale C": {"LC_ALL": "C", "LANG": "C"},
    "UTF-8": {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "LANGUAGE": "de"},
    "Turkish": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    "Kiritimati": {"TZ": "Pacific/Kiritimati"},
    "before Greenwich": {"TZ": "UTC+11:30"},
    "another home": {"HOME": "/nonexistent", "USER": "nobody", "TERM": "dumb"},
}


@pytest.mark.parametrize("place", PLACES)
def test_where_the_machine_stands_does_not_show(place: str, project: Path, first: bytes) -> None:
    assert summary(project, ".", **PLACES[place]) == first


PYTHONS = os.environ.get("LINT_PARAMS_PYTHONS", "").split(os.pathsep)
"""Other interpreters with libcst and PyYAML, to compare with this one."""


@pytest.mark.parametrize("python", PYTHONS)
def test_the_version_of_python_does_not_show(python: str, project: Path, first: bytes) -> None:
    if not python:
        pytest.skip("LINT_PARAMS_PYTHONS names no other interpreters")
    assert summary(project, ".", python=python) == first


@pytest.mark.long
@pytest.mark.parametrize("python", PYTHONS)
def test_the_version_of_python_shows_in_no_case(python: str) -> None:
    if not python:
        pytest.skip("LINT_PARAMS_PYTHONS names no other interpreters")
    cases = ROOT / "tests" / "cases"
    assert summary(cases, "--no-cache", ".", python=python) == summary(cases, "--no-cache", ".")
