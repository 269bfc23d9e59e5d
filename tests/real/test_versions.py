"""The oldest versions of what is needed say the same as those of this environment, to the last character."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

import pytest
from packaging.requirements import Requirement

from tests.real.projects import ROOT, environment

pytestmark = pytest.mark.slow

CASES = ROOT / "tests" / "cases"
EVERYTHING = "budgets: [{max-params: 1}, {for: model, max-params: 1}]\nselect: [LP1, LP2, LP3, LP4, LP5, LP9]\n"
"""A configuration under which every layer and every model is told, with its formula."""


def lowest() -> dict[str, str]:
    """The versions that ``dependencies`` of pyproject.toml begin with, of what this interpreter needs."""
    found = {}
    for line in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]:
        one = Requirement(line)
        if one.marker is None or one.marker.evaluate():
            (specifier,) = one.specifier
            assert specifier.operator == ">=", "an upper bound needs a reason and a test"
            found[one.name] = specifier.version
    return found


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the oldest versions, and what those need."""
    target = tmp_path_factory.mktemp("old")
    wanted = [f"{name}=={version}" for name, version in lowest().items()]
    command = [sys.executable, "-m", "pip", "install", "-q", "--target", str(target), *wanted]
    done = subprocess.run(command, capture_output=True, text=True, env=environment())
    if done.returncode:
        pytest.skip(f"they can't be had for this interpreter: {done.stderr.strip().splitlines()[-1]}")
    return target


def said(arguments: list[str], *path: Path) -> str:
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, [*path, ROOT]))}
    command = [sys.executable, "-m", "lint_params", *arguments, "--no-cache", "--jobs", "1", "."]
    done = subprocess.run(command, cwd=CASES, capture_output=True, text=True, env=variables)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def test_the_folder_holds_the_oldest(old: Path) -> None:
    there = {one.metadata["Name"].lower(): one.version for one in importlib.metadata.distributions(path=[str(old)])}
    for name, version in lowest().items():
        assert Requirement(f"{name}=={version}").specifier.contains(there[name.lower()])


def test_they_say_the_same(old: Path, tmp_path: Path) -> None:
    config = tmp_path / "everything.yaml"
    config.write_text(EVERYTHING)
    arguments = ["check", "--output-format", "json", "--config", str(config)]
    expected = said(arguments)
    assert len(expected) > 100_000
    assert said(arguments, old) == expected
