"""A directory with code: its files see each other, and all else below it, where they lie."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.scan.inputs import Partition
from lint_params.scan.records import LARGEST, Batch, Place, too_large
from lint_params.source.mounted import FolderTree


def contents(partition: Partition) -> Iterator[Batch]:
    """The files of a partition as one batch, each read when its turn comes."""
    tree = FolderTree(partition.source.path)
    yield Batch(
        tuple(_place(tree, position, path) for position, path in enumerate(partition.files, partition.first)),
        tree=tree,
    )


def _place(tree: FolderTree, position: int, path: str) -> Place:
    problem = None
    try:
        size, _ = tree.version(path)
        problem = too_large(size) if size > LARGEST else None
    except OSError as error:
        problem = f"can't be read: {error.strerror}"
    return Place(position, None, path, path, problem)
