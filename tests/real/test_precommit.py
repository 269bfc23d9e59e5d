"""The hooks run in real pre-commit, installed by it into an environment of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


def git(directory: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=directory, check=True, capture_output=True)


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This working tree as a repository with one commit, as pre-commit would clone it."""
    directory = tmp_path_factory.mktemp("hooks")
    for name in ("lint_params", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, directory / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, directory / name)
    git(directory, "init", "-q")
    git(directory, "add", "-A")
    git(directory, "commit", "-q", "-m", "Hooks")
    return directory


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pre-commit")


def pre_commit(home: Path, project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pre_commit", *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, env=variables(home), timeout=900)


def variables(home: Path) -> dict[str, str]:
    quick = {"PIP_NO_COMPILE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return {**os.environ, **quick, "PRE_COMMIT_HOME": str(home), "GIT_CONFIG_GLOBAL": os.devnull}


def configure(hooks: Path, project: Path) -> None:
    """All hooks at the repository's commit; what pre-commit installs for them is kept in its home."""
    revision = subprocess.run(["git", "rev-parse", "HEAD"], cwd=hooks, capture_output=True, text=True).stdout.strip()
    names = re.findall(r"^- id: (.*)$", (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"), re.MULTILINE)
    document = {"repos": [{"repo": str(hooks), "rev": revision, "hooks": [{"id": name} for name in names]}]}
    (project / ".pre-commit-config.yaml").write_text(json.dumps(document))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "examples" / "sequence_tagger.py", tmp_path / "tagger.py")
    shutil.copy(ROOT / "examples" / "dense_tagger.py", tmp_path / "dense.py")
    (tmp_path / "notes.txt").write_text("from keras import Sequential\n")
    git(tmp_path, "init", "-q")
    return tmp_path


def test_the_hook_is_tried_without_being_configured(hooks: Path, home: Path, project: Path) -> None:
    (project / ".lint-params.yaml").write_text("budgets: [{max-params: 50_000}]\nexclude: [excluded.py]\n")
    shutil.copy(project / "tagger.py", project / "excluded.py")
    git(project, "add", "-A")
    done = pre_commit(home, project, "try-repo", str(hooks), "lint-params", "--color", "never", "--all-files")
    assert done.returncode == 1, done.stdout + done.stderr
    lines = (project / "tagger.py").read_text().split("\n")
    line = lines.index("    model.add(LSTM(20, return_sequences=True))") + 1
    assert f"tagger.py:{line}:15: LP101 error: LSTM 'lstm_2' has 53,680 parameters" in done.stdout
    assert "excluded.py" not in done.stdout


def test_the_project_hook_adds_all_models_up(hooks: Path, home: Path, project: Path) -> None:
    (project / ".lint-params.yaml").write_text("budgets: [{for: project, max-params: 70_000}]\n")
    configure(hooks, project)
    git(project, "add", "-A")
    run = ("run", "lint-params-project", "--files", "dense.py")
    done = pre_commit(home, project, *run)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "LP102" in done.stdout
    (project / ".lint-params.yaml").write_text("budgets: [{for: project, max-params: 80_000}]\n")
    assert pre_commit(home, project, *run).returncode == 0


def test_installed_hooks_block_commits(hooks: Path, home: Path, project: Path) -> None:
    configure(hooks, project)
    (project / ".lint-params.yaml").write_text("budgets: [{max-params: 50_000}]\n")
    source = (project / "tagger.py").read_text()
    cells = [{"cell_type": "code", "source": source}]
    (project / "train.ipynb").write_text(json.dumps({"cells": cells}))
    assert pre_commit(home, project, "install").returncode == 0

    def commit() -> tuple[int, str]:
        identity = ["-c", "user.name=test", "-c", "user.email=test@example.invalid"]
        command = ["git", *identity, "commit", "-q", "-m", "Models"]
        done = subprocess.run(command, cwd=project, capture_output=True, text=True, env=variables(home))
        return done.returncode, done.stdout + done.stderr

    git(project, "add", "-A")
    status, said = commit()
    assert status == 1, said
    assert "tagger.py:" in said
    assert "train.ipynb:cell 0:" in said
    (project / ".lint-params.yaml").write_text("budgets: []\n")
    git(project, "add", "-A")
    # There is no HEAD yet to compare with.
    assert commit()[0] == 0

    # Growth that is not part of the commit is none.
    (project / "tagger.py").write_text(source.replace("LSTM(20", "LSTM(30"))
    (project / "notes.py").write_text("")
    git(project, "add", "notes.py")
    status, said = commit()
    assert status == 0, said
    git(project, "add", "-A")
    status, said = commit()
    assert status == 1, said
    assert "lint-params (growth)" in said and "LSTM(30) 'lstm_2', line" in said
    assert "grew by" in said and "more than 10%" in said
