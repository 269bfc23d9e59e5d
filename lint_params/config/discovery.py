"""Which configuration holds for a file: the nearest one above it."""

from __future__ import annotations

import os

from lint_params.config.settings import Settings
from lint_params.source import disk

NAMES = (".lint-params.yaml", ".lint-params.yml", "lint-params.yaml", "lint-params.yml")
"""Names of configuration files; of several in one directory the first of these holds."""
PYPROJECT = "pyproject.toml"
MAX_PYPROJECT = 1_000_000
"""Bytes in which the words are looked for."""
"""Holds where none of them is there, if it has a table ``[tool.lint-params]``."""


def discover(path: str) -> str | None:
    """The nearest configuration file in the directory of ``path`` (a file) or above, absolute; ``None`` without one."""
    directory = os.path.dirname(os.path.abspath(path))
    while True:
        found = _in(directory)
        if found is not None or directory == (parent := os.path.dirname(directory)):
            return found
        directory = parent


def _in(directory: str) -> str | None:
    candidates = (os.path.join(directory, name) for name in NAMES)
    found = next((path for path in candidates if disk.is_file(path)), None)
    return found or pyproject(directory)


def pyproject(directory: str) -> str | None:
    """The ``pyproject.toml`` of a directory, if it configures this program; a TOML parser is imported only where the
    words are in it."""
    path = os.path.join(directory, PYPROJECT)
    try:
        data = disk.read(path, MAX_PYPROJECT)
    except OSError:
        return None
    if b"lint-params" not in data:
        return None
    if len(data) == MAX_PYPROJECT:
        return path  # that it is too large is told when it is loaded
    from lint_params.config.toml import has_table

    return path if has_table(data, path) else None


class Configurations:
    """The settings of each file of a run; every directory is looked at, and every configuration read, once.

    ``explicit`` is a configuration that holds for all files (its paths are then relative to the working directory);
    ``isolated`` means that no configuration file is read.
    """

    def __init__(self, explicit: str | None = None, isolated: bool = False) -> None:
        self._fixed = self._chosen(explicit, isolated)
        self._default = Settings.default()
        self._of_directory: dict[str, Settings] = {}

    def of(self, path: str) -> Settings:
        """The settings that hold for a file; raises ``ConfigError``."""
        return self.within(os.path.dirname(path))

    def within(self, directory: str) -> Settings:
        """The settings that hold for the files of a directory; raises ``ConfigError``."""
        return self._fixed or self._of_directory.get(directory) or self._of(os.path.abspath(directory), directory)

    @staticmethod
    def _chosen(explicit: str | None, isolated: bool) -> Settings | None:
        if explicit is not None:
            from lint_params.config.load import load

            return load(explicit, os.curdir)
        return Settings.default() if isolated else None

    def _of(self, directory: str, given: str | None = None) -> Settings:
        known = self._of_directory.get(directory)
        if known is None:
            known = self._of_directory[directory] = self._found(directory)
        if given is not None:
            self._of_directory[given] = known  # however it is spelled, it is asked for each file in it
        return known

    def _found(self, directory: str) -> Settings:
        found = _in(directory)
        if found is not None:
            from lint_params.config.load import load

            return load(_displayed(found))
        parent = os.path.dirname(directory)
        return self._default if parent == directory else self._of(parent)


def _displayed(path: str) -> str:
    """A path as the user would write it: relative to the working directory where it lies below."""
    working = os.getcwd()
    return os.path.relpath(path, working) if path.startswith(os.path.join(working, "")) else path
