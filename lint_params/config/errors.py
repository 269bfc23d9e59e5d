"""A mistake in a configuration file, told where it stands."""

from __future__ import annotations


class ConfigError(Exception):
    """What is wrong at a place of a configuration file; ``message`` also says what was expected.

    ``line`` and ``column`` count from 1.
    """

    def __init__(self, path: str, line: int, column: int, message: str) -> None:
        super().__init__(f"{path}:{line}:{column}: {message}")
        self.path = path
        self.line = line
        self.column = column
        self.message = message
