"""Nothing of a hostile project runs: modules planted beside the checked files, a planted git, git's own configuration.

Whatever is planted leaves a mark where it is run; a control shows that it would.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODEL = "from keras import Sequential, layers\nmodel = Sequential([layers.Input((4,)), layers.Dense({})])\n"
PADDING = "# nothing\n" * 30_000
"""So that several processes pay."""

PLANTED = (
    "argparse", "ast", "atheris", "bisect", "concurrent", "conftest", "copy", "csv", "dataclasses",
    "decimal", "difflib", "enum", "fractions", "hashlib", "inspect", "json", "keras",
    "libcst", "logging", "math", "multiprocessing", "mypy", "pickle", "pygls", "queue", "random", "re", "selectors",
    "setup", "shutil", "signal", "sitecustomize", "socket", "sqlite3", "string", "struct", "subprocess", "tempfile",
    "tensorflow", "textwrap", "threading", "tokenize", "tomllib", "traceback", "usercustomize", "uuid",
    "yaml", "zipfile", "zlib",
)  # fmt: skip
START = (
    "collections",
    "contextlib",
    "functools",
    "heapq",
    "importlib",
    "keyword",
    "operator",
    "pkgutil",
    "reprlib",
    "runpy",
    "types",
    "typing",
    "warnings",
    "weakref",
)
"""What Python itself imports for ``-m`` before any of our code runs, from the working directory too: only ``-P`` or
``-I`` helps there."""


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    """What is there once something planted has run."""
    return tmp_path / "ran"


def planted(folder: Path, mark: Path, names: tuple[str, ...] = (*PLANTED, *START)) -> Path:
    """A project with models that ask for several processes, and modules that would run if anything imported them."""
    folder.mkdir()
    code = f"open({str(mark)!r}, 'a').write(__name__ + ' ')\nraise ImportError('planted')\n"
    for name in names:
        (folder / f"{name}.py").write_text(code)
    (folder / "evil.pth").write_text(f"import os; open({str(mark)!r}, 'a')\n")
    (folder / "__init__.py").write_text(code)
    for number in range(3):
        (folder / f"big{number}.py").write_text(MODEL.format(number + 1) + PADDING)
    return folder


def command(folder: Path, *line: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LINT_PARAMS_CACHE_DIR": f"{folder}-cache", **variables}
    return subprocess.run(line, cwd=folder, capture_output=True, env=environment, timeout=300)


@pytest.mark.parametrize("how", ["script", "module"])
def test_modules_beside_the_checked_files(how: str, tmp_path: Path, mark: Path) -> None:
    names = (*PLANTED, *START) if how == "script" else PLANTED
    project = planted(tmp_path / "project", mark, names)
    starter = tmp_path / "bin" / "lint-params"
    starter.parent.mkdir()
    starter.write_text(
        "import sys\nfrom lint_params.__main__ import run\nif __name__ == '__main__':\n    sys.exit(run())\n"
    )
    start = (sys.executable, str(starter)) if how == "script" else (sys.executable, "-m", "lint_params")
    for arguments in (
        ("check", "--jobs", "2", "."),
        ("summary", "--jobs", "2", ".", "--format", "json"),
        ("check", "."),
    ):
        done = command(project, *start, *arguments)
        assert not mark.exists(), f"{mark.read_text()}: {done.stderr.decode()[-2000:]}"
        assert done.returncode == 0, done.stderr.decode()[-2000:]
    assert b'"params": 15' in command(project, *start, "summary", "--jobs", "2", ".", "--format", "json").stdout


@pytest.mark.parametrize(
    "arguments", [("report", ".", "-o", "-"), ("suggest", "big0.py"), ("explain", "big0.py"), ("rule",)]
)
def test_the_other_commands(arguments: tuple[str, ...], tmp_path: Path, mark: Path) -> None:
    project = planted(tmp_path / "project", mark, PLANTED)
    done = command(project, sys.executable, "-m", "lint_params", *arguments)
    assert not mark.exists(), mark.read_text()
    assert done.returncode == 0, done.stderr.decode()[-2000:]


def test_the_server(tmp_path: Path, mark: Path) -> None:
    project = planted(tmp_path / "project", mark, PLANTED)
    line = (sys.executable, "-m", "lint_params", "server")
    done = subprocess.run(
        line,
        cwd=project,
        input=b"Content-Length: 33\r\n\r\n" + b'{"jsonrpc":"2.0","method":"exit"}',
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
    )
    assert not mark.exists(), mark.read_text()
    assert b"Traceback" not in done.stderr, done.stderr.decode()[-2000:]


def test_what_is_planted_would_run(tmp_path: Path, mark: Path) -> None:
    """The control: Python itself takes the bait."""
    project = planted(tmp_path / "project", mark)
    command(project, sys.executable, "-c", "import yaml")
    assert mark.read_text() == "yaml "


# git.


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two commits with a model each."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    for units in (3, 5):
        (folder / "model.py").write_text(MODEL.format(units))
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", f"{units}")
    (folder / "model.py").write_text(MODEL.format(9))
    return folder


def hostile(repository: Path, mark: Path) -> None:
    """Every setting of git that names a program to run, and attributes that ask for them."""
    script = repository / "evil.sh"
    script.write_text(f"#!/bin/sh\necho \"$0 $*\" >> '{mark}'\ncat\n")
    script.chmod(0o755)
    settings = (
        "core.fsmonitor", "diff.external", "core.pager", "pager.log", "pager.diff", "core.sshCommand", "core.editor",
        "sequence.editor", "diff.evil.textconv", "diff.evil.command", "filter.evil.smudge", "filter.evil.clean",
        "filter.evil.process", "merge.evil.driver", "credential.helper", "gpg.program", "core.gitProxy",
        "core.askPass", "uploadpack.packObjectsHook", "init.templateDir", "interactive.diffFilter", "browser.evil.cmd",
        "core.alternateRefsCommand", "remote.origin.uploadpack", "trailer.evil.cmd",
    )  # fmt: skip
    for name in settings:
        git(repository, "config", name, str(script))
    for alias in ("rev-parse", "log", "ls-tree", "cat-file", "rev-list"):
        git(repository, "config", f"alias.{alias}", f"!{script}")
    hooks = repository / "hooks"
    hooks.mkdir()
    for name in ("post-checkout", "post-index-change", "pre-auto-gc", "reference-transaction", "fsmonitor-watchman"):
        (hooks / name).write_text(script.read_text())
        (hooks / name).chmod(0o755)
    git(repository, "config", "core.hooksPath", str(hooks))
    (repository / ".git" / "more").write_text(f"[core]\n\tfsmonitor = {script}\n[diff]\n\texternal = {script}\n")
    git(repository, "config", "include.path", "more")
    (repository / ".gitattributes").write_text("*.py diff=evil filter=evil merge=evil\n* diff=evil filter=evil\n")
    planted_git = repository / "git"
    planted_git.write_text(script.read_text())
    planted_git.chmod(0o755)


COMMANDS = (("diff",), ("diff", "HEAD~1", "HEAD"), ("diff", "main...HEAD", "HEAD"), ("log", "model.py"), ("check", "."))


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_the_configuration_of_git_runs_nothing(arguments: tuple[str, ...], repository: Path, mark: Path) -> None:
    hostile(repository, mark)
    mark.unlink(missing_ok=True)
    path = f".{os.pathsep}{os.pathsep}{os.environ['PATH']}{os.pathsep}"
    done = command(repository, sys.executable, "-m", "lint_params", *arguments, PATH=path)
    assert not mark.exists(), mark.read_text()
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    assert b"model" in done.stdout


def test_that_configuration_would_run(repository: Path, mark: Path) -> None:
    """The control: git itself runs it."""
    hostile(repository, mark)
    mark.unlink(missing_ok=True)
    subprocess.run(["git", "diff"], cwd=repository, capture_output=True)
    assert mark.exists()
