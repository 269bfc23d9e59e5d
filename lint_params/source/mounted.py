"""Trees of files that lie elsewhere than where they are looked for: in memory, or below another directory.

They stand in the working directory's place, so that paths show as they would there; nothing outside them is seen.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping

from lint_params.source.disk import ABSENT, DIRECTORY, FILE


class HeldTree:
    """Files held in memory, by path with ``/`` between its parts."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._root = os.getcwd()
        self._files = files
        self._names: dict[str, set[str]] = {"": set()}
        for path in files:
            self._enter(path)

    def kind(self, path: str) -> str:
        inner = inside_of(path, self._root)
        if inner in self._files:
            return FILE
        return DIRECTORY if inner in self._names else ABSENT

    def version(self, path: str) -> tuple[int, int]:
        return len(self._content(path)), 0

    def names(self, path: str) -> list[str]:
        inner = inside_of(path, self._root)
        if inner not in self._names:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        return sorted(self._names[inner])

    def read(self, path: str, most: int) -> bytes:
        return self._content(path) if most < 0 else self._content(path)[:most]

    def _content(self, path: str) -> bytes:
        data = self._files.get(inside_of(path, self._root) or "")
        if data is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        return data

    def _enter(self, path: str) -> None:
        """Note a path in its directory, and that one in the next, up to one that is known."""
        directory, _, name = path.rpartition("/")
        while directory not in self._names:
            self._names[directory] = {name}
            directory, _, name = directory.rpartition("/")
        self._names[directory].add(name)


class FolderTree:
    """The files below a directory."""

    def __init__(self, directory: str) -> None:
        self._root = os.getcwd()
        self._directory = os.path.abspath(directory)

    def kind(self, path: str) -> str:
        place = self._place(path)
        if place is None or not os.path.exists(place):
            return ABSENT
        return FILE if os.path.isfile(place) else DIRECTORY if os.path.isdir(place) else "present"

    def version(self, path: str) -> tuple[int, int]:
        return os.stat(self._there(path)).st_size, 0

    def names(self, path: str) -> list[str]:
        return os.listdir(self._there(path))

    def read(self, path: str, most: int) -> bytes:
        with open(self._there(path), "rb") as file:
            return file.read(most)

    def _place(self, path: str) -> str | None:
        inner = inside_of(path, self._root)
        return None if inner is None else os.path.join(self._directory, inner)

    def _there(self, path: str) -> str:
        place = self._place(path)
        if place is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
        return place


def inside_of(path: str, root: str) -> str | None:
    """A path from the root on, with ``/`` between its parts; ``None`` for one outside."""
    path = os.path.abspath(path)
    if path == root:
        return ""
    front = os.path.join(root, "")
    return path[len(front) :].replace(os.sep, "/") if path.startswith(front) else None
