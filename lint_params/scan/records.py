"""Files as a data set holds them, and which of them see each other.

A partition owns the repositories that begin in its range, be it that they end in the next one. So what a repository's
files see of each other does not depend on where a data set is cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lint_params.records import dataclass, field

if TYPE_CHECKING:
    from lint_params.source.disk import Tree

LARGEST = 32_000_000
"""Bytes of a file beyond which it is not read at all."""

MOST_FILES = 5_000
MOST_BYTES = 64_000_000
"""Of files that see each other: what a process has in memory at a time."""

SUFFIXES = (".py", ".pyw", ".ipynb", ".json", ".yaml", ".yml", ".toml", ".cfg", ".ini", ".txt", ".csv")
"""What can matter to a model: code, and what code reads as configuration."""


@dataclass(frozen=True, slots=True)
class Row:
    """A file of a data set; ``content`` is ``None`` where there is a ``problem`` instead.

    ``position`` tells it from the others of its source: a row's number, a line's offset in bytes, a number in order.
    """

    position: int
    repo: str | None
    path: str
    content: bytes | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file of a batch comes from, where in the batch's tree it stands, or why it does not."""

    position: int
    repo: str | None
    path: str
    inner: str
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that see each other; ``tree`` is made of ``files``, or is there already."""

    places: tuple[Place, ...]
    files: dict[str, bytes] = field(default_factory=dict)
    tree: Tree | None = None


def owned(rows: Iterable[Row], first: int, last: int) -> Iterator[Row]:
    """Of the rows from the one before ``first`` on: those of repositories that begin in ``first`` to ``last``."""
    before: str | None = None
    begun = False
    for row in rows:
        new = row.repo is None or row.repo != before
        before = row.repo
        if row.position < first:
            continue
        if row.position >= last and (new or not begun):
            return
        begun = begun or new
        if begun:
            yield row


def batches(rows: Iterable[Row]) -> Iterator[Batch]:
    """Rows in the order they come: those of one repository together, up to a bound or to a path that comes again."""
    places: list[Place] = []
    files: dict[str, bytes] = {}
    size = 0
    before: str | None = None
    for row in rows:
        inner = inner_path(row.path)
        length = len(row.content or b"")
        full = len(places) >= MOST_FILES or size + length > MOST_BYTES
        if places and (row.repo is None or row.repo != before or inner in files or full):
            yield Batch(tuple(places), files)
            places, files, size = [], {}, 0
        before = row.repo
        places.append(Place(row.position, row.repo, row.path, inner, row.problem))
        if row.content is not None:
            files[inner] = row.content
            size += length
    if places:
        yield Batch(tuple(places), files)


def inner_path(path: str) -> str:
    """A path as it stands in a tree of its own, whatever it tries: no way leads out."""
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(parts) or "file.py"


def too_large(size: int) -> str:
    return f"{size:,} bytes, more than a scan reads of a file ({LARGEST:,})"
