"""What ``lint-params scan`` says where its extra is not installed."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from tests.cli.command import ROOT, process, run


def test_what_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name in ("dask", "distributed") else real(name, *more)
    )
    done = run(tmp_path, "scan", "src", "-o", "out")
    assert done.returncode == 2 and not (tmp_path / "out").exists()
    assert done.stderr == 'lint-params: scan needs dask and distributed: pip install "lint-params[scan]"\n'


def test_help_needs_none_of_it(tmp_path: Path) -> None:
    code = "import sys; from lint_params.cli import main; main(['scan', '--help']); sys.exit('pyarrow' in sys.modules)"
    assert process(tmp_path, "python", "-c", code).returncode == 0


def test_the_tests_of_scans_are_skipped(tmp_path: Path) -> None:
    file = ROOT / "tests" / "scan" / "test_journal.py"
    without = "import sys, pytest; sys.modules['dask'] = None; sys.exit(pytest.main(sys.argv[1:]))"
    done = process(tmp_path, "python", "-c", without, "-q", "-rs", "-p", "no:cacheprovider", str(file))
    assert b'dask is missing: pip install "lint-params[scan]"' in done.stdout
    assert b"1 skipped" in done.stdout and b"error" not in done.stdout
