"""The bytes of a file of the project, or the reason why there are none."""

from __future__ import annotations

import os
import stat

from lint_params.source import disk
from lint_params.source.file import ReadError
from lint_params.source.outline import KERAS, names_model

MAX_CODE = 1_000_000
"""Bytes of code in one file; ``max-file-size`` of the configuration."""

MAX_NOTEBOOK = 200_000_000
"""Bytes of a whole notebook, pictures and all."""


def load(path: str, shown: str, max_code: int = MAX_CODE) -> bytes | ReadError:
    """The bytes of a file, if it is a regular one.

    One too large for any code is looked through where it lies: an error where it speaks of a model, else no bytes.
    """
    limit = MAX_NOTEBOOK if is_notebook(path) else max(16 * max_code, MAX_CODE)
    if disk.mounted():
        return _held(path, shown, limit, max_code)
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            disk.unreadable(path)
            return ReadError(shown, f"can't be read: {_kind(status.st_mode)}, not a file")
        with disk.opened(path) as file:
            if status.st_size <= limit:
                data = file.read()
                disk.seen(path, status, data)
                return data
            disk.seen(path, status, None)
            import mmap

            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
                speaks = mapped.find(KERAS) >= 0 and names_model(mapped)
        return too_large(shown, status.st_size, MAX_NOTEBOOK if is_notebook(path) else max_code) if speaks else b""
    except (OSError, ValueError) as error:
        disk.unreadable(path)
        return ReadError(shown, f"can't be read: {getattr(error, 'strerror', None) or error}")


def _held(path: str, shown: str, limit: int, max_code: int) -> bytes | ReadError:
    """The bytes of a file that does not lie on the disk."""
    try:
        size, _ = disk.version(path)
        if size > limit:
            return too_large(shown, size, MAX_NOTEBOOK if is_notebook(path) else max_code)
        return disk.read(path)
    except (OSError, ValueError) as error:
        return ReadError(shown, f"can't be read: {getattr(error, 'strerror', None) or error}")


def _kind(mode: int) -> str:
    kinds = {stat.S_IFDIR: "a directory", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
    return kinds.get(stat.S_IFMT(mode), "a device")


def is_notebook(path: str) -> bool:
    return path.lower().endswith(".ipynb")


def too_large(shown: str, size: int, limit: int, where: str = "") -> ReadError:
    return ReadError(shown, f"{size:,} bytes{where}, more than max-file-size allows ({limit:,})")
