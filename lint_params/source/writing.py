"""Files written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable


def write_atomically(path: str, data: bytes | Iterable[bytes]) -> None:
    """Give a file a new content, all at once or piece by piece, keeping its mode; a reader sees the old one or the new
    one, never a part of either.

    A symbolic link stays one: what it points to is written. So does a device or a pipe: it is written to as it is.
    Raises ``OSError``.
    """
    import tempfile

    target = os.path.realpath(path)
    pieces = (data,) if isinstance(data, bytes) else data
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "wb") as file:
            file.writelines(pieces)
        return
    handle, aside = tempfile.mkstemp(prefix=f".{os.path.basename(target)[:100]}.", dir=os.path.dirname(target))
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(aside, _mode(target))
        os.replace(aside, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(aside)
        raise


def _mode(path: str) -> int:
    """The mode of a file; that of a new one where there is none yet."""
    try:
        return os.stat(path).st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
