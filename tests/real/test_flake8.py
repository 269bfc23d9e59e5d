"""In real flake8, and beside real ruff."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.real.projects import LINE, ROOT, over_budget

WANTED = f"./tagger.py:{LINE}:15: LP101 LSTM 'lstm_2' has 53,680 parameters, budget 50,000"


def tool(directory: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", *command]
    return subprocess.run(line, cwd=directory, capture_output=True, text=True, input=more.get("input"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    over_budget(tmp_path)
    return tmp_path


def comment(project: Path, text: str) -> None:
    lines = (project / "tagger.py").read_text("utf-8").split("\n")
    lines[LINE - 1] += text
    (project / "tagger.py").write_text("\n".join(lines), "utf-8")


def test_flake8_tells_what_check_tells(project: Path) -> None:
    done = tool(project, "flake8", "--select", "LP", ".")
    assert done.stdout.startswith(WANTED), done.stderr
    assert (done.returncode, done.stdout.count("\n")) == (1, 1)
    assert "lint-params: " in tool(project, "flake8", "--version").stdout.replace("\n", "")
    source = (project / "tagger.py").read_text("utf-8")
    piped = tool(project, "flake8", "--select", "LP", "--stdin-display-name", "./tagger.py", "-", input=source)
    assert piped.stdout == done.stdout


def test_flake8_tells_no_notes(project: Path) -> None:
    (project / "open.py").write_text("from keras import Sequential, layers\nm = Sequential([layers.Dense(2)])\n")
    done = tool(project, "flake8", "--select", "LP", "open.py")
    assert (done.returncode, done.stdout) == (0, "")


def test_flake8_and_suppressions(project: Path) -> None:
    source = (project / "tagger.py").read_text("utf-8")
    for number, text in enumerate(("  # noqa: LP101", "  # noqa", "  # lint-params: ignore[LP101] -- measured")):
        (project / "tagger.py").write_text(source, "utf-8")
        comment(project, text)
        (project / "tagger.py").rename(project / f"tagger_{number}.py")
    done = tool(project, "flake8", "--select", "LP", ".")
    assert (done.returncode, done.stdout) == (0, "")


def test_flake8_and_a_mistake_in_the_configuration(project: Path) -> None:
    (project / ".lint-params.yaml").write_text("budget: 3\n")
    done = tool(project, "flake8", "--select", "LP", "tagger.py")
    assert done.returncode == 1
    assert ".lint-params.yaml:1:1" in done.stdout + done.stderr


def test_ruff_knows_the_codes_once_told(project: Path) -> None:
    comment(project, "  # noqa: LP101")
    command = ["ruff", "check", "--no-cache", "--select", "RUF", "--output-format", "concise", "tagger.py"]
    (project / "ruff.toml").write_text("")
    assert "RUF102" in tool(project, *command).stdout
    (shown,) = [
        block
        for block in (ROOT / "docs" / "integrations.md").read_text("utf-8").split("```")
        if block.startswith("toml\n[tool.ruff.lint]")
    ]
    (project / "ruff.toml").unlink()
    (project / "pyproject.toml").write_text(shown.removeprefix("toml\n"))
    done = tool(project, *command)
    assert done.returncode == 0, done.stdout
