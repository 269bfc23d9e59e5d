"""Files are found in one order, each once; what git or the configuration leaves out is left out."""

from __future__ import annotations

import ntpath
import os
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from lint_params.config.patterns import Patterns
from lint_params.report.places import uri
from lint_params.source import discovery
from lint_params.source.discovery import Found, Missing, discover
from lint_params.source.file import ReadError


def nothing(path: str, directory: bool) -> bool:
    return False


def tree(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("")


def shown(*paths: str) -> list[str]:
    return [found.shown for found in discover(paths, nothing) if isinstance(found, Found)]


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_order_and_kinds(tmp_path: Path) -> None:
    tree(tmp_path, "b.py", "a/z.py", "a/y.ipynb", "c.txt", "B.PY", "d.pyw", "script")
    assert shown(".") == ["B.PY", "a/y.ipynb", "a/z.py", "b.py", "d.pyw"]
    assert shown("script", "./b.py", "a", "b.py", "a/../b.py") == ["script", "b.py", "a/y.ipynb", "a/z.py"]


def test_directories_that_are_not_the_project(tmp_path: Path) -> None:
    tree(tmp_path, ".git/x.py", ".hidden/x.py", "venv/x.py", "node_modules/x.py", "__pycache__/x.py", "own/x.py")
    tree(tmp_path, "my/pyvenv.cfg", "my/x.py")
    assert shown(".") == ["own/x.py"]
    assert shown(".hidden") == [".hidden/x.py"]


def test_gitignore_agrees_with_git(tmp_path: Path) -> None:
    names = [
        "a.py",
        "b.py",
        "gen/a.py",
        "gen/keep.py",
        "sub/b.py",
        "sub/deep/c.py",
        "sub/deep/d.py",
        "x/tmp1.py",
        "out/a.py",
    ]
    tree(tmp_path, *names)
    (tmp_path / ".gitignore").write_text("/b.py\ngen/*\n!gen/keep.py\ntmp?.py\nout/\n!out/a.py\n")
    (tmp_path / "sub/.gitignore").write_text("deep/*\n!d.py\n")
    subprocess.run(["git", "init", "-q", "."], check=True)
    (tmp_path / ".git/info/exclude").write_text("a.py\n!/a.py\n")
    listed = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard", "-z", "*.py"], check=True, capture_output=True, text=True
    )
    assert shown(".") == sorted(filter(None, listed.stdout.split("\0")))
    assert shown("sub") == [name for name in shown(".") if name.startswith("sub/")]
    assert shown("b.py", "out/a.py") == ["b.py", "out/a.py"]  # given by name


def test_exclude_holds_for_names_too(tmp_path: Path) -> None:
    tree(tmp_path, "a.py", "third/b.py", "third/c/d.py")
    patterns = Patterns.parse(["third/**"])
    found = discover([".", "third/b.py", "third", "third/c"], patterns.selects)
    assert [one.shown for one in found if isinstance(one, Found)] == ["a.py"]


def test_links(tmp_path: Path) -> None:
    tree(tmp_path, "a/b.py")
    (tmp_path / "a/loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "link.py").symlink_to(tmp_path / "a/b.py")
    (tmp_path / "broken.py").symlink_to(tmp_path / "nothing")
    assert shown(".") == ["a/b.py", "link.py"]
    assert shown("a/loop/a") == ["a/loop/a/b.py"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipes_and_directories_named_like_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "directory.py").mkdir()
    tree(tmp_path, "directory.py/a.py")
    assert shown(".") == ["directory.py/a.py"]


def test_missing() -> None:
    assert list(discover(["nothing", "", "a\0b"], nothing)) == [Missing("nothing"), Missing(""), Missing("a\0b")]


def test_unreadable_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path, "a/b.py", "c.py")
    scandir = os.scandir

    def refusing(path: str) -> object:
        if str(path) == "a":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    error, found = discover(["."], nothing)
    assert error == ReadError("a", "can't read the directory: Permission denied")
    assert found == Found("c.py", "c.py")


def test_paths_of_windows_are_shown_with_slashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "os", SimpleNamespace(path=ntpath, sep=ntpath.sep))
    assert discovery.shown(".\\src\\model.py") == "src/model.py"
    assert discovery.shown("C:\\Users\\a b\\model.py") == "C:/Users/a b/model.py"
    assert uri(discovery.shown("C:\\Users\\a b\\model.py")) == "file:///C:/Users/a%20b/model.py"
