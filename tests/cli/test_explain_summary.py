"""``explain --summary``: a printed table on the command line, in every format."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.command import run
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


def test_what_is_no_table(tmp_path: Path) -> None:
    done = run(tmp_path, "explain", "--summary", "-", input="hello\n")
    assert (done.returncode, done.stderr) == (2, "lint-params: no table of a model.summary() in it\n")
    assert run(tmp_path, "explain", "--summary", "nowhere.txt").returncode == 2
    assert run(tmp_path, "explain", "--summary", "-", "model.py").returncode == 2
