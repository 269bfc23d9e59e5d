"""The checked project's own code: found as Python would find it, read and lowered once, never imported."""

from __future__ import annotations

import os
from collections import OrderedDict
from typing import TYPE_CHECKING

from lint_params.interpret import tree
from lint_params.interpret.lower import lower
from lint_params.interpret.lower_ast import lower_ast
from lint_params.interpret.reading import lowered
from lint_params.source import disk
from lint_params.source.file import Cell, ReadError, SourceFile
from lint_params.source.load import load
from lint_params.source.read import parse
from lint_params.source.root import from_here

if TYPE_CHECKING:
    from lint_params.interpret.partial import Watch

MAX_MODULES = 200
MAX_BYTES = 250_000
"""Code of other files that is read for one file: what lies further off decides nothing that can be followed in time."""
MAX_KEPT = 256
MAX_CHECKED = 8


class Project:
    """Finds and lowers modules below ``root``. What it lowered is kept: modules by path, size and modification time,
    and the cells of the files that were checked last."""

    def __init__(self, root: str, checked: int = MAX_CHECKED, watch: Watch | None = None) -> None:
        """``checked``: of how many files that are checked the cells are kept. ``watch``: told what is looked at of
        modules."""
        self.root = root
        self.watch = watch
        self._most_checked = checked
        self._lowered: OrderedDict[tuple[str, int, int], tree.Unit | None] = OrderedDict()
        self._checked: OrderedDict[str, dict[Cell, tree.Unit | ReadError]] = OrderedDict()

    def directories(self, path: str) -> list[str]:
        """Where absolute imports of a file are looked for: its directory, above its package, the project's root."""
        here = os.path.dirname(os.path.abspath(path))
        package = here
        while disk.is_file(os.path.join(package, "__init__.py")) and os.path.dirname(package) != package:
            package = os.path.dirname(package)
        return list(dict.fromkeys([here, package, self.root, os.path.join(self.root, "src")]))

    def find(self, dotted: str, level: int, importer: str) -> str | None:
        """The path of a module, by the name an import gives it; ``None`` for one that is not in the project."""
        parts = [part for part in dotted.split(".") if part]
        if level:
            base = os.path.dirname(os.path.abspath(importer))
            for _ in range(level - 1):
                base = os.path.dirname(base)
            return self._below(base, parts) if self._inside(os.path.join(base, "")) else None
        for directory in self.directories(importer):
            found = self._below(directory, parts)
            if found is not None:
                return found
        return None

    def _below(self, base: str, parts: list[str]) -> str | None:
        if any(os.sep in part or part in ("", ".", "..") for part in parts):
            return None
        target = os.path.join(base, *parts)
        candidates = [os.path.join(target, "__init__.py")]
        if parts:
            candidates.insert(0, target + ".py")
        for candidate in candidates:
            if disk.is_file(candidate):
                return candidate
        return target if parts and disk.is_directory(target) and self._inside(target) else None

    def _inside(self, path: str) -> bool:
        root = os.path.abspath(self.root)
        return os.path.abspath(path) == root or os.path.abspath(path).startswith(os.path.join(root, ""))

    def unit(self, path: str) -> tree.Unit | None:
        """The lowered module at a path; ``None`` where it can't be read."""
        if disk.is_directory(path):
            return tree.Unit(shown(path), None, [], [""])
        try:
            key = (path, *disk.version(path))
            if key in self._lowered:
                disk.touched(path)
                self._lowered.move_to_end(key)
                return self._lowered[key]
        except OSError:
            return None
        unit = self._read(path)
        self._lowered[key] = unit
        if len(self._lowered) > MAX_KEPT:
            self._lowered.popitem(last=False)
        return unit

    def _read(self, path: str) -> tree.Unit | None:
        data = load(path, shown(path))
        if isinstance(data, ReadError):
            return None
        reading = parse(data, shown(path), notebook=False)
        if reading.file is None or not reading.file.cells:
            return None
        cell, name = reading.file.cells[0], reading.file.path
        unit = lower_ast(cell, name) or lower(cell, name)
        if not isinstance(unit, tree.Unit):
            return None
        if self.watch is not None:
            self.watch.over(unit)
        return unit

    def lowered(self, file: SourceFile) -> tuple[list[tree.Unit], list[ReadError]]:
        """The cells of a file that is checked, lowered; those that can't be parsed as errors."""
        known = self._checked.pop(file.path, {})
        cells = {cell: known.get(cell) or lowered(cell, file.path) for cell in file.cells}
        self._checked[file.path] = cells
        if len(self._checked) > self._most_checked:
            self._checked.popitem(last=False)
        results = list(cells.values())
        units = [result for result in results if isinstance(result, tree.Unit)]
        return units, [result for result in results if isinstance(result, ReadError)]


def shown(path: str) -> str:
    """A path as it is shown: relative to the working directory where it lies below it, with forward slashes."""
    relative = from_here(path)
    return (path if relative.startswith("..") else relative).replace(os.sep, "/")
