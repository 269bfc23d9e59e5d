"""A revision's files, written to a directory of their own to be read like any others."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator

from lint_params.history.git import Blob, GitError, Repository

SUFFIXES = (".py", ".pyw", ".ipynb", ".json", ".yaml", ".yml", ".toml", ".cfg", ".ini", ".txt", ".csv", ".gitignore")
"""What can matter to a model: code, and what code and this program read as configuration."""

MAX_FILE = 20_000_000
"""Bytes of one file; what is larger can't be read in a revision either."""

Needed = Callable[[str], bool]
"""Whether the answer would be wrong without a file: code that was asked about."""


@contextlib.contextmanager
def checked_out(repository: Repository, commit: str, needed: Needed) -> Iterator[str]:
    """A directory that holds the files of a commit that can matter, as they are in the repository; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="lint-params-") as directory:
        directory = os.path.realpath(directory)
        os.mkdir(os.path.join(directory, ".git"))  # the project begins here
        write(repository, [blob for blob in repository.blobs(commit) if matters(blob.path)], directory, needed)
        yield directory


def matters(path: str) -> bool:
    return path.lower().endswith(SUFFIXES) and is_safe(path)


def write(repository: Repository, blobs: list[Blob], directory: str, needed: Needed) -> None:
    """Write files of a revision below a directory. What a partial clone lacks (large files, mostly) is left out; raises
    ``GitError`` where that is needed."""
    for blob, data in zip(blobs, repository.contents(blob.name for blob in blobs), strict=True):
        target = os.path.join(directory, blob.path)
        if data is None and needed(blob.path):
            raise GitError(f"{blob.path}: the repository lacks it (a partial clone? --path can leave it out)")
        if data is None or len(data) > MAX_FILE:
            continue
        try:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "wb") as file:
                file.write(data)
        except (OSError, ValueError) as error:
            raise GitError(f"{blob.path}: can't be written: {error}") from None


def is_safe(path: str, windows: bool = os.name == "nt") -> bool:
    """Whether a path stays below its directory; git allows no other, but a repository may have been made by hand, or
    on a system where a backslash or a colon is a character like others."""
    if windows and ("\\" in path or ":" in path):
        return False
    parts = path.split("/")
    return not os.path.isabs(path) and not any(part in ("", ".", "..") or part.lower() == ".git" for part in parts)
