"""A project, and the program in it with a cache of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cache.program import FILES, Program, write


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    root = tmp_path / "project"
    root.mkdir()
    write(root, FILES)
    monkeypatch.setenv("LINT_PARAMS_CACHE_DIR", str(tmp_path / "cache"))
    return Program(root, monkeypatch, capsys)
