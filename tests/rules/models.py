"""Models put together by hand from the descriptions of layers, for tests of rules that need no program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lint_params.config.load import parse
from lint_params.config.settings import Settings
from lint_params.interpret.result import FileResult
from lint_params.keras.base import Call, KerasLayer, Setting, bind, snake_case
from lint_params.keras.registry import lookup
from lint_params.model.dimension import Dimension, lower
from lint_params.model.errors import Refused
from lint_params.model.finding import Finding
from lint_params.model.model import Fault, Layer, Model, Span
from lint_params.model.shape import Shape
from lint_params.model.weight import free_of
from lint_params.rules import check_file
from lint_params.source.file import Cell, SourceFile

PATH = "model.py"


def made(type_: str, *positional: object, **keywords: object) -> KerasLayer:
    """A layer as a program makes it."""
    cls = lookup(type_)
    assert cls is not None
    return cls(bind(cls, Call(positional, keywords), "3"), Setting())


def span(line: int, end_line: int | None = None, path: str = PATH, column: int = 5) -> Span:
    return Span(path, line, column, end_line or line, column + 20)


def layer(
    described: KerasLayer, inputs: Shape, where: Span, name: str | None = None, **more: Any
) -> tuple[Layer, Shape]:
    """The snapshot of a layer that reads a shape, and what it gives; a refusal gives a fault."""
    fault = None
    output: Shape = Shape.unknown("refused")
    try:
        applied = described.apply(inputs)
        assert isinstance(applied, Shape)
        output = applied
    except Refused as refused:
        fault = Fault(refused.kind, refused.message, refused.argument)
    count = described.count()
    exact = isinstance(count, int) and fault is None and described.open_reason() is None
    inner = described.sublayers()
    weights = [weight for weight, _ in described.all_weights()]
    trainable = [weight for weight, trains in described.all_weights() if trains is True]
    number = count if exact and isinstance(count, int) else None
    found = Layer(
        type=described.keras_name,
        name=name or snake_case(described.keras_name),
        span=where,
        input_shape=inputs,
        output_shape=output,
        dtype="float32",
        params=number,
        trainable=None if number is None else sum(int(lower(weight.count)) for weight in trainable),
        at_least=0 if fault else max(int(lower(count)), 0),
        formula=described.formula(),
        weights=tuple(weights),
        count=count,
        wraps=tuple(sub.keras_name for sub in inner),
        fault=fault,
        arguments=dict(described.args.values),
        reason=fault.message if fault else None,
        free=tuple(text for text in free_of(weights) if text != "?"),
        definition=described.definition(),
        kind=described.keras_name,
    )
    return replace(found, **more), output


def model(
    inputs: Sequence[Dimension], *layers: KerasLayer, line: int = 3, variable: str = "model", **more: Any
) -> Model:
    """``Sequential([Input(inputs), *layers])``, one layer a line from the line after ``line``."""
    shape: Shape = Shape((None, *inputs))
    found: list[Layer] = []
    for number, described in enumerate(layers):
        one, shape = layer(described, shape, span(line + 1 + number), f"{snake_case(described.keras_name)}_{number}")
        found.append(one)
    return of(found, line, variable, **more)


def of(layers: Sequence[Layer], line: int = 3, variable: str = "model", **more: Any) -> Model:
    known = all(one.params is not None for one in layers)
    values: dict[str, Any] = {
        "span": span(line, line + 1 + len(layers), column=1),
        "name": "sequential",
        "variable": variable,
        "function": None,
        "layers": tuple(layers),
        "status": "exact" if known else "partial",
        "params": sum(one.params or 0 for one in layers) if known else None,
        "trainable": sum(one.trainable or 0 for one in layers) if known else None,
        "at_least": sum(one.at_least for one in layers),
        "bytes": sum(one.bytes or 0 for one in layers) if known else None,
    }
    return Model(**{**values, **more})


def seed() -> Model:
    """Five layers of the issue's first example."""
    return model(
        (400, 13),
        made("LSTM", 5, return_sequences=True),
        made("LSTM", 5, return_sequences=True),
        made("TimeDistributed", made("Dense", 650)),
        made("LSTM", 20, return_sequences=True),
        made("LSTM", 20, return_sequences=True),
    )


def settings(config: str) -> Settings:
    return parse(config.encode(), ".lint-params.yaml")


def findings(
    config: str, *models: Model, text: str = "", errors: Sequence[Any] = (), faults: Sequence[Any] = ()
) -> list[Finding]:
    """The findings of a file that makes the models."""
    result = FileResult(PATH, tuple(models), tuple(errors), tuple(faults))
    return check_file(result, SourceFile(PATH, (Cell(text),)), settings(config))
