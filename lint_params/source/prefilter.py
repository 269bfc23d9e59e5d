"""A look at raw bytes: can this file hold a model at all?

A model needs Keras, and the name of a model class. Both may come by way of an import from the project (``from layers
import *``; ``model = networks.build()``), so imports are followed, by their names alone. The answer may be yes in vain,
never no in vain; but for names put together at run time (``getattr(keras, "Seq" + "uential")``).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator

from lint_params.records import dataclass, field
from lint_params.source import disk
from lint_params.source.outline import OF_KERAS, OF_MODEL, Outline, names_model, outline

MOST_MODULES = 2_000
"""Modules of which is kept what an import of them may mean in a directory."""


@dataclass(slots=True)
class Prefilter:
    """Answers for many files, each read once at most.

    ``root`` is where a project begins: absolute imports are looked for in every directory from the file's own up to it
    (or, of a file outside, up to where its package begins), and in ``src`` and ``lib`` below those.
    """

    max_bytes: int = 4_000_000
    """Of a file that is followed into: larger ones count as able to hold a model."""
    names: Callable[[bytes], bool] = names_model
    """What counts as the name of a model class."""
    keeping: bool = False
    """Whether the outlines of files that lead nowhere are kept, for who asks whether they have changed."""
    _outlines: dict[str, Outline] = field(default_factory=dict)
    _entries: dict[str, frozenset[str]] = field(default_factory=dict)
    _edges: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """By path and root: the files that the imports of one may mean."""
    _bases_of: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    _modules: dict[tuple[str, str, str], tuple[str, ...]] = field(default_factory=dict)
    """By directory, root and module: the files that an absolute import of it may mean."""
    _barren: dict[str, dict[str, int]] = field(default_factory=dict)
    """By root and path: the words to which no import leads from a file, ``OF_KERAS``, ``OF_MODEL``, or both."""

    def could_hold_model(self, path: str, there: bytes | Outline, root: str) -> bool:
        """Whether the file at ``path``, with these bytes or this outline, may make a model."""
        path = os.path.abspath(path)
        if len(self._modules) > MOST_MODULES:
            self._ask_again()
        self._outlines[path] = there if isinstance(there, Outline) else outline(there, self.names)
        return self._reaches(path, OF_KERAS, root) and self._reaches(path, OF_MODEL, root)

    def known(self, path: str) -> Outline | None:
        """The outline of a file at an absolute path, if it was looked at."""
        return self._outlines.get(path)

    def forget(self, files: Iterable[str], directories: Iterable[str]) -> None:
        """Look again at files and directories, by their absolute paths, of which something else is true now."""
        for path in files:
            self._outlines.pop(path, None)
        for path in directories:
            self._entries.pop(path, None)
        self._edges.clear()
        self._bases_of.clear()
        self._modules.clear()
        self._barren.clear()

    def _ask_again(self) -> None:
        """Forget what is soon found again: a walk goes on to other directories, and never comes back to most."""
        self._entries.clear()
        self._bases_of.clear()
        self._modules.clear()

    def _reaches(self, path: str, word: int, root: str) -> bool:
        """Whether words of Keras, or of a model, are in the file or in what it imports.

        Where they are not, they are in none of the files on the way either: so all searches together stay linear.
        """
        barren = self._barren.setdefault(root, {})
        seen, waiting = {path}, [path]
        others = OF_KERAS | OF_MODEL  # those of which nothing is seen on the way
        while waiting:
            current = waiting.pop()
            words = self._outline(current).words
            if words & word:
                return True
            others &= ~words
            for target in self._led_to(current, root):
                if target in seen:
                    continue
                lacks = barren.get(target, 0)
                if lacks & word:
                    others &= lacks
                else:
                    seen.add(target)
                    waiting.append(target)
        for each in seen:
            lacks = barren.get(each, 0) | others
            barren[each] = lacks
            if lacks == OF_KERAS | OF_MODEL:
                self._done_with(each, root)
        return False

    def _done_with(self, path: str, root: str) -> None:
        """No search from this root will come by here again: of most files of a tree, no more is kept than that."""
        self._edges.pop((path, root), None)
        if not self.keeping:
            self._outlines.pop(path, None)

    def _outline(self, path: str) -> Outline:
        known = self._outlines.get(path)
        if known is None:
            known = self._outlines[path] = self._read(path)
        return known

    def _read(self, path: str) -> Outline:
        if not disk.watched():
            return self._looked_at(path)
        with disk.Footprint(aside=True) as footprint:
            found = self._looked_at(path)
        disk.note_outline(footprint.facts, found)
        return found

    def _looked_at(self, path: str) -> Outline:
        try:
            if not disk.is_file(path):
                return Outline.of(False, False)
            data = disk.read(path, self.max_bytes + 1)
        except OSError:
            return Outline.of(False, False)
        return Outline.of(True, True) if len(data) > self.max_bytes else outline(data, self.names)

    def _led_to(self, path: str, root: str) -> tuple[str, ...]:
        known = self._edges.get((path, root))
        if known is None:
            known = self._edges[path, root] = tuple(self._targets(path, root))
        return known

    def _targets(self, path: str, root: str) -> Iterator[str]:
        """The files that the imports of ``path`` may mean."""
        directory = os.path.dirname(path)
        for dots, module in self._outlines[path].imports():
            if dots:
                base = directory
                for _ in range(dots - 1):
                    base = os.path.dirname(base)
                yield from self._files(base, module)
            else:
                yield from self._meant(directory, root, module)

    def _meant(self, directory: str, root: str, module: str) -> tuple[str, ...]:
        """The files that an absolute import from a directory may mean: the same for all files in it."""
        known = self._modules.get((directory, root, module))
        if known is None:
            bases = self._bases_of.get((directory, root))
            if bases is None:
                bases = self._bases_of[directory, root] = tuple(self._bases(directory, root))
            known = tuple(found for base in bases for found in self._files(base, module))
            self._modules[directory, root, module] = known
        return known

    def _bases(self, directory: str, root: str) -> Iterator[str]:
        while True:
            yield directory
            for name in ("src", "lib"):
                if name in self._names(directory):
                    yield os.path.join(directory, name)
            parent = os.path.dirname(directory)
            inside = _below(directory, root) and directory != root
            if parent == directory or not (inside or "__init__.py" in self._names(directory)):
                return
            directory = parent

    def _files(self, base: str, module: str) -> Iterator[str]:
        """``a/b.py``, and every ``__init__.py`` on the way there, which the import runs as well."""
        if not module:
            yield from self._init(base)
            return
        first, _, rest = module.partition("/")
        names = self._names(base)
        if f"{first}.py" in names:
            yield os.path.join(base, f"{first}.py")
        if first in names:
            inner = os.path.join(base, first)
            yield from self._init(inner)
            if rest:
                yield from self._files(inner, rest)

    def _init(self, directory: str) -> Iterator[str]:
        if "__init__.py" in self._names(directory):
            yield os.path.join(directory, "__init__.py")

    def _names(self, directory: str) -> frozenset[str]:
        known = self._entries.get(directory)
        if known is None:
            try:
                known = frozenset(disk.names(directory))
            except OSError:
                known = frozenset()
            self._entries[directory] = known
        return known


def _below(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)
