"""Where the cache is, on each system, as its makers say."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from lint_params.cache import place


@pytest.mark.parametrize(
    ("system", "names", "found"),
    [
        ("linux", {"XDG_CACHE_HOME": "/caches"}, "/caches/lint-params"),
        ("linux", {"XDG_CACHE_HOME": "caches"}, "/home/me/.cache/lint-params"),  # to be ignored, says the standard
        ("linux", {}, "/home/me/.cache/lint-params"),
        ("linux", {"HOME": "me"}, None),
        ("linux", {"LINT_PARAMS_CACHE_DIR": "/elsewhere"}, "/elsewhere"),
        ("darwin", {"XDG_CACHE_HOME": "/caches"}, "/home/me/Library/Caches/lint-params"),
        ("win32", {"LOCALAPPDATA": "/users/me"}, "/users/me/lint-params/Cache"),
        ("win32", {}, None),
    ],
)
def test_where_it_is(monkeypatch: pytest.MonkeyPatch, system: str, names: dict[str, str], found: str | None) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", place.VARIABLE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/home/me")
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", system)
    assert place.directory() == found
    assert place.directory("/given") == "/given"


def test_a_program_that_changes_is_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is run from its source; what Python compiles of it does not count."""
    (tmp_path / "part").mkdir()
    monkeypatch.setattr(place, "_HERE", str(tmp_path))
    for name, age in (("a.py", 100), ("part/b.py", 200)):
        (tmp_path / name).write_text("")
        os.utime(tmp_path / name, (age, age))
    os.utime(tmp_path / "part", (100, 100))
    os.utime(tmp_path, (100, 100))
    first = place.stamp()
    (tmp_path / "__pycache__").mkdir()
    os.utime(tmp_path, (100, 100))
    assert place.stamp() == first
    os.utime(tmp_path / "part" / "b.py", (300, 300))
    assert place.stamp() != first
    monkeypatch.setattr(place, "_HERE", "/usr/lib/site-packages/lint_params")
    assert "/usr/lib/site-packages/lint_params" in place.stamp()
