"""From a configuration file to ``Settings``: one function a kind of value, one table a kind of mapping.

>>> parse(b"budgets: [{max-params: 20k}]", ".lint-params.yaml").budgets[0].aspects
{'max-params': 20000}
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from lint_params.config import document, numbers
from lint_params.config.document import Node, Place, Scalar
from lint_params.config.patterns import Patterns
from lint_params.config.settings import (
    GENERATIONS,
    LIMITS,
    SCOPES,
    Budget,
    Input,
    InputValue,
    LayerCost,
    Limit,
    Settings,
    canonical,
)
from lint_params.records import replace
from lint_params.source import disk

MAX_EXTENDS = 16
T = TypeVar("T")
Reader = Callable[[Node], object]


def load(path: str, root: str | None = None) -> Settings:
    """The settings of a file, with those it extends.

    Paths inside are relative to ``root``, by default the directory of the file. Raises ``ConfigError`` for every
    mistake, and where a file can't be read.
    """
    return _settings(_loaded(path, Place(path, 1, 1), ()), path, root)


def parse(data: bytes, path: str, root: str | None = None) -> Settings:
    """The settings that the content of a file gives."""
    return _settings(_values(data, path, ()), path, root)


def _settings(values: Mapping[str, object], path: str, root: str | None) -> Settings:
    base = Settings(os.path.abspath(root if root is not None else os.path.dirname(path) or os.curdir), path)
    return replace(base, **{key.replace("-", "_"): value for key, value in values.items()})  # type: ignore[arg-type]


def _loaded(path: str, asked: Place, above: tuple[str, ...]) -> dict[str, object]:
    """The values of a file that ``asked`` names; ``above`` are the files that led here."""
    real = os.path.realpath(path)
    if real in above:
        raise asked.error(f"{path} extends itself; expected no circle")
    if len(above) >= MAX_EXTENDS:
        raise asked.error(f"extends goes more than {MAX_EXTENDS} files deep")
    try:
        if not disk.is_file(path):
            raise asked.error(f"{path} is no file; expected a configuration in YAML, or a pyproject.toml")
        data = disk.read(path, document.MAX_BYTES + 1)
    except OSError as error:
        raise asked.error(f"can't read {path}: {error.strerror}") from None
    return _values(data, path, (*above, real))


def _values(data: bytes, path: str, above: tuple[str, ...]) -> dict[str, object]:
    tree = _tree(data, path)
    own = {} if isinstance(tree, Scalar) and tree.is_null else _mapping(tree, _KEYS, "setting")
    directory = os.path.dirname(path)
    if isinstance(own.get("baseline"), str):
        own["baseline"] = os.path.abspath(os.path.join(directory, str(own["baseline"])))
    merged: dict[str, object] = {}
    for base in own.pop("extends", ()):  # type: ignore[attr-defined]
        _merge(merged, _loaded(os.path.join(directory, base.text), base.place, above))
    _merge(merged, own)
    return merged


def _tree(data: bytes, path: str) -> Node:
    if not path.endswith(".toml"):
        return document.read(data, path)
    from lint_params.config import toml

    return toml.read(data, path)


_ADDED = ("budgets", "inputs", "layers", "per-file-ignores")
"""Settings to which a file adds; of the others it replaces what it extends."""


def _merge(values: dict[str, object], more: Mapping[str, object]) -> None:
    for key, value in more.items():
        values[key] = values[key] + value if key in _ADDED and key in values else value  # type: ignore[operator]


# Values.


def _scalar(node: Node, expected: str) -> Scalar:
    if not isinstance(node, Scalar):
        found = "a list" if isinstance(node, document.Sequence) else "a mapping"
        raise node.place.error(f"expected {expected}, not {found}")
    if node.is_null:
        raise node.place.error(f"expected {expected}, not null")
    return node


def _text(node: Node) -> str:
    text = _scalar(node, "a text").text
    if not text.strip():
        raise node.place.error("expected a text, not an empty one")
    return text


def _number(convert: Callable[[str], T], expected: str) -> Callable[[Node], T]:
    def read(node: Node) -> T:
        scalar = _scalar(node, expected)
        try:
            return convert(scalar.text)
        except ValueError as error:
            raise node.place.error(str(error)) from None

    return read


_count = _number(numbers.count, numbers.COUNT)
_size = _number(numbers.size, numbers.SIZE)
_percent = _number(numbers.percent, numbers.PERCENT)


def _share(node: Node) -> object:
    share = _percent(node)
    if share > 1:
        raise node.place.error(f"expected {numbers.PERCENT}, at most 100%")
    return share


def _items(node: Node, expected: str) -> tuple[Node, ...]:
    if not isinstance(node, document.Sequence):
        found = "a mapping" if isinstance(node, document.Mapping) else repr(node.text)
        raise node.place.error(f"expected {expected}, not {found}")
    return node.items


def _texts(node: Node) -> tuple[str, ...]:
    """One text, or a list of them."""
    return tuple(_text(item) for item in (node.items if isinstance(node, document.Sequence) else (node,)))


def _files(node: Node) -> tuple[Scalar, ...]:
    items = node.items if isinstance(node, document.Sequence) else (node,)
    return tuple(_scalar(item, "a path") for item in items)


def _patterns(node: Node) -> Patterns:
    items = node.items if isinstance(node, document.Sequence) else (node,)
    return Patterns(tuple(pattern for item in items for pattern in _pattern(_scalar(item, "a path pattern")).patterns))


def _pattern(scalar: Scalar) -> Patterns:
    found = Patterns.parse([scalar.text])
    if not found:
        raise scalar.place.error(f"expected a path pattern such as src/**, not {scalar.text!r}, which matches nothing")
    return found


def _choice(*allowed: str) -> Callable[[Node], str]:
    def read(node: Node) -> str:
        expected = "one of " + ", ".join(allowed)
        text = _scalar(node, expected).text
        if text not in allowed:
            raise node.place.error(f"expected {expected}, not {text!r}{_suggestion(text, allowed)}")
        return text

    return read


def _dtype(node: Node) -> str:
    from lint_params.model.weight import BYTES

    return _choice(*BYTES)(node)


def _codes(node: Node) -> tuple[str, ...]:
    from lint_params.rules.registry import is_code

    codes = _texts(node)
    items = node.items if isinstance(node, document.Sequence) else (node,)
    for item, code in zip(items, codes, strict=True):
        if not is_code(code):
            raise item.place.error(
                f"no rule has the code {code!r}; expected one such as LP101, or a prefix such as LP1"
            )
    return codes


def _shape(node: Node) -> tuple[int | None, ...]:
    return tuple(_dimension(item) for item in _items(node, "a list of sizes such as [400, 13]"))


def _dimension(node: Node) -> int | None:
    if isinstance(node, Scalar) and node.is_null:
        return None
    size = _count(node)
    if size < 1:
        raise node.place.error("expected a size of at least 1, or null where it may vary")
    return size


# Mappings.


def _entries(node: Node, what: str) -> tuple[tuple[Scalar, Node], ...]:
    if not isinstance(node, document.Mapping):
        found = "a list" if isinstance(node, document.Sequence) else repr(node.text)
        raise node.place.error(f"expected a mapping of {what}s, not {found}")
    return node.entries


def _mapping(node: Node, readers: Mapping[str, Reader], what: str) -> dict[str, object]:
    """A mapping whose keys are known: each value as its reader reads it."""
    values: dict[str, object] = {}
    for key, value in _entries(node, what):
        if key.text not in readers:
            near = _suggestion(key.text, readers) or f"; expected one of {', '.join(readers)}"
            raise key.place.error(f"{key.text!r} is no {what}{near}")
        values[key.text] = readers[key.text](value)
    return values


def _suggestion(text: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    import difflib

    near = difflib.get_close_matches(text.replace("_", "-").lower(), list(known), 1, 0.6)
    return f"; did you mean {near[0]}?" if near else ""


def _or_null(read: Reader) -> Reader:
    return lambda node: None if isinstance(node, Scalar) and node.is_null else read(node)


_ASPECTS: Mapping[str, Reader] = {
    "max-params": _or_null(_count),
    "warn-params": _or_null(_count),
    "max-trainable": _or_null(_count),
    "max-size": _or_null(_size),
    "max-share": _or_null(_share),
    "max-growth": _or_null(_percent),
    "max-activation": _or_null(_size),
    "max-macs": _or_null(_count),
    "as": _or_null(_dtype),
}
_SELECTORS: Mapping[str, Reader] = {"for": _choice(*SCOPES), "type": _texts, "name": _texts, "paths": _patterns}
_MEANINGLESS = {"model": ("type",), "project": ("type", "name"), "layer": ()}
"""Selectors that select nothing in a scope."""


def _budgets(node: Node) -> tuple[Budget, ...]:
    return tuple(_budget(item) for item in _items(node, "a list of budgets, each with a dash before it"))


def _budget(node: Node) -> Budget:
    values = _mapping(node, {**_SELECTORS, **_ASPECTS}, "part of a budget")
    keys = {key.text: key for key, _ in _entries(node, "part of a budget")}
    scope = values.pop("for", "layer")
    assert isinstance(scope, str)
    for selector in _MEANINGLESS[scope]:
        if selector in values:
            raise keys[selector].place.error(f"{selector} selects nothing in a budget for: {scope}")
    for aspect, scopes in LIMITS.items():
        if aspect in values and scope not in scopes:
            allowed = " or ".join(f"for: {name}" for name in scopes)
            raise keys[aspect].place.error(f"{aspect} limits nothing in a budget for: {scope}; expected {allowed}")
    aspects: dict[str, Limit | None] = {name: values[name] for name in _ASPECTS if name in values}  # type: ignore[misc]
    if not aspects:
        raise node.place.error(f"this budget limits nothing; expected one of {', '.join(_ASPECTS)}")
    return Budget(
        node.place,
        scope,
        values.get("type", ()),  # type: ignore[arg-type]
        values.get("name", ()),  # type: ignore[arg-type]
        values.get("paths"),  # type: ignore[arg-type]
        aspects,
    )


def _inputs(node: Node) -> tuple[Input, ...]:
    return tuple(_input(key, value) for key, value in _entries(node, "input"))


def _input(key: Scalar, node: Node) -> Input:
    value: InputValue
    if isinstance(node, document.Sequence):
        value = _shape(node)
    else:
        value = _number(numbers.integer, "a whole number, or a list of sizes such as [400, 13]")(node)
    if "::" in key.text:
        path, _, name = key.text.rpartition("::")
        if not path or not all(part.isidentifier() for part in name.split(".")):
            raise key.place.error(f"expected a file and a name in it, such as train.py::build_model, not {key.text!r}")
        # Anchored: a file of the same name elsewhere is another file.
        anchored = Scalar(key.place, f"/{path.removeprefix('./').lstrip('/')}", key.plain)
        return Input(key.place, _pattern(anchored), name, value)
    try:
        return Input(key.place, None, canonical(key.text), value)
    except SyntaxError:
        message = f"{key.text!r} is neither file.py::name nor a Python expression such as x_train.shape[2]"
        raise key.place.error(message) from None


_COST: Mapping[str, Reader] = {"params": _count, "trainable": _count, "output": _shape}


def _layers(node: Node) -> tuple[LayerCost, ...]:
    return tuple(_layer(key, value) for key, value in _entries(node, "layer"))


def _layer(key: Scalar, node: Node) -> LayerCost:
    if not re.fullmatch(r"\w+(\.\w+)*", key.text):
        raise key.place.error(f"expected the name of a layer class such as hub.KerasLayer, not {key.text!r}")
    values = _mapping(node, _COST, "part of a layer's cost")
    params = values.get("params")
    if not isinstance(params, int):
        raise node.place.error(f"the cost of {key.text} lacks params; expected {numbers.COUNT}")
    trainable = values.get("trainable", params)
    assert isinstance(trainable, int)
    if trainable > params:
        raise node.place.error(
            f"{key.text} can't have more trainable parameters ({trainable:,}) than params ({params:,})"
        )
    return LayerCost(key.place, key.text, params, trainable, values.get("output"))  # type: ignore[arg-type]


def _per_file_ignores(node: Node) -> tuple[tuple[Patterns, tuple[str, ...]], ...]:
    return tuple((_pattern(key), _codes(value)) for key, value in _entries(node, "path"))


_KEYS: Mapping[str, Reader] = {
    "extends": _files,
    "budgets": _budgets,
    "inputs": _inputs,
    "layers": _layers,
    "select": _codes,
    "ignore": _codes,
    "per-file-ignores": _per_file_ignores,
    "exclude": _patterns,
    "max-file-size": _size,
    "keras": _choice(*GENERATIONS),
    "baseline": _or_null(_text),
}
