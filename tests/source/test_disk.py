"""The one door to the checked project's files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from lint_params.source import disk

PACKAGE = Path(__file__).parents[2] / "lint_params"
LOOKS = {"isfile", "isdir", "exists", "lexists", "listdir", "is_file", "is_dir", "read_text", "read_bytes", "open"}
ELSEWHERE = {
    "source/disk.py": "it is the door",
    "source/discovery.py": "asks the entries of a directory that the door was told of",
    "source/mounted.py": "is what the door leads to while it is mounted",
    "source/writing.py": "writes",
    "cache/place.py": "looks at the program itself",
    "cache/store.py": "reads the cache",
    "keras/architecture.py": "reads data of the program itself",
}
"""Modules that look at files by themselves, and why they may."""


def looks(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            owner = ast.unparse(function.value) if isinstance(function, ast.Attribute) else ""
            if name in LOOKS and owner != "disk":
                yield f"{path.relative_to(PACKAGE)}:{node.lineno} {ast.unparse(function)}"


ANALYSIS = ("config", "interpret", "keras", "model", "rules", "source", "cache")


@pytest.mark.parametrize("package", ANALYSIS)
def test_nobody_else_looks(package: str) -> None:
    """What is asked of the disk by another way would be missing among what a kept result rests on. ``history`` is not
    among these: nothing is kept of it, but for the baseline that a check reads, of which it tells the door."""
    found = [
        look
        for path in sorted((PACKAGE / package).rglob("*.py"))
        if path.relative_to(PACKAGE).as_posix() not in ELSEWHERE
        for look in looks(path)
    ]
    assert found == []


def test_facts_are_confirmed_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "YOUNG", 0)
    there, gone = tmp_path / "there", tmp_path / "gone"
    there.write_text("x")
    with disk.Footprint() as footprint:
        assert disk.is_file(str(there)) and not disk.is_file(str(gone)) and disk.is_directory(str(tmp_path))
        assert disk.read(str(there)) == b"x" and sorted(disk.names(str(tmp_path))) == ["there"]
    facts = dict(footprint.facts)
    assert disk.confirmed(facts) == facts
    for change, path in (("write", there), ("make", gone), ("unlink", there)):
        before = {name: fact for name, fact in facts.items() if name == str(path)}
        {"write": lambda: there.write_text("yy"), "make": gone.mkdir, "unlink": there.unlink}[change]()
        assert disk.confirmed(before) is None
    assert disk.confirmed({str(tmp_path): facts[str(tmp_path)]}) is None


def test_a_young_file_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("x")
    with disk.Footprint() as footprint:
        disk.read(str(path))
    assert disk.provable(footprint.facts) and disk.confirmed(footprint.facts) is not None
    path.write_text("y")
    assert disk.confirmed(footprint.facts) is None


def test_what_could_not_be_read_is_never_confirmed(tmp_path: Path) -> None:
    with disk.Footprint() as footprint, pytest.raises(OSError):
        disk.read(str(tmp_path))
    assert not disk.provable(footprint.facts) and disk.confirmed(footprint.facts) is None


def outlined(path: Path, outline: str) -> disk.Facts:
    with disk.Footprint() as footprint:
        with disk.Footprint(aside=True) as aside:
            disk.read(str(path))
        assert not footprint.facts
        disk.note_outline(aside.facts, outline)
    return footprint.facts


@pytest.fixture(params=[0, disk.YOUNG])
def path(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with an import, which the clock shows to be old, or leaves in doubt."""
    monkeypatch.setattr(disk, "YOUNG", request.param)
    path = tmp_path / "a.py"
    path.write_text("import b\n")
    return path


def test_an_outline_holds_while_the_file_has_it(path: Path) -> None:
    facts = outlined(path, "000:b")
    for text in ("import b\nx = 1\n", "y\nimport b\n", "import b\n"):
        path.write_text(text)
        now = disk.confirmed(facts)
        assert now is not None and disk.provable(now) and disk.confirmed(now) == now
    for text in ("import c\n", "import b  # keras\n", "import b\n" + "#" * disk.MAX_OUTLINED):
        path.write_text(text)
        assert disk.confirmed(facts) is None
    path.unlink()
    assert disk.confirmed(facts) is None


def test_of_what_is_read_twice_the_whole_counts(path: Path) -> None:
    part = outlined(path, "000:b")
    with disk.Footprint() as whole:
        disk.read(str(path))
    for facts in ((part, whole.facts), (whole.facts, part)):
        both = disk.Footprint()
        for one in facts:
            both.add(one)
        assert both.facts == whole.facts
    path.write_text("import c\n")
    both = disk.Footprint()
    both.add(part)
    both.add(outlined(path, "000:c"))
    assert not disk.provable(both.facts)
