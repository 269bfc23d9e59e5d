"""The four tables of a scan: models, their layers, findings, and what could not be read.

Every row says where it comes from: ``source`` and ``position`` tell a file from all others, ``repo`` and ``path`` are
what the data set calls it. A layer belongs to the model of the same number ``model`` in the same file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import pyarrow as pa

from lint_params.model.finding import Finding
from lint_params.report.escape import whole
from lint_params.scan.inputs import Source
from lint_params.scan.records import Place
from lint_params.typed import items

Record = dict[str, object]
Object = Mapping[str, object]

_PLACE = [
    pa.field("source", pa.string(), nullable=False),
    pa.field("position", pa.int64(), nullable=False),
    pa.field("repo", pa.string()),
    pa.field("path", pa.string(), nullable=False),
]
_WHERE = [("cell", pa.int32()), ("line", pa.int32()), ("column", pa.int32())]
_COUNTS = [(name, pa.int64()) for name in ("params", "trainable", "non_trainable", "at_least")]
_TEXTS = pa.list_(pa.string())

SCHEMAS: Mapping[str, pa.Schema] = {
    "models": pa.schema(
        [
            *_PLACE,
            ("model", pa.int32()),
            *_WHERE,
            ("end_line", pa.int32()),
            ("made_at", pa.string()),
            ("variable", pa.string()),
            ("name", pa.string()),
            ("function", pa.string()),
            ("variant", pa.string()),
            ("status", pa.string()),
            ("layers_complete", pa.bool_()),
            ("reason", pa.string()),
            *_COUNTS,
            ("bytes", pa.int64()),
            ("free", _TEXTS),
            ("assumed", pa.string()),
            ("layers", pa.int32()),
        ]
    ),
    "layers": pa.schema(
        [
            *_PLACE,
            ("model", pa.int32()),
            ("layer", pa.int32()),
            ("inside", pa.int32()),
            ("type", pa.string()),
            ("name", pa.string()),
            ("defined_in", pa.string()),
            *_WHERE,
            ("input_shape", pa.string()),
            ("output_shape", pa.string()),
            ("dtype", pa.string()),
            *_COUNTS,
            ("formula", pa.string()),
            ("free", _TEXTS),
            ("reason", pa.string()),
            ("nested", pa.bool_()),
            ("weights", pa.string()),
        ]
    ),
    "findings": pa.schema(
        [
            *_PLACE,
            ("code", pa.string()),
            ("severity", pa.string()),
            ("message", pa.string()),
            *_WHERE,
            ("end_line", pa.int32()),
            ("end_column", pa.int32()),
            ("model", pa.string()),
            ("layer", pa.string()),
            ("actual", pa.float64()),
            ("limit", pa.float64()),
            ("fix", pa.string()),
        ]
    ),
    "errors": pa.schema([*_PLACE, ("kind", pa.string()), ("message", pa.string()), *_WHERE]),
}
"""``made_at``, ``variant``, ``assumed``, shapes, ``weights`` and ``fix`` are JSON, as ``summary --format json`` and
``check --output-format json`` have them; a layer's ``inside`` is the number of the layer of a model that it is in."""

KINDS = ("unreadable", "too large", "record", "source", "died", "internal")
"""Why there is an error: code that can't be read or parsed (LP901), a file beyond the bound, a row that holds no file,
a source that can't be read on, a file over which workers died, an error of this program."""

_LARGEST = 1 << 63


def place_of(source: Source, place: Place) -> Record:
    return {
        "source": _text(source.name),
        "position": place.position,
        "repo": _optional(place.repo or None),
        "path": _text(place.path),
    }


def model_rows(place: Record, number: int, model: Object) -> tuple[Record, list[Record]]:
    """A model, as the JSON of a summary has it, as a row, and its layers as rows."""
    layers = list(_layer_rows({**place, "model": number}, model["path"], items(model["layers"]), None, 0))
    row = {**place, "model": number, **_plain(model, ("cell", "line", "column", "end_line"))}
    row |= {name: _optional(model[name]) for name in ("variable", "name", "function", "status", "reason")}
    row["made_at"] = None if model["made_at"] is None else _json(model["made_at"])
    row |= {name: _json(model[name]) for name in ("variant", "assumed")}
    row |= {name: _count(model[name]) for name in ("params", "trainable", "non_trainable", "at_least", "bytes")}
    row |= {"layers_complete": model["layers_complete"], "free": [_text(each) for each in items(model["free"])]}
    row["layers"] = len(items(model["layers"]))
    return row, layers


def _layer_rows(front: Record, here: object, layers: list[object], inside: int | None, number: int) -> Iterator[Record]:
    for layer in layers:
        assert isinstance(layer, dict)
        inner = layer["layers"]
        row = {**front, "layer": number, "inside": inside, "nested": inner is not None}
        row |= _plain(layer, ("cell", "line", "column"))
        row |= {name: _optional(layer[name]) for name in ("type", "name", "dtype", "formula", "reason")}
        row |= {"defined_in": None if layer["path"] == here else _text(layer["path"])}
        row |= {name: _count(layer[name]) for name in ("params", "trainable", "non_trainable", "at_least")}
        row |= {name: _json(layer[name]) for name in ("input_shape", "output_shape", "weights")}
        row["free"] = [_text(each) for each in layer["free"]]
        yield row
        above, number = number, number + 1
        for below in _layer_rows(front, here, inner or [], above, number):
            yield below
            number += 1


def finding_row(place: Record, finding: Finding, fix: object) -> Record:
    span = finding.span
    return {
        **place,
        "code": finding.code,
        "severity": finding.severity,
        "message": _text(finding.message),
        "cell": span.cell,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "model": _optional(finding.model),
        "layer": _optional(finding.layer),
        "actual": _number(finding.actual),
        "limit": _number(finding.limit),
        "fix": None if fix is None else _json(fix),
    }


def error_row(
    place: Record, kind: str, message: str, line: int | None = None, column: int | None = None, cell: int | None = None
) -> Record:
    return {**place, "kind": kind, "message": _text(message), "cell": cell, "line": line, "column": column}


def _plain(of: Object, names: tuple[str, ...]) -> Record:
    return {name: of[name] for name in names}


def _count(value: object) -> int | None:
    """A number; ``None`` for one beyond 64 bits, which no Keras could build."""
    return value if isinstance(value, int) and value < _LARGEST else None


def _number(value: float | None) -> float | None:
    try:
        return None if value is None else float(value)
    except OverflowError:
        return float("inf")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def _text(value: object) -> str:
    """Text as UTF-8 can hold it."""
    return whole(str(value))


def _optional(value: object) -> str | None:
    return None if value is None else _text(value)
