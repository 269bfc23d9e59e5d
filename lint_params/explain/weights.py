"""What a weight is, in words: which sizes multiply, and what they are sizes of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lint_params.model.dimension import Count
from lint_params.model.model import Layer
from lint_params.model.weight import Weight, formula_of
from lint_params.records import dataclass


def equation(formula: str, count: Count) -> str:
    """``4*20 = 80``; one number alone says no more twice."""
    shown = f"{count:,}" if isinstance(count, int) else "?"
    return shown if formula == str(count) else f"{formula} = {shown}"


@dataclass(frozen=True, slots=True)
class Part:
    """One weight of a layer: ``formula`` multiplies to ``count``; ``words`` say what the sizes are (may be empty).

    ``trains`` is ``None`` where the source leaves that open.
    """

    name: str
    shape: tuple[Count, ...]
    formula: str
    count: Count
    words: str
    trains: bool | None


def parts_of(layer: Layer) -> tuple[Part, ...]:
    """Every weight of a layer, in Keras' order."""
    half = len(layer.weights) // 2
    found: list[Part] = []
    for index, weight in enumerate(layer.weights):
        direction = ""
        if layer.type == "Bidirectional":
            direction = "forward " if index < half else "backward "
        trains = layer.trains[index] if index < len(layer.trains) else None
        words = "" if layer.layers is not None else _words(layer, weight)
        found.append(Part(direction + weight.name, weight.shape, formula_of([weight]), weight.count, words, trains))
    return tuple(found)


def many(number: Count, one: str, more: str | None = None) -> str:
    """A number with its noun: ``1 unit``, ``20 units``."""
    shown = f"{number:,}" if isinstance(number, int) else str(number)
    return f"{shown} {one}" if number == 1 else f"{shown} {more or one + 's'}"


def by(sizes: Sequence[Count]) -> str:
    """Sizes beside each other: ``3x3``."""
    return "x".join(map(str, sizes))


def _words(layer: Layer, weight: Weight) -> str:
    kind = layer.wraps[-1] if layer.wraps else layer.type
    if any(one.name == "recurrent_kernel" for one in layer.weights):
        say = _OF_STEPS.get(weight.name)
    else:
        say = _OF_LAYERS.get(weight.name)
    return say(weight, kind) if say is not None else ""


# Of recurrent layers: blocks for the gates stand beside each other in the last axis.


def _input_kernel(weight: Weight, kind: str) -> str:
    *window, given, units = weight.factors
    if window:
        return f"a window of {by(window)} over {many(given, 'channel')} for {many(units, 'filter')}{_gates(weight)}"
    return f"{many(given, 'feature')} of the input to {many(units, 'unit')}{_gates(weight)}"


def _recurrent_kernel(weight: Weight, kind: str) -> str:
    *window, given, units = weight.factors
    if window:
        channels = f"{many(given, 'channel')} of the step before"
        return f"a window of {by(window)} over {channels} for {many(units, 'filter')}{_gates(weight)}"
    return f"{many(given, 'unit')} of the step before to {many(units, 'unit')}{_gates(weight)}"


def _recurrent_bias(weight: Weight, kind: str) -> str:
    *biases, last = weight.factors
    units = many(last, "filter" if "Conv" in kind else "unit")
    number = "two, for input and state," if biases else "one"
    return f"{number} for each of {units}{_gates(weight)}"


def _gates(weight: Weight) -> str:
    return f", for each of {weight.gates} gates" if weight.gates > 1 else ""


# Of other layers.


def _kernel(weight: Weight, kind: str) -> str:
    if kind == "Dense" and len(weight.shape) == 2:
        return f"{many(weight.shape[0], 'input')} to {many(weight.shape[1], 'unit')}, one number for each pair"
    if kind.startswith("Depthwise"):
        return _depthwise_kernel(weight, kind)
    if kind in _CONVOLUTIONS and len(weight.shape) > 2:
        *window, given, filters = weight.shape
        if "Transpose" in kind:
            given, filters = filters, given
        return f"a window of {by(window)} over {many(given, 'channel')} for each of {many(filters, 'filter')}"
    return ""


def _depthwise_kernel(weight: Weight, kind: str) -> str:
    *window, given, times = weight.shape
    each = "" if times == 1 else f", {times} times"
    return f"a window of {by(window)} for each of {many(given, 'channel')}{each}"


def _pointwise_kernel(weight: Weight, kind: str) -> str:
    return f"{many(weight.shape[-2], 'channel')} to {many(weight.shape[-1], 'filter')}, position by position"


def _bias(weight: Weight, kind: str) -> str:
    if len(weight.shape) != 1:
        return ""
    if kind == "Dense":
        return f"one for each of {many(weight.shape[0], 'unit')}"
    if kind.startswith("Depthwise"):
        return f"one for each of {many(weight.shape[0], 'channel')}"
    return f"one for each of {many(weight.shape[0], 'filter')}" if kind in _CONVOLUTIONS else ""


def _embeddings(weight: Weight, kind: str) -> str:
    if len(weight.shape) != 2:
        return ""
    entries, size = weight.shape
    return f"a vector of {many(size, 'number')} for each of {many(entries, 'entry', 'entries')}"


def _each(what: str) -> Callable[[Weight, str], str]:
    def say(weight: Weight, kind: str) -> str:
        if len(weight.shape) == 1:
            return f"{what} for each of {many(weight.shape[0], 'channel')}"
        return f"{what} for each of {by(weight.shape)} positions" if weight.shape else ""

    return say


_CONVOLUTIONS = {
    f"{kind}Conv{rank}D{suffix}" for kind in ("", "Separable") for rank in (1, 2, 3) for suffix in ("", "Transpose")
} | {f"Convolution{rank}D" for rank in (1, 2, 3)}

Say = Callable[[Weight, str], str]

_OF_STEPS: Mapping[str, Say] = {
    "kernel": _input_kernel,
    "recurrent_kernel": _recurrent_kernel,
    "bias": _recurrent_bias,
}
_OF_LAYERS: Mapping[str, Say] = {
    "kernel": _kernel,
    "depthwise_kernel": _depthwise_kernel,
    "pointwise_kernel": _pointwise_kernel,
    "bias": _bias,
    "embeddings": _embeddings,
    "gamma": _each("a factor"),
    "beta": _each("an offset"),
    "moving_mean": _each("a mean"),
    "moving_variance": _each("a variance"),
    "mean": _each("a mean"),
    "variance": _each("a variance"),
    "alpha": _each("a slope"),
}
"""By the name of the weight; what is said of it depends on the class of the layer, the wrapped one of a wrapper."""
