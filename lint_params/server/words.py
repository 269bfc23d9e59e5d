"""What is said of layers and models: hovers, hints, lenses. Text of the checked project stays text in Markdown too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lint_params.explain.weights import equation, parts_of
from lint_params.model.model import Layer, Model
from lint_params.report.columns import COLUMNS, memory, number, subject
from lint_params.report.escape import printable
from lint_params.report.style import Style
from lint_params.rules.base import described, variant_text

ARROW = "⟵"
MAX_SHOWN = 3
"""Variants that are told apart in one line."""
MAX_WEIGHTS = 12
"""Weights that are shown one by one: a nested model has hundreds."""

_ROWS = {
    "input": "input",
    "output": "output",
    "params": "parameters",
    "trainable": "trainable",
    "bytes": "size",
    "macs": "MACs",
    "formula": "formula",
    "dtype": "dtype",
}
"""Column of a summary to what a hover calls it."""


def figures(layer: Layer) -> str:
    """``53,680 params · (None, 400, 20)``."""
    return printable(f"{COLUMNS['params'].text(layer)} params · {COLUMNS['output'].text(layer)}")


def joined(texts: Iterable[str]) -> str:
    """Equal ones once, the first few of them."""
    distinct = list(dict.fromkeys(texts))
    more = f" | {len(distinct) - MAX_SHOWN} more" if len(distinct) > MAX_SHOWN else ""
    return " | ".join(distinct[:MAX_SHOWN]) + more


def about_layer(model: Model, layer: Layer) -> str:
    """Shape, parameters and formula of a layer, a line each; then its weights, as ``lint-params explain`` has them."""
    lines = [f"{described(layer)} of {subject(model) or model.name}{variant_text(model)}"]
    width = max(map(len, _ROWS.values()))
    for name, title in _ROWS.items():
        text = COLUMNS[name].text(layer)
        if text and not (name == "trainable" and layer.trainable == layer.params):
            lines.append(f"{title:<{width}}  {text}")
    lines += _weights(layer, width)
    if layer.reason:
        lines.append(f"{'note':<{width}}  {layer.reason}")
    return "\n".join(map(printable, lines))


def _weights(layer: Layer, width: int) -> Iterator[str]:
    """``weights     kernel  4*650*20 = 52,000  650 features of the input to 20 units``, the title on the first line."""
    parts = parts_of(layer)[: MAX_WEIGHTS + 1]
    rows = [(part.name, equation(part.formula, part.count), part.words) for part in parts[:MAX_WEIGHTS]]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for index, row in enumerate(rows):
        cells = "  ".join(f"{text:<{room}}" for text, room in zip(row, widths, strict=True))
        yield f"{'' if index else 'weights':<{width}}  {cells}".rstrip()
    if len(parts) > MAX_WEIGHTS:
        yield f"{'':<{width}}  … {len(layer.weights) - MAX_WEIGHTS} more"


def about_model(model: Model) -> str:
    """The table of a model, as ``lint-params summary`` writes it."""
    from lint_params.interpret.result import FileResult
    from lint_params.report.summary_text import write

    return write([FileResult(model.span.path, (model,))], ("layer", "output", "params"), Style(width=90)).rstrip("\n")


def total(model: Model) -> str:
    """``61,460 params · 240.08 KB``."""
    size = "" if model.bytes is None or model.params is None else f" · {memory(model.bytes)}"
    return printable(f"{number(model.params, model.at_least)} params{size}{variant_text(model)}")


def fenced(text: str) -> str:
    """A text as a block of Markdown that nothing in it can end."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"
