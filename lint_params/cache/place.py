"""Where the cache is, and which program's."""

from __future__ import annotations

import os
import sys

import lint_params

VARIABLE = "LINT_PARAMS_CACHE_DIR"
_HERE = os.path.dirname(os.path.abspath(lint_params.__file__))


def directory(given: str | None = None) -> str | None:
    """The cache directory: as given, by the environment, or the user's own; ``None`` where none can be.

    Sources: the XDG Base Directory Specification; Apple's File System Programming Guide; ``%LOCALAPPDATA%``.
    """
    chosen = given or os.environ.get(VARIABLE)
    if chosen:
        return os.path.abspath(chosen)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
        return os.path.join(base, "lint-params", "Cache") if os.path.isabs(base) else None
    home = os.path.expanduser("~")
    if not os.path.isabs(home):
        return None
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Caches", "lint-params")
    base = os.environ.get("XDG_CACHE_HOME", "")
    return os.path.join(base if os.path.isabs(base) else os.path.join(home, ".cache"), "lint-params")


def stamp() -> str:
    """What results depend on besides what they were asked of: the versions of this program and of Python.

    A program that is not installed but run from its source changes without its version: then its files count.
    """
    version = f"{lint_params.__version__} {sys.implementation.cache_tag} {_HERE}"
    return version if "site-packages" in _HERE else f"{version} {_newest(_HERE)}"


def _newest(folder: str) -> int:
    """The time of the last change below a directory."""
    newest = os.stat(folder).st_mtime_ns
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name != "__pycache__":
                changed = _newest(entry.path) if entry.is_dir() else entry.stat().st_mtime_ns
                newest = max(newest, changed)
    return newest
