"""Where a project begins, whatever the working directory and however it is marked."""

from __future__ import annotations

import ntpath
import os
from pathlib import Path

import pytest

from lint_params.source.root import Roots, from_here


def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, *made: str, inside: str = "") -> str:
    for name in (*made, file):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    monkeypatch.chdir(tmp_path / inside)
    return Path(Roots().of(str(tmp_path / file))).relative_to(tmp_path).as_posix()


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ((".git",), "."),
        (("a/pyproject.toml",), "a"),
        (("a/pyproject.toml", ".git"), "."),
        (("a/.git", ".git"), "a"),
        (("setup.py", "a/setup.cfg"), "a"),
        (("a/__init__.py", "a/b/__init__.py"), "."),
        (("a/b/__init__.py",), "a"),
        ((), "a/b"),
    ],
)
def test_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: tuple[str, ...], expected: str) -> None:
    assert root(tmp_path, monkeypatch, "a/b/model.py", *made, "elsewhere/x", inside="elsewhere") == expected


def test_without_a_marker_it_is_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert root(tmp_path, monkeypatch, "a/b/model.py", inside="a") == "a"


def test_no_way_leads_from_one_drive_to_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "relpath", lambda path: ntpath.relpath(path, "C:\\here"))
    assert from_here("C:\\here\\a.py") == "a.py"
    assert from_here("D:\\here\\a.py") == "D:\\here\\a.py"
