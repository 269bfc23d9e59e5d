"""YAML text as a tree in which every node knows its place.

The tree is made from PyYAML's events rather than by its constructors: nothing is read as a number or a date behind the
user's back (``010`` is eight to YAML 1.1, ``1:30`` ninety), positions are exact, and work is bounded whatever the
anchors of a file say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Union

from lint_params.config.errors import ConfigError
from lint_params.records import dataclass

if TYPE_CHECKING:
    import yaml

MAX_BYTES = 256 * 1024
MAX_NODES = 50_000
"""Nodes of a document, those that aliases repeat included."""
MAX_DEPTH = 32


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a configuration file; line and column count from 1."""

    path: str
    line: int
    column: int

    def error(self, message: str) -> ConfigError:
        return ConfigError(self.path, self.line, self.column, message)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A word, a number or a text as written; ``plain`` where it has no quotes."""

    place: Place
    text: str
    plain: bool

    @property
    def is_null(self) -> bool:
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    place: Place
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order of the file, each key once."""

    place: Place
    entries: tuple[tuple[Scalar, Node], ...]


Node = Union[Scalar, Sequence, Mapping]


def read(data: bytes, path: str) -> Node:
    """The one document of a file; an empty file is a null.

    Raises ``ConfigError`` for whatever is not one YAML document in UTF-8 of reasonable size.
    """
    if len(data) > MAX_BYTES:
        raise ConfigError(path, 1, 1, f"the file has {len(data):,} bytes; expected at most {MAX_BYTES:,}")
    return _Reader(decoded(data, path), path).document()


def decoded(data: bytes, path: str) -> str:
    """The text of a file in UTF-8; raises ``ConfigError`` where it is not."""
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        message = f"byte 0x{data[error.start]:02x} is not UTF-8; expected a file in UTF-8"
        raise ConfigError(path, line, column, message) from None


class _Reader:
    """Reads events one after the other; ``anchors`` holds each anchored node with the number of nodes it is made of,
    ``None`` while it is being read."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.anchors: dict[str, tuple[Node, int] | None] = {}
        self.total = 0

    def document(self) -> Node:
        import yaml

        try:
            events = iter(list(self._bounded(yaml.parse(self.text, Loader=yaml.SafeLoader))))
        except yaml.reader.ReaderError as error:
            where = self._place_at(error.position)
            raise where.error(f"character U+{error.character:04X} is not allowed in YAML; remove it") from None
        except yaml.MarkedYAMLError as error:
            raise self._syntax_error(error) from None
        except (ValueError, OverflowError) as error:  # an escape such as "\\U00110000"
            raise ConfigError(self.path, 1, 1, f"not valid YAML: {error}") from None
        root: Node = Scalar(Place(self.path, 1, 1), "", True)
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._place(event).error("a second document starts here; expected one document")
                root = self._node(next(events), events, 0)
        return root

    def _bounded(self, events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
        """The events, as far as they are fewer than the nodes allowed: each node takes at most two."""
        for number, event in enumerate(events):
            if number > 2 * MAX_NODES:
                raise self._place(event).error(f"the file has too many entries; expected at most {MAX_NODES:,}")
            yield event

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        import yaml

        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        place = self._place(event)
        if depth > MAX_DEPTH:
            raise place.error(f"nested more than {MAX_DEPTH} deep")
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise place.error(f"tag {tag!r} is not supported; expected a plain value")
        anchor: str | None = getattr(event, "anchor", None)
        if anchor is not None:
            self.anchors[anchor] = None
        before = self.total
        self._count(1, place)
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = Scalar(place, event.value, event.style is None)
        elif isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(inner := next(events), yaml.SequenceEndEvent):
                items.append(self._node(inner, events, depth + 1))
            node = Sequence(place, tuple(items))
        else:
            node = self._mapping(place, events, depth)
        if anchor is not None:
            self.anchors[anchor] = node, self.total - before
        return node

    def _mapping(self, place: Place, events: Iterator[yaml.Event], depth: int) -> Mapping:
        import yaml

        entries: dict[str, tuple[Scalar, Node]] = {}
        merged: list[Mapping] = []
        while not isinstance(inner := next(events), yaml.MappingEndEvent):
            key = self._node(inner, events, depth + 1)
            if not isinstance(key, Scalar):
                raise self._place(inner).error("a key can't be a list or a mapping; expected a word")
            value = self._node(next(events), events, depth + 1)
            if key.plain and key.text == "<<":
                merged += _merged(key, value)
            elif key.text in entries:
                first = entries[key.text][0].place.line
                raise key.place.error(f"{key.text!r} is given twice, first on line {first}; expected each key once")
            else:
                entries[key.text] = (key, value)
        for mapping in merged:
            for key, value in mapping.entries:
                entries.setdefault(key.text, (key, value))
        return Mapping(place, tuple(entries.values()))

    def _alias(self, event: yaml.AliasEvent) -> Node:
        place = self._place(event)
        if event.anchor not in self.anchors:
            raise place.error(f"alias *{event.anchor} has no anchor &{event.anchor} before it")
        anchored = self.anchors[event.anchor]
        if anchored is None:
            raise place.error(f"alias *{event.anchor} stands inside its own anchor; expected no recursion")
        node, nodes = anchored
        self._count(nodes, place)
        return node

    def _count(self, nodes: int, place: Place) -> None:
        self.total += nodes
        if self.total > MAX_NODES:
            raise place.error(f"aliases make more than {MAX_NODES:,} entries here; expected fewer")

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return self._place_at(0 if mark is None else int(mark.index))

    def _place_at(self, index: int) -> Place:
        start = self.text.rfind("\n", 0, index) + 1
        return Place(self.path, self.text.count("\n", 0, index) + 1, index - start + 1)

    def _syntax_error(self, error: yaml.MarkedYAMLError) -> ConfigError:
        mark = error.problem_mark or error.context_mark
        place = self._place_at(int(mark.index)) if mark is not None else Place(self.path, 1, 1)
        problem = error.problem or "not YAML"
        if "'\\t'" in problem:
            return place.error("a tab can't indent or start a value; expected spaces")
        context = f" {error.context}" if error.context else ""
        return place.error(f"not valid YAML: {problem}{context}")


def _merged(key: Scalar, value: Node) -> list[Mapping]:
    """The mappings that ``<<`` takes in; of two that hold a key, the first decides."""
    candidates = value.items if isinstance(value, Sequence) else (value,)
    found = [candidate for candidate in candidates if isinstance(candidate, Mapping)]
    if len(found) != len(candidates):
        raise key.place.error("'<<' takes a mapping, or a list of mappings")
    return found
