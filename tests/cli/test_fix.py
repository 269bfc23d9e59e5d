"""``check --fix`` and ``check --diff`` on files and notebooks."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.command import run

SOURCE = (
    "from keras import Sequential, layers\n\nmodel = Sequential([\n    layers.Input((40, 13)),\n"
    "    layers.LSTM(5),\n    layers.LSTM(7),  # é\n])\n"
)
FIXED = SOURCE.replace("LSTM(5)", "LSTM(5, return_sequences=True)")


def test_fix(tmp_path: Path) -> None:
    model = tmp_path / "model.py"
    model.write_text(SOURCE, "utf-8")
    model.chmod(0o640)
    assert run(tmp_path, "check").returncode == 1
    done = run(tmp_path, "check", "--fix")
    assert (done.returncode, done.stderr) == (0, "fixed 1 finding in 1 file\n")
    assert "no findings" in done.stdout
    assert model.read_text("utf-8") == FIXED
    assert model.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["model.py"]
    again = run(tmp_path, "check", "--fix")
    assert (again.returncode, again.stderr) == (0, "")
    assert model.read_text("utf-8") == FIXED


@pytest.mark.parametrize(
    "data",
    [
        SOURCE.encode(),
        SOURCE.rstrip("\n").encode(),
        SOURCE.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + SOURCE.encode(),
        ("# coding: latin-1\n" + SOURCE).encode("latin-1"),
        json.dumps({"cells": [{"cell_type": "code", "source": SOURCE.splitlines(True)}], "nbformat": 4}).encode(),
    ],
)
@pytest.mark.skipif(shutil.which("patch") is None, reason="there is no patch here")
def test_a_diff_is_what_a_fix_does(tmp_path: Path, data: bytes) -> None:
    name = "model.ipynb" if data.startswith(b"{") else "model.py"
    model = tmp_path / name
    model.write_bytes(data)
    done = run(tmp_path, "check", "--diff")
    assert (done.returncode, done.stderr) == (1, "would fix 1 finding in 1 file\n")
    assert model.read_bytes() == data
    assert done.stdout.startswith(f"--- {name}\n+++ {name}\n@@ ")
    run(tmp_path, "check", "--fix")
    fixed = model.read_bytes()
    assert fixed == data.replace(b"LSTM(5)", b"LSTM(5, return_sequences=True)")
    model.write_bytes(data)
    encoding = "latin-1" if b"latin-1" in data else "utf-8"
    difference = done.stdout.encode(encoding)
    subprocess.run(["patch", "-p0", "--binary"], input=difference, cwd=tmp_path, check=True, capture_output=True)
    assert model.read_bytes() == fixed


def test_what_is_ignored_is_not_fixed(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(SOURCE, "utf-8")
    assert run(tmp_path, "check", "--fix", "--ignore", "LP2").returncode == 0
    assert (tmp_path / "model.py").read_text("utf-8") == SOURCE


def test_what_is_withheld_is_told(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(SOURCE, "utf-8")
    (tmp_path / ".lint-params.yaml").write_text("budgets: [{name: lstm_1, max-params: 10}]\n")
    done = run(tmp_path, "check", "--fix")
    assert (done.returncode, done.stderr) == (1, "1 finding not fixed: the model would not be as promised\n")
    assert (tmp_path / "model.py").read_text("utf-8") == SOURCE


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "model.txt").write_text(SOURCE, "utf-8")
    (tmp_path / "model.py").symlink_to("real/model.txt")
    run(tmp_path, "check", "--fix", "model.py")
    assert (tmp_path / "model.py").is_symlink()
    assert (tmp_path / "real" / "model.txt").read_text("utf-8") == FIXED


def test_several_formats_and_a_diff(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(SOURCE, "utf-8")
    done = run(tmp_path, "check", "--diff", "--output-format", "json:out.json")
    assert done.stdout.startswith("---")
    assert [one["code"] for one in json.loads((tmp_path / "out.json").read_text())["findings"]] == ["LP201"]


def test_standard_input_is_not_fixed(tmp_path: Path) -> None:
    assert run(tmp_path, "check", "-", "--fix", input=SOURCE).returncode == 2


def test_what_can_not_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.py").write_text(SOURCE, "utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    done = run(tmp_path, "check", "--fix")
    assert (done.returncode, "can't write model.py: No space left on device" in done.stderr) == (2, True)
    assert (tmp_path / "model.py").read_text("utf-8") == SOURCE
    assert [path.name for path in tmp_path.iterdir()] == ["model.py"]
