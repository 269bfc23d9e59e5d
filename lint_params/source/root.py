"""Where the project of a file begins: how far up its imports are looked for."""

from __future__ import annotations

import os

from lint_params.source import disk

MARKERS = (".git", ".hg", "pyproject.toml", "setup.py", "setup.cfg")
"""What stands at the root of a project; a repository counts before the rest, wherever it begins."""


def from_here(path: str) -> str:
    """A path as it is from the working directory; as it was given where none leads there: on another drive."""
    try:
        return os.path.relpath(path)
    except ValueError:
        return path


class Roots:
    """The project root of each file of a run; every directory is looked at once."""

    def __init__(self) -> None:
        self._working = os.getcwd()
        self._known: dict[str, tuple[int, str] | None] = {}
        self._of_directory: dict[str, str] = {}

    def of(self, path: str) -> str:
        """The nearest repository above a file, else the nearest other marker, else the working directory where the
        file lies below it, else the directory above its outermost package; absolute."""
        given = os.path.dirname(path)
        root = self._of_directory.get(given)
        if root is None:
            root = self._of_directory[given] = self._above(os.path.abspath(given))
        return root

    def _above(self, directory: str) -> str:
        found = self._found(directory)
        if found is not None:
            return found[1]
        below = directory == self._working or directory.startswith(os.path.join(self._working, ""))
        return self._working if below else _above_package(directory)

    def _found(self, directory: str) -> tuple[int, str] | None:
        """How good the best marker at or above a directory is (0 is best), and where it stands."""
        if directory not in self._known:
            here = next((rank for rank, name in enumerate(MARKERS) if disk.exists(os.path.join(directory, name))), None)
            parent = os.path.dirname(directory)
            above = None if parent == directory else self._found(parent)
            best = above
            if here is not None and (above is None or not (above[0] < 2 <= here)):
                best = (here, directory)
            self._known[directory] = best
        return self._known[directory]


def _above_package(directory: str) -> str:
    while disk.is_file(os.path.join(directory, "__init__.py")) and os.path.dirname(directory) != directory:
        directory = os.path.dirname(directory)
    return directory
