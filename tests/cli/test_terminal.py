"""On a terminal nothing is wider than it, words and figures stay whole, and bars show what is large."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint_params.cli import COMMANDS, console
from lint_params.report.escape import width
from lint_params.report.style import Style
from lint_params.report.wrapping import told, wrapped
from tests.cli.command import ROOT, Terminal, run

MODELS = """\
from keras import Input, Sequential, layers


def build(features, width=128):
    first = layers.Dense(width, name="projection_with_a_name_that_is_rather_long")
    return Sequential([layers.Input((features,)), first])


pictures = Sequential([
    layers.Input((96, 96, 3)),
    layers.Conv2D(32, 3, padding="same", activation="relu"),
    layers.Flatten(),
    layers.BatchNormalization(name="层层层层层层层层层层层层层层层层层层层层"),
    layers.Dense(128, activation="relu"),
    layers.Dense(10, activation="softmax"),
])
broken = Sequential([layers.Input((10,)), layers.LSTM(3)])
"""

COMMAND_LINES = (
    ("check", "--no-cache", "--verbose"),
    ("summary", "--no-cache"),
    ("summary", "--no-cache", "--columns", "layer,output,params,macs,share"),
    ("explain", "--no-cache", "models.py", "tagger.py:13"),
    ("explain", "--summary", "table.txt"),
    ("suggest", "--no-cache", "models.py", "--limit", "1"),
    ("diff", "tagger.py", "models.py"),
    ("diff",),
    ("log",),
    ("rule",),
    ("rule", "LP101"),
    ("--help",),
    *((name, "--help") for name in COMMANDS),
)
ESCAPES = re.compile("\x1b\\[[0-9;]*m")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Models with long names and large counts, a budget that they break, and a history."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "tagger.py").write_text((ROOT / "examples" / "sequence_tagger.py").read_text("utf-8"), "utf-8")
    (folder / "models.py").write_text("import keras\n")
    (folder / ".lint-params.yaml").write_text(
        "budgets: [{max-params: 3000}, {for: model, max-size: 9 kB}]\nselect: LP\n"
    )
    (folder / "table.txt").write_text(run(ROOT, "summary", "examples").stdout, "utf-8")
    identity = ("-c", "user.name=terminal", "-c", "user.email=terminal")
    for command in (("init", "-q"), ("add", "."), (*identity, "commit", "-q", "-m", "A subject that goes on " * 8)):
        subprocess.run(["git", *command], cwd=folder, check=True)
    (folder / "models.py").write_text(MODELS, "utf-8")
    return folder


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("command", COMMAND_LINES, ids=" ".join)
def test_nothing_is_wider_than_the_terminal(
    command: tuple[str, ...], columns: int, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "xterm")
    shown = run(project, *command, stream=Terminal).stdout
    assert shown
    assert ("\x1b[" in shown) == ("--help" not in command)
    wide = [line for line in ESCAPES.sub("", shown).splitlines() if width(line) > columns]
    # A program in the page of a rule keeps its lines, and so does a command among the examples.
    whole = "    " if command == ("rule", "LP101") else "  lint-params "
    assert [line for line in wide if not line.startswith(whole)] == []


def test_to_a_program_a_finding_is_one_line(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    for lines in (
        run(project, "check", "--no-cache", "--quiet", "--color", "never", stream=Terminal).stdout,
        run(project, "check", "--no-cache", "--quiet").stdout,
    ):
        assert lines and all(re.match(r"(models|tagger)\.py:\d+:\d+: LP\d+ ", line) for line in lines.splitlines())


def test_bars_where_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    shown = {}
    for columns in (80, 120):
        monkeypatch.setenv("COLUMNS", str(columns))
        shown[columns] = run(ROOT, "summary", "examples/sequence_tagger.py", stream=Terminal).stdout
    assert "Share" not in shown[80] and "█" not in shown[80]
    assert re.search(r"lstm_2 .*53,680.* █{8}▊ +87\.3% │", shown[120])
    assert "Share" not in run(ROOT, "summary", "examples/sequence_tagger.py").stdout


def test_shares_of_a_model_make_the_whole() -> None:
    shown = run(ROOT, "summary", "--columns", "share", "examples/sequence_tagger.py").stdout
    shares = [float(share) for share in re.findall(r"([\d.]+)%", shown)]
    assert len(shares) == 5
    assert sum(shares) == pytest.approx(100, abs=0.3)


@given(st.text("ab_. 层", max_size=80), st.integers(2, 30), st.integers(0, 30))
def test_broken_text_is_all_there(text: str, room: int, first: int) -> None:
    lines = wrapped(text, room, min(first, room))
    assert all(width(line) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.text(max_size=60), st.integers(30, 60))
def test_a_line_begins_as_it_is_told(text: str, columns: int) -> None:
    plain = list(told(text, Style(), "model.py:1: "))
    assert len(plain) == 1 and plain[0].startswith("model.py:1: ")
    lines = list(told(text, Style(width=columns, terminal=True), "model.py:1: "))
    assert lines[0].startswith("model.py:1:")
    assert all(width(line) <= columns for line in lines)


def test_long_work_says_how_far_it_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal, from a second after its begin, never wider than it, and gone before anything else is written."""
    now, terminal = [0.0], Terminal(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", "20")
    ticker, quiet = console.Ticker(True), console.Ticker(False)
    for seconds in (0.0, 0.99, 1.0, 1.05, 1.2):
        now[0] = seconds
        ticker.tell(f"{seconds} of 2 or somewhat more")
        quiet.tell("never")
    console.warn("so it is")
    console.write_over("")
    terminal.flush()
    written = terminal.buffer.getvalue().decode()  # type: ignore[attr-defined]
    assert written.split("\r\x1b[K") == ["", "1.0 of 2 or somewha", "1.2 of 2 or somewha", "so it is\n"]
