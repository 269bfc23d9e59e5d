"""``[tool.lint-params]`` of a ``pyproject.toml`` as the tree that YAML gives, every node with its place.

The standard library's parser says what is TOML and what it means; it keeps no places, so they are found by a second
look at a text that is known to be right. TOML has no null: the text ``"null"`` stands for it.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable
from typing import Protocol, cast

from lint_params.config.document import MAX_BYTES, MAX_DEPTH, Mapping, Node, Place, Scalar, Sequence, decoded
from lint_params.config.errors import ConfigError

TABLE = ("tool", "lint-params")
Path = tuple["str | int", ...]


class _Parser(Protocol):
    """``tomllib``, or ``tomli`` before Python 3.11."""

    TOMLDecodeError: type[ValueError]

    def loads(self, text: str, /, *, parse_float: Callable[[str], object] = ...) -> dict[str, object]: ...


def read(data: bytes, path: str) -> Node:
    """The table of a file; raises ``ConfigError`` where there is none, or the file is not TOML."""
    if len(data) > MAX_BYTES:
        raise ConfigError(path, 1, 1, f"the file has {len(data):,} bytes; expected at most {MAX_BYTES:,}")
    text = decoded(data, path).replace("\r\n", "\n")
    table: object = _parsed(text, path)
    for key in TABLE:
        table = table.get(key) if isinstance(table, dict) else None
    if table is None:
        raise ConfigError(path, 1, 1, "there is no table [tool.lint-params]")
    try:
        return _Tree(text, path).node(table, TABLE)
    except RecursionError:
        raise ConfigError(path, 1, 1, "nested too deep") from None


def has_table(data: bytes, path: str) -> bool:
    """Whether a file configures this program; one that can't be read at all may, and is told when it is loaded."""
    try:
        tool = _parsed(decoded(data, path), path).get(TABLE[0])
    except ConfigError:
        return True
    return isinstance(tool, dict) and TABLE[1] in tool


def _parsed(text: str, path: str) -> dict[str, object]:
    parser = _parser()
    try:
        return parser.loads(text, parse_float=str)
    except parser.TOMLDecodeError as error:
        message = str(error)
        found = re.search(r" \(at line (\d+), column (\d+)\)$", message)
        if found is None:  # at the end of the document
            line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
        else:
            line, column = int(found[1]), int(found[2])
        problem = re.sub(r" \(at .*\)$", "", message)
        raise ConfigError(path, line, column, f"not valid TOML: {problem}") from None
    except ValueError as error:  # a number of more digits than Python reads
        raise ConfigError(path, 1, 1, f"not valid TOML: {error}") from None
    except RecursionError:
        raise ConfigError(path, 1, 1, "nested too deep") from None


def _parser() -> _Parser:
    return cast("_Parser", importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli"))


class _Tree:
    """Parsed values as nodes."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.scan = _Scan(text)

    def node(self, value: object, at: Path) -> Node:
        place = self._place(self.scan.values, at)
        if len(at) > MAX_DEPTH:
            raise place.error(f"nested more than {MAX_DEPTH} deep")
        if isinstance(value, dict):
            entries = [(self._key(key, (*at, key)), self.node(item, (*at, key))) for key, item in value.items()]
            return Mapping(place, tuple(entries))
        if isinstance(value, list):
            return Sequence(place, tuple(self.node(item, (*at, number)) for number, item in enumerate(value)))
        if isinstance(value, bool):
            return Scalar(place, str(value).lower(), True)
        return Scalar(place, str(value), value == "null")

    def _key(self, key: str, at: Path) -> Scalar:
        return Scalar(self._place(self.scan.keys, at), key, False)

    def _place(self, places: dict[Path, int], at: Path) -> Place:
        index = places[at]
        return Place(self.path, self.text.count("\n", 0, index) + 1, index - self.text.rfind("\n", 0, index))


_SPACE = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{1,2}(?!"))?|' + r"'''.*?'''(?:'{1,2}(?!'))?|" + r'"(?:\\.|[^"\\])*"|' + r"'[^']*'",
    re.DOTALL,
)
_WORD = re.compile(r"[^,\]}\n#]+")


class _Scan:
    """Where each key and each value of a valid text begins, by the path that leads to it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.keys: dict[Path, int] = {}
        self.values: dict[Path, int] = {}
        self.tables: dict[Path, int] = {}
        """How many tables an array of tables has so far."""
        self._document()

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        assert match is not None
        self.at = match.end()

    def _document(self) -> None:
        table: Path = ()
        self._skip(_GAP)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_GAP)

    def _header(self) -> Path:
        start, array = self.at, self.text.startswith("[[", self.at)
        self.at += 2 if array else 1
        names = self._names()
        self.at += 2 if array else 1
        table: Path = ()
        for number, (name, index) in enumerate(names):
            table = (*table, name)
            self.keys.setdefault(table, index)
            self.values.setdefault(table, start)
            if array and number == len(names) - 1:
                self.tables[table] = self.tables.get(table, 0) + 1
            if table in self.tables:
                table = (*table, self.tables[table] - 1)
                self.values.setdefault(table, start)
        return table

    def _names(self) -> list[tuple[str, int]]:
        """A dotted key: each of its parts, and where it begins."""
        names: list[tuple[str, int]] = []
        while True:
            self._skip(_SPACE)
            start = self.at
            if self.text[start] in "\"'":
                self._skip(_STRING)
                (name,) = _parser().loads(f"{self.text[start : self.at]} = 0")
            else:
                self._skip(_BARE)
                name = self.text[start : self.at]
            names.append((name, start))
            self._skip(_SPACE)
            if self.text[self.at] != ".":
                return names
            self.at += 1

    def _pair(self, table: Path) -> None:
        names = self._names()
        for name, start in names:
            table = (*table, name)
            self.keys.setdefault(table, start)
            self.values.setdefault(table, start)
        self.at += 1  # the equals sign
        self._skip(_SPACE)
        self._value(table)

    def _value(self, path: Path) -> None:
        self.values[path] = self.at
        opening = self.text[self.at]
        if opening in "\"'":
            self._skip(_STRING)
        elif opening in "[{":
            self._items(path, opening)
        else:
            self._skip(_WORD)

    def _items(self, path: Path, opening: str) -> None:
        self.at += 1
        self._skip(_GAP)
        number = 0
        while self.text[self.at] not in "]}":
            if opening == "[":
                self._value((*path, number))
            else:
                self._pair(path)
            number += 1
            self._skip(_GAP)
            if self.text[self.at] == ",":
                self.at += 1
                self._skip(_GAP)
        self.at += 1
