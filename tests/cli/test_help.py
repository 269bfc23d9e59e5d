"""The help of each command: it fits a terminal, and its examples work."""

from __future__ import annotations

import importlib
import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from lint_params.cli import COMMANDS
from tests.cli.command import ROOT, process, run
from tests.cli.test_diff import git
from tests.pasted.test_pasted import SEED

EXAMPLE = re.compile(r"^  lint-params (.*?)(?:  .*)?$", re.MULTILINE)

WAITING = {"server"}
"""Commands that talk until they are told to end."""


def examples(command: str, directory: Path) -> list[str]:
    done = run(directory, command, "--help")
    assert done.returncode == 0
    assert all(len(line) <= 120 for line in done.stdout.splitlines())
    _, _, text = done.stdout.partition("\nexamples:\n")
    return EXAMPLE.findall(text)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A directory that holds the files the examples speak of."""
    source = (ROOT / "examples" / "sequence_tagger.py").read_text("utf-8")
    (tmp_path / "src").mkdir()
    for name in ("model.py", "src/model.py"):
        (tmp_path / name).write_text(source, "utf-8")
    cells = [{"cell_type": "code", "source": ""}] * 3 + [{"cell_type": "code", "source": source.replace('"""', '"')}]
    (tmp_path / "train.ipynb").write_text(json.dumps({"cells": cells}))
    for name in ("old.py", "new.py"):
        (tmp_path / name).write_text(source, "utf-8")
    for name in ("before.json", "after.json"):
        (tmp_path / name).write_text(run(tmp_path, "summary", "--format", "json", "model.py").stdout)
    (tmp_path / "table.txt").write_text(SEED)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "begin")
    for name in ("v1.0", "v2.0"):
        git(tmp_path, "tag", name)
    git(tmp_path, "branch", "origin/main")
    return tmp_path


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - WAITING))
def test_examples_work(command: str, project: Path) -> None:
    found = examples(command, project)
    assert len(found) >= 2
    model = (project / "model.py").read_text("utf-8").split("\n")
    for example in found:
        # Lines in the examples are of some model; here they are lines of this one.
        line = next(number for number, text in enumerate(model, 1) if "LSTM(20" in text)
        example = re.sub(r"(model\.py|cell 3):\d+", rf"\1:{line}", example)
        arguments, _, target = example.partition(" > ")
        arguments, _, source = arguments.partition(" < ")
        given = (project / source).read_text("utf-8") if source else ""
        done = run(project, *shlex.split(arguments), input=given)
        assert done.returncode in (0, 1), (example, done.stderr)
        assert done.stdout or "--fix" in example, example
        assert not target or "/" in target or target.endswith(".json")
    shutil.rmtree(project / "src")


def message(method: str, **more: object) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", "method": method, **more}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def test_examples_of_the_server_work(tmp_path: Path) -> None:
    (tmp_path / "strict.yaml").write_text("budgets: [{max-params: 10}]\n")
    opened = message("initialize", id=1, params={"processId": None, "rootUri": None, "capabilities": {}})
    ended = message("shutdown", id=2) + message("exit")
    found = examples("server", tmp_path)
    assert len(found) >= 2
    for example in found:
        done = process(tmp_path, "python", "-m", "lint_params", *shlex.split(example), input=opened + ended)
        assert done.returncode == 0 and b'"hoverProvider": true' in done.stdout, (example, done.stderr)


def test_every_command_has_examples() -> None:
    for name in COMMANDS:
        module = importlib.import_module(f"lint_params.cli.{name}")
        assert "exit status: 0" in module.EXAMPLES
