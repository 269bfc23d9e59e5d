"""The hooks run in real pre-commit, installed by it into an environment of its own."""

from __future__ import annotations

import json
import os
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


def try_repo(hooks: Path, home: Path, project: Path, hook: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pre_commit", "try-repo", str(hooks), hook, "--color", "never", *arguments]
    environment = {**os.environ, "PRE_COMMIT_HOME": str(home), "GIT_CONFIG_GLOBAL": os.devnull}
    return subprocess.run(command, cwd=project, capture_output=True, text=True, env=environment, timeout=600)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "examples" / "sequence_tagger.py", tmp_path / "tagger.py")
    shutil.copy(ROOT / "examples" / "dense_tagger.py", tmp_path / "dense.py")
    (tmp_path / "notes.txt").write_text("from keras import Sequential\n")
    git(tmp_path, "init", "-q")
    return tmp_path


def test_the_hook_sees_the_finding(hooks: Path, home: Path, project: Path) -> None:
    (project / ".lint-params.yaml").write_text("budgets: [{max-params: 50_000}]\nexclude: [excluded.py]\n")
    shutil.copy(project / "tagger.py", project / "excluded.py")
    git(project, "add", "-A")
    done = try_repo(hooks, home, project, "lint-params", "--all-files")
    assert done.returncode == 1, done.stdout + done.stderr
    lines = (project / "tagger.py").read_text().split("\n")
    line = lines.index("    model.add(LSTM(20, return_sequences=True))") + 1
    assert f"tagger.py:{line}:15: LP101 error: LSTM 'lstm_2' has 53,680 parameters" in done.stdout
    assert "excluded.py" not in done.stdout
    (project / ".lint-params.yaml").write_text("budgets: [{max-params: 60_000}]\n")
    assert try_repo(hooks, home, project, "lint-params", "--all-files").returncode == 0


def test_the_project_hook_adds_all_models_up(hooks: Path, home: Path, project: Path) -> None:
    (project / ".lint-params.yaml").write_text("budgets: [{for: project, max-params: 70_000}]\n")
    git(project, "add", "-A")
    done = try_repo(hooks, home, project, "lint-params-project", "--files", "dense.py")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "LP102" in done.stdout
    (project / ".lint-params.yaml").write_text("budgets: [{for: project, max-params: 80_000}]\n")
    assert try_repo(hooks, home, project, "lint-params-project", "--files", "dense.py").returncode == 0


def test_an_installed_hook_blocks_a_commit(hooks: Path, home: Path, project: Path) -> None:
    revision = subprocess.run(["git", "rev-parse", "HEAD"], cwd=hooks, capture_output=True, text=True).stdout.strip()
    (project / ".pre-commit-config.yaml").write_text(
        f"repos: [{{repo: '{hooks}', rev: {revision}, hooks: [{{id: lint-params}}]}}]\n"
    )
    (project / ".lint-params.yaml").write_text("budgets: [{max-params: 50_000}]\n")
    cells = [{"cell_type": "code", "source": (project / "tagger.py").read_text()}]
    (project / "train.ipynb").write_text(json.dumps({"cells": cells}))
    environment = {**os.environ, "PRE_COMMIT_HOME": str(home), "GIT_CONFIG_GLOBAL": os.devnull}
    install = [sys.executable, "-m", "pre_commit", "install"]
    subprocess.run(install, cwd=project, check=True, capture_output=True, env=environment)

    def commit() -> subprocess.CompletedProcess[str]:
        command = [
            "git",
            "-c",
            "user.name=test",
            "-c",
            "user.email=test@example.invalid",
            "commit",
            "-q",
            "-m",
            "Models",
        ]
        return subprocess.run(command, cwd=project, capture_output=True, text=True, env=environment)

    git(project, "add", "-A")
    done = commit()
    assert done.returncode == 1
    assert "tagger.py:" in done.stdout + done.stderr
    assert "train.ipynb:cell 0:" in done.stdout + done.stderr
    (project / ".lint-params.yaml").write_text("budgets: [{max-params: 60_000}]\n")
    git(project, "add", "-A")
    done = commit()
    assert done.returncode == 0, done.stdout + done.stderr
