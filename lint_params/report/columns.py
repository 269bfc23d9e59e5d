"""The columns of a summary: what each says about a layer, and how figures are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lint_params.model.dimension import Count
from lint_params.model.model import Layer, Model
from lint_params.model.shape import Shapes
from lint_params.records import dataclass
from lint_params.rules import amounts


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its text for a layer, and whether it stands to the right."""

    heading: str
    text: Callable[[Layer], str]
    right: bool = False
    portion: Callable[[Layer], float] | None = None
    """Of a column that can be shown as a bar, how much of it is filled."""


def _shapes(shapes: Shapes | None) -> str:
    if isinstance(shapes, list):
        return f"[{', '.join(map(str, shapes))}]"
    return "?" if shapes is None else str(shapes)


def number(value: int | None, at_least: int = 0) -> str:
    """A count with separators; where it is open, its lower bound."""
    if value is not None:
        return f"{value:,}"
    return f"≥ {at_least:,}" if at_least else "?"


def figure(count: Count) -> str:
    """A count with separators; a question mark where it is an expression."""
    return f"{count:,}" if isinstance(count, int) else "?"


def memory(size: int) -> str:
    """Bytes as Keras' summary writes them: ``240.08 KB``. Source: ``keras/src/utils/summary_utils.py``."""
    amount = float(size)
    for unit in ("B", "KB", "MB", "GB", "TB"):
        if amount < 1024:
            return f"{amount:.2f} {unit}"
        amount /= 1024
    return f"{amount:.2f} PB"


def _bytes(layer: Layer) -> str:
    size = layer.bytes
    return "?" if size is None else memory(size)


def _weights(layer: Layer) -> str:
    return ", ".join(f"{weight.name} ({', '.join(map(str, weight.shape))})" for weight in layer.weights)


def _macs(thing: Layer | Model) -> str:
    amount = amounts.macs(thing)
    return number(amount.value if amount.exact else None, amount.value)


def _activation(thing: Layer | Model) -> str:
    amount = amounts.activation(thing, None).amount
    if amount.exact:
        return memory(amount.value)
    return f"≥ {memory(amount.value)}" if amount.value else "?"


COLUMNS: Mapping[str, Column] = {
    "layer": Column("Layer (type)", lambda layer: f"{layer.name} ({layer.type})"),
    "input": Column("Input Shape", lambda layer: _shapes(layer.input_shape)),
    "output": Column("Output Shape", lambda layer: _shapes(layer.output_shape)),
    "params": Column("Param #", lambda layer: number(layer.params, layer.at_least), right=True),
    "trainable": Column("Trainable", lambda layer: number(layer.trainable), right=True),
    "bytes": Column("Size", _bytes, right=True),
    "macs": Column("MACs", _macs, right=True),
    "memory": Column("Activation", _activation, right=True),
    "formula": Column("Formula", lambda layer: "" if layer.formula in (None, "0") else layer.formula or ""),
    "dtype": Column("Dtype", lambda layer: layer.dtype),
    "line": Column("Line", lambda layer: str(layer.span.line), right=True),
    "weights": Column("Weights", _weights),
}
"""By the names that ``--columns`` takes."""

SHARE = "share"
"""The one column that knows the model: a layer's part of its parameters."""
NAMES = (*COLUMNS, SHARE)
DEFAULT = ("layer", "output", "params", "formula")


def chosen(names: Sequence[str], model: Model) -> list[Column]:
    """The columns of these names, for the layers of one model."""

    def portion(layer: Layer) -> float:
        return (layer.params or 0) / (model.params or 1)

    def share(layer: Layer) -> str:
        return "?" if model.params is None or layer.params is None else f"{100 * portion(layer):.1f}%"

    own = Column("Share", share, right=True, portion=None if model.params is None else portion)
    return [own if name == SHARE else COLUMNS[name] for name in names]


def titles(model: Model) -> list[str]:
    """What a model is beside its name: where it is made, and what tells this variant from others."""
    lines: list[str] = []
    if model.made_at is not None:
        lines.append(f"made at {model.made_at.path}:{model.made_at.line}")
    if model.variant:
        lines.append("variant: " + ", ".join(f"{name} = {value}" for name, value in model.variant.items()))
    if model.assumed:
        lines.append("assumed: " + ", ".join(f"{one.name} = {one.value!r}" for one in model.assumed))
    return lines


def subject(model: Model) -> str:
    """What people call a model: ``model in build_model()``."""
    name = model.variable or ""
    where = f"in {model.function}()" if model.function else ""
    return " ".join(filter(None, (name, where)))


def totals(model: Model, columns: Sequence[str] = ()) -> list[tuple[str, str]]:
    """The lines under the table, as Keras has them, with the words for what is open; those of ``columns`` behind."""
    size = "" if model.bytes is None else f" ({memory(model.bytes)})"
    if model.params is None:
        total = f"at least {model.at_least:,}" if model.at_least else "unknown"
    else:
        total = f"{model.params:,}{size}"
    lines = [("Total params", total)]
    if model.trainable is not None and model.non_trainable is not None:
        each = _bytes_each(model)
        for name, count in (("Trainable params", model.trainable), ("Non-trainable params", model.non_trainable)):
            lines.append((name, f"{count:,}" if each is None else f"{count:,} ({memory(count * each)})"))
    if "macs" in columns:
        lines.append(("Multiply-accumulates", _macs(model)))
    if "memory" in columns:
        lines.append(("Largest input and output of a layer", _activation(model)))
    return lines


def _bytes_each(model: Model) -> int | None:
    """Bytes of one parameter, where all are of one dtype."""
    dtypes = {weight.dtype for layer in model.walk() for weight in layer.weights}
    if len(dtypes) > 1 or not model.params or model.bytes is None:
        return None if model.params else 0
    return model.bytes // model.params if model.bytes % model.params == 0 else None


def remarks(model: Model) -> list[str]:
    """Why a model is not exact, each reason once."""
    lines: list[str] = []
    if model.reason:
        lines.append(model.reason)
    if not model.layers_complete:
        lines.append("layers may be missing from the list")
    if model.free:
        lines.append("open: " + ", ".join(model.free))
    return list(dict.fromkeys(lines))
