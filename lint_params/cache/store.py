"""Documents in the cache directory: read where they are whole, written aside and put in place, bounded in all.

Nothing here is an error: a directory that can't be made, a full disk or a broken document only mean more work.
"""

from __future__ import annotations

import os
import zlib

MAX_BYTES = 64_000_000
"""Of one document."""
MAX_DOCUMENTS = 400
"""Of all runs and projects; those not written longest go first."""
SUFFIX = ".txt"
PART = ".part"


class Store:
    """The documents of one cache directory, found by a key of one line that each of them begins with."""

    def __init__(self, directory: str) -> None:
        self.directory = directory

    def load(self, kind: str, key: str) -> str | None:
        """The document of a key, if it is there and whole."""
        try:
            with open(self._path(kind, key), "rb") as file:
                data = file.read(MAX_BYTES + 1)
            head, _, text = data.decode("utf-8", "surrogatepass").partition("\n")
            _, _, tail = text.rpartition("\n")
        except (OSError, ValueError):
            return None
        # The key once more at the end: so the document is whole.
        return text[: -len(tail) - 1] if head == key == tail and len(data) <= MAX_BYTES else None

    def save(self, kind: str, key: str, text: str) -> None:
        """Put a document in the place of the one before; readers see either of them."""
        data = f"{key}\n{text}\n{key}".encode("utf-8", "surrogatepass")
        if len(data) > MAX_BYTES:
            return
        try:
            os.makedirs(self.directory, mode=0o700, exist_ok=True)
            _put(self._path(kind, key), data)
            self._bound()
        except (OSError, ValueError):
            pass  # the next run has more to do

    def _path(self, kind: str, key: str) -> str:
        # The name need not be unique: the key within decides.
        data = key.encode("utf-8", "surrogatepass")
        return os.path.join(self.directory, f"{kind}-{zlib.crc32(data):08x}{zlib.adler32(data):08x}{SUFFIX}")

    def _bound(self) -> None:
        with os.scandir(self.directory) as entries:
            ours = [entry for entry in entries if entry.name.endswith((SUFFIX, PART))]
        if len(ours) > MAX_DOCUMENTS:
            for path in sorted((entry.path for entry in ours), key=_age)[: len(ours) - MAX_DOCUMENTS * 3 // 4]:
                os.unlink(path)


def _age(path: str) -> float:
    try:
        return os.stat(path).st_mtime
    except OSError:  # another run was here
        return 0.0


def _put(path: str, data: bytes) -> None:
    """Write aside, then rename. Not forced onto the disk, which takes longer than all the rest: what a power failure
    leaves of it is no whole document, and so is not used."""
    aside = f"{path}.{os.getpid()}{PART}"
    try:
        with open(aside, "wb") as file:
            file.write(data)
        os.replace(aside, path)
    except BaseException:
        try:
            os.unlink(aside)
        except OSError:
            pass  # it was not made
        raise
