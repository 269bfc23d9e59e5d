"""Rows of a table that are defined alike and differ in number."""

from __future__ import annotations

from lint_params.explain.twins import Twins, twins_of
from lint_params.model.model import Layer, Span
from lint_params.pasted.inference import ReadTable
from lint_params.pasted.rows import Reading


def alike(read: ReadTable) -> tuple[Twins, ...]:
    """As for layers in source, of the most usual candidate of each row."""
    return twins_of([layer for reading in read.readings if (layer := _layer(reading)) is not None])


def _layer(reading: Reading) -> Layer | None:
    best, row = reading.best, reading.row
    if best is None or not isinstance(best.params, int):
        return None
    return Layer(
        type=row.type,
        name=row.name,
        span=Span("", row.line, 1, row.line, 1),
        input_shape=best.input,
        output_shape=best.output,
        dtype="float32",
        params=best.params,
        trainable=None,
        at_least=best.params,
        formula=best.formula,
        weights=best.weights,
        definition=best.definition,
        arguments=best.arguments,
    )
