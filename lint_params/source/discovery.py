"""Which files of the paths on the command line are looked at, always in the same order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Protocol

from lint_params.config.patterns import Patterns
from lint_params.records import dataclass
from lint_params.source import disk
from lint_params.source.file import ReadError

SUFFIXES = (".py", ".pyw", ".ipynb")
"""What is looked at in a directory; a file given by name may be called anything."""

SKIPPED = frozenset(
    "__pycache__ __pypackages__ node_modules venv env virtualenv site-packages build dist htmlcov".split()
)
"""Directories that hold no code of the project; hidden ones neither, nor any with a ``pyvenv.cfg``."""


class Exclusion(Protocol):
    """What ``exclude`` of the configuration says of a path."""

    def __call__(self, path: str, directory: bool) -> bool: ...


@dataclass(frozen=True, slots=True)
class Found:
    """A file to look at: where it is, and how it is shown to the user (``/`` between its parts)."""

    path: str
    shown: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A path on the command line that is not there."""

    path: str


def discover(paths: Iterable[str], excluded: Exclusion) -> Iterator[Found | Missing | ReadError]:
    """The files of the paths, each once: those of a directory sorted by name, a directory's own files among them.

    Links to directories are not followed. What ``.gitignore`` names is left out of directories, but not where it is
    given by name; what ``excluded`` names is left out in any case.
    """
    paths, seen = list(paths), set[str]()
    for path in paths:
        for found in _below(path, excluded):
            if isinstance(found, Found) and len(paths) > 1:
                absolute = os.path.abspath(found.path)
                if absolute in seen:
                    continue
                seen.add(absolute)
            yield found


class Walked:
    """Which files a walk from ``top`` comes by, asked of one at a time; every directory is looked at once."""

    def __init__(self, top: str, excluded: Exclusion) -> None:
        self._excluded = excluded
        self._ways: dict[str, tuple[_Ignore, ...] | None] = {}
        ignores = _above(os.path.abspath(top))
        whole = not excluded(top, True)
        self._ways[os.path.abspath(top)] = (*ignores, *_ignore(os.path.abspath(top), ".gitignore")) if whole else None

    def passes(self, path: str) -> bool:
        """Whether it comes by a file below ``top``."""
        ignores = self._way(os.path.dirname(os.path.abspath(path)))
        return ignores is not None and not _ignored(path, ignores, False) and not self._excluded(path, False)

    def _way(self, directory: str) -> tuple[_Ignore, ...] | None:
        """What git ignores below a directory; ``None`` where the walk does not go into it."""
        if directory not in self._ways:
            above, name = self._way(os.path.dirname(directory)), os.path.basename(directory)
            if above is not None and (
                _is_skipped(name, directory) or _ignored(directory, above, True) or self._excluded(directory, True)
            ):
                above = None
            self._ways[directory] = None if above is None else (*above, *_ignore(directory, ".gitignore"))
        return self._ways[directory]


def shown(path: str) -> str:
    """A path as it is shown: without ``./`` in front, with ``/`` between its parts."""
    plain = os.path.normpath(path).replace(os.sep, "/")
    return path if plain == path else plain  # not the same once more for every file of a tree


def _below(path: str, excluded: Exclusion) -> Iterator[Found | Missing | ReadError]:
    try:
        there = disk.exists(path)
        directory = disk.is_directory(path)
    except ValueError:  # a null byte in the name
        there = directory = False
    if not path or not there:
        yield Missing(path)
    elif excluded(path, directory):
        return
    elif directory:
        yield from _Walk(excluded).files(path, _above(os.path.abspath(path)))
    else:
        yield Found(path, shown(path))


@dataclass(frozen=True, slots=True)
class _Ignore:
    """The patterns of one ``.gitignore``, relative to ``base`` (absolute)."""

    base: str
    patterns: Patterns


@dataclass(frozen=True, slots=True)
class _Walk:
    excluded: Exclusion

    def files(self, directory: str, ignores: tuple[_Ignore, ...]) -> Iterator[Found | ReadError]:
        try:
            disk.listed(directory)
            with os.scandir(directory) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError as error:
            disk.unreadable(directory)
            yield ReadError(shown(directory), f"can't read the directory: {error.strerror}")
            return
        ignores = (*ignores, *_read_ignores(directory, entries))
        for entry in entries:
            path = entry.name if directory == os.curdir else os.path.join(directory, entry.name)
            if _is_directory(entry):
                if not (_skipped(entry) or self._left_out(path, ignores, directory=True)):
                    yield from self.files(path, ignores)
            elif not entry.name.lower().endswith(SUFFIXES) or not _is_file(entry):
                continue
            elif not self._left_out(path, ignores, directory=False):
                yield Found(path, shown(path))

    def _left_out(self, path: str, ignores: tuple[_Ignore, ...], directory: bool) -> bool:
        return _ignored(path, ignores, directory) or self.excluded(path, directory)


def _is_directory(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether it is a regular file, or a link to one: no pipe, no device."""
    try:
        return entry.is_file()
    except OSError:
        return False


def _skipped(entry: os.DirEntry[str]) -> bool:
    return _is_skipped(entry.name, entry.path)


def _is_skipped(name: str, path: str) -> bool:
    return name.startswith(".") or name in SKIPPED or disk.exists(os.path.join(path, "pyvenv.cfg"))


# What git ignores.


def _ignored(path: str, ignores: tuple[_Ignore, ...], directory: bool) -> bool:
    """What the nearest ``.gitignore`` that speaks of a path says; its parents have been asked on the way."""
    absolute = os.path.abspath(path) if ignores else path
    for ignore in reversed(ignores):
        said = ignore.patterns.match(os.path.relpath(absolute, ignore.base).replace(os.sep, "/"), directory)
        if said is not None:
            return said
    return False


def _read_ignores(directory: str, entries: Iterable[os.DirEntry[str]]) -> Iterator[_Ignore]:
    if any(entry.name == ".gitignore" for entry in entries):
        yield from _ignore(os.path.abspath(directory), ".gitignore")


def _ignore(base: str, name: str) -> Iterator[_Ignore]:
    path = os.path.join(base, name)
    try:
        if not disk.is_file(path):
            return
        patterns = Patterns.parse_text(disk.read(path).decode("utf-8", "surrogateescape"))
    except OSError:
        return
    if patterns:
        yield _Ignore(base, patterns)


def _above(directory: str) -> tuple[_Ignore, ...]:
    """What the ``.gitignore`` files above a directory say, down from the root of its repository."""
    chain: list[str] = []
    current = directory
    while not disk.exists(os.path.join(current, ".git")):
        parent = os.path.dirname(current)
        if parent == current:
            return ()  # no repository
        current = parent
        chain.append(current)
    found = list(_ignore(current, os.path.join(".git", "info", "exclude")))
    for base in reversed(chain):
        found.extend(_ignore(base, ".gitignore"))
    return tuple(found)
