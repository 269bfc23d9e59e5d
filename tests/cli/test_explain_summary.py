"""``explain --summary``: a printed table on the command line, in every format."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import ROOT, run
from tests.memory import STATUS
from tests.pasted.test_pasted import SEED


def test_text_and_markdown(tmp_path: Path) -> None:
    (tmp_path / "table.txt").write_text(SEED)
    done = run(tmp_path, "explain", "--summary", "table.txt")
    assert (done.returncode, done.stderr) == (0, "")
    assert "input: (None, 400, 13), or (None, 400, 14)" in done.stdout
    assert "  5*650 + 650 = 3,900, where the table says no number" in done.stdout
    assert "lstm_3 reads 650 features and lstm_4 reads 20 features" in done.stdout
    piped = run(tmp_path, "explain", "--summary", "-", "--format", "markdown", input=SEED)
    assert "| `5*650 + 650` |" in piped.stdout


def test_json(tmp_path: Path) -> None:
    (table,) = json.loads(run(tmp_path, "explain", "--summary", "-", "--format", "json", input=SEED).stdout)["tables"]
    assert table["inputs"] == [[None, 400, 13], [None, 400, 14]]
    inner = table["layers"][2]["candidates"][0]["arguments"]["layer"]
    assert inner == {"type": "Dense", "arguments": {"units": 650, "use_bias": True}}
    assert table["layers"][3]["settled"] is True


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_files_of_windows(tmp_path: Path, encoding: str) -> None:
    """PowerShell writes what it sends to a file in UTF-16."""
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    (tmp_path / "table.txt").write_bytes(f"{mark}{SEED}".replace("\n", "\r\n").encode(encoding))
    (tmp_path / "plain.txt").write_text(SEED)
    done, plain = (run(tmp_path, "explain", "--summary", f"{name}.txt") for name in ("table", "plain"))
    assert (done.returncode, done.stdout) == (0, plain.stdout)


def test_what_is_no_table(tmp_path: Path) -> None:
    done = run(tmp_path, "explain", "--summary", "-", input="hello\n")
    assert (done.returncode, done.stderr) == (2, "lint-params: no table of a model.summary() in it\n")
    assert run(tmp_path, "explain", "--summary", "nowhere.txt").returncode == 2
    assert run(tmp_path, "explain", "--summary", "-", "model.py").returncode == 2


@pytest.mark.skipif(not STATUS.exists(), reason="measured as Linux does")
@pytest.mark.parametrize("kind", ["Conv2D", "Dense", "SeparableConv2D"])
def test_a_hundred_thousand_rows(tmp_path: Path, kind: str) -> None:
    """It ends soon, with little memory, and says what was left out."""
    shape = "64" if kind == "Dense" else "{0}, {0}, 64"
    rows = (f"row_{n} ({kind})   (None, {shape.format(100_000 - n)})   {4_160 + 64 * n}" for n in range(100_000))
    (tmp_path / "table.txt").write_text("\n".join(["Layer (type)   Output Shape   Param #", *rows]))
    program = (
        "import sys, time\n"
        "from lint_params.__main__ import run\n"
        "from tests.memory import peak\n"
        "print(run(), time.process_time(), peak(), file=sys.stderr)\n"
    )
    command = [sys.executable, "-c", program, "explain", "--summary", "table.txt"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    said = done.stdout
    status, seconds, held = done.stderr.split()
    assert status == "0"
    assert "the text is very long: of this table, the first 5,000 rows are read" in " ".join(said.split())
    assert ("too many rows to try all" in said) is (kind != "Dense")
    assert float(seconds) < 10  # two on a machine at rest
    assert int(held) < 500_000 * 1024
