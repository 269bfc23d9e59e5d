"""What a scan reads: which kind of source a path is, how it is cut into partitions, what tells it from another."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator

from lint_params.records import dataclass, field
from lint_params.scan.records import Batch, batches, owned

ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst")
LINES = tuple(f".{name}{packed}" for name in ("jsonl", "ndjson") for packed in ("", ".gz", ".bz2", ".zst"))
KINDS = {"parquet": (".parquet", ".pq"), "lines": LINES, "archive": ARCHIVES}
"""Kinds of files that hold files, by how their names end; a ``tree`` is a directory with code in it."""

CODE = (".py", ".pyw", ".ipynb")


class NoInput(Exception):
    """Why a path can't be scanned."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a data set are called; the first of several that is there."""

    path: tuple[str, ...] = ("path", "max_stars_repo_path", "file_path", "filename")
    content: tuple[str, ...] = ("content", "code", "text")
    repo: tuple[str, ...] = ("repo", "repo_name", "max_stars_repo_name", "repository", "repository_name")

    def chosen(self, there: list[str], where: str) -> tuple[str, str, str | None]:
        """The names of these among the columns there; raises ``NoInput``."""
        path, content, repo = (
            next((name for name in names if name in there), None) for names in (self.path, self.content, self.repo)
        )
        for what, name, names in (("path", path, self.path), ("content", content, self.content)):
            if name is None:
                listed = ", ".join(there)
                raise NoInput(f"{where}: no column {' or '.join(names)}: --{what}-column names it; there are {listed}")
        assert path is not None and content is not None
        return path, content, repo


@dataclass(frozen=True, slots=True)
class Source:
    """A file that holds files, or a directory with code: ``name`` is what rows of results call it."""

    kind: str
    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Partition:
    """A stretch of a source, from ``first`` up to ``last``: the unit that is done, redone and marked as done.

    ``files`` are those of a tree, below its directory.
    """

    number: int
    source: Source
    first: int
    last: int
    files: tuple[str, ...] = ()


Excludes = Callable[[str, bool], bool]
"""Whether a path below a tree, a directory or not, is left out."""


@dataclass(frozen=True, slots=True)
class Input:
    """All that a scan reads, cut into partitions of about ``size`` files."""

    sources: tuple[Source, ...]
    columns: Columns = field(default_factory=Columns)
    size: int = 5_000
    excludes: Excludes = lambda path, directory: False

    @staticmethod
    def of(paths: list[str], columns: Columns, size: int, excludes: Excludes) -> Input:
        """The sources at some paths; raises ``NoInput``."""
        sources = tuple(source for path in paths for source in sources_at(path))
        return Input(sources, columns, size, excludes)

    def partitions(self) -> Iterator[Partition]:
        """The same each time, as long as the input is the same."""
        number = 0
        for source in self.sources:
            for first, last, files in self._cuts(source):
                yield Partition(number, source, first, last, files)
                number += 1

    def _cuts(self, source: Source) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        if source.kind == "tree":
            yield from _slices(tree_files(source.path, self.excludes), self.size)
        elif source.kind == "parquet":
            from lint_params.scan.parquet import cuts

            yield from ((first, last, ()) for first, last in cuts(source.path, self.columns, self.size))
        elif source.kind == "lines":
            from lint_params.scan.jsonlines import cuts as line_cuts

            yield from ((first, last, ()) for first, last in line_cuts(source.path, self.size))
        else:
            from lint_params.scan.archives import cuts as member_cuts

            yield from ((first, last, ()) for first, last in member_cuts(source.path, self.size))

    def digest(self) -> str:
        """What stands for the input: names, sizes and times of change of all its files, and how they are read."""
        taken = hashlib.blake2b(digest_size=16)
        for source in self.sources:
            files = tree_files(source.path, self.excludes) if source.kind == "tree" else iter([""])
            for file in files:
                status = os.stat(os.path.join(source.path, file) if file else source.path)
                told = repr((source.kind, source.name, file, status.st_size, status.st_mtime_ns))
                taken.update(told.encode("utf-8", "surrogateescape"))
        return taken.hexdigest()


def contents(partition: Partition, columns: Columns) -> Iterator[Batch]:
    """The files of a partition, those together that see each other."""
    source = partition.source
    if source.kind == "tree":
        from lint_params.scan.folder import contents as of_tree

        return of_tree(partition)
    if source.kind == "archive":
        from lint_params.scan.archives import contents as of_archive

        return of_archive(source.path, partition.first, partition.last)
    if source.kind == "parquet":
        from lint_params.scan.parquet import rows
    else:
        from lint_params.scan.jsonlines import rows
    return batches(owned(rows(source.path, columns, partition.first), partition.first, partition.last))


def sources_at(path: str) -> Iterator[Source]:
    """A path as sources: a file by its name; a directory with code is a tree, another one what files it holds."""
    if not os.path.isdir(path):
        if not os.path.exists(path):
            raise NoInput(f"{path}: no such file or directory")
        kind = kind_of(path)
        if kind is None:
            known = ", ".join(ending for endings in KINDS.values() for ending in endings)
            raise NoInput(f"{path}: neither a directory nor a file whose name ends in {known}")
        yield Source(kind, os.path.abspath(path), os.path.basename(path))
        return
    held: list[Source] = []
    for directory, names, files in os.walk(path):
        names.sort()
        for name in sorted(files):
            if name.lower().endswith(CODE):
                yield Source("tree", os.path.abspath(path), "")
                return
            kind = None if name.startswith((".", "_")) else kind_of(name)
            if kind is not None:
                place = os.path.join(directory, name)
                held.append(Source(kind, os.path.abspath(place), os.path.relpath(place, path).replace(os.sep, "/")))
    if not held:
        raise NoInput(f"{path}: no Python code in it, nor a file that holds some")
    yield from sorted(held, key=lambda source: source.name)


def kind_of(name: str) -> str | None:
    return next((kind for kind, endings in KINDS.items() if name.lower().endswith(endings)), None)


def tree_files(top: str, excludes: Excludes) -> Iterator[str]:
    """The files of a tree that a check would look at, below its directory, with ``/`` between their parts."""
    from lint_params.source.discovery import Found, discover

    def left_out(path: str, directory: bool) -> bool:
        inner = os.path.relpath(path, top).replace(os.sep, "/")
        return inner != "." and excludes(inner, directory)

    for found in discover([top], left_out):
        if isinstance(found, Found):
            yield os.path.relpath(found.path, top).replace(os.sep, "/")


def _slices(files: Iterator[str], size: int) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    first = 0
    taken: list[str] = []
    for file in files:
        taken.append(file)
        if len(taken) == size:
            yield first, first + size, tuple(taken)
            first, taken = first + size, []
    if taken:
        yield first, first + len(taken), tuple(taken)
