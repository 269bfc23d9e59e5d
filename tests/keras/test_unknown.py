"""Arguments that the source leaves open: what does not depend on them stays exact, the rest is an expression."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from lint_params.model.dimension import Size, Symbol
from lint_params.model.errors import Undetermined
from lint_params.model.shape import Shape, Shapes
from lint_params.model.unknown import Unknown
from tests.keras.grid import BOTH, Case, Inputs, Make, build, cases, each, ours, real

STEPS, IMAGE = (None, 12, 4), (None, 9, 8, 4)


def unknown(text: str) -> Unknown:
    return Unknown("only the program knows", text, key=text)


VALUES: dict[str, object] = {"a": 5, "b": 3, "pad": "same", "yes": True, "wide": (2, 2)}
"""What the unknowns of the cases below are when the program runs."""

CASES: list[tuple[str, tuple[object, ...], dict[str, object], Inputs]] = [
    ("Dense", (unknown("a"),), {}, STEPS),
    ("Dense", (5,), {"use_bias": unknown("yes")}, STEPS),
    ("Conv2D", (unknown("a"), 3), {}, IMAGE),
    ("Conv2D", (6, (unknown("b"), 2)), {}, IMAGE),
    ("Conv2D", (6, 3), {"padding": unknown("pad")}, IMAGE),
    ("Conv2D", (6, 3), {"strides": unknown("wide")}, IMAGE),
    ("Conv2D", (6, 3, (unknown("b"), 1)), {}, IMAGE),
    ("Conv2DTranspose", (6, 3), {"strides": (unknown("b"), 2), "padding": unknown("pad")}, IMAGE),
    ("SeparableConv2D", (unknown("a"), 3), {"depth_multiplier": unknown("b")}, IMAGE),
    ("MaxPooling2D", ((unknown("b"), 2),), {}, IMAGE),
    ("MaxPooling2D", (unknown("wide"),), {}, IMAGE),
    ("Embedding", (unknown("a"), unknown("b")), {}, (None, 7)),
    ("Reshape", ((unknown("b"), -1),), {}, STEPS),
    ("Reshape", ((16, unknown("b")),), {}, STEPS),
    ("RepeatVector", (unknown("a"),), {}, (None, 4)),
    ("ZeroPadding2D", (unknown("wide"),), {}, IMAGE),
    ("ZeroPadding2D", (((unknown("b"), 0), (1, 1)),), {}, IMAGE),
    ("Cropping2D", (unknown("wide"),), {}, IMAGE),
    ("UpSampling2D", (unknown("wide"),), {}, IMAGE),
    ("BatchNormalization", (), {"scale": unknown("yes")}, IMAGE),
    ("Dropout", (unknown("b"),), {}, IMAGE),
]

OPEN = [
    *cases("TimeDistributed", each([(None, 3, 4)], [(None, 3, 4)] * 2), Make("Dense", (3,)), generation="tf2"),
    *cases("GroupQueryAttention", [(None, 3, 4, 5)] * 2, 2, 4, 2),
    *cases("Dense", (None, 3), each(2**63, 2**70), generation=BOTH),
    *cases("Dense", (None, 3), 4, dtype=each("gptq/4/-1_from_float32", "awq/4/-1_from_float32")),
    *cases("Reshape", (None, 12), (2**70,), generation=BOTH),
    *cases("Normalization", (None, 4, 5), axis=each(unknown("a"), (1, unknown("b")))),
    *cases("Discretization", (None, 4), unknown("a"), output_mode="one_hot", generation=BOTH),
    *cases("Pipeline", (None, 4), [Make("Dense", (3,)), unknown("a")]),
    *cases("EinsumDense", (None, 4, 3), unknown("a"), (4, 6)),
]
"""What nothing can be said of, or nothing is."""


@pytest.mark.parametrize("case", OPEN, ids=str)
def test_what_is_not_described_is_said_to_be_open(case: Case) -> None:
    try:
        layer, output = build(case)
    except Undetermined as open_:
        assert open_.reason
        return
    assert layer.open_reason() or (isinstance(output, Shape) and (output.open or output.last not in (3, 4, 6, 12)))


def known(value: object) -> object:
    """An argument with the unknowns replaced by their values."""
    if isinstance(value, tuple):
        return tuple(known(item) for item in value)
    return VALUES[value.text or ""] if isinstance(value, Unknown) else value


def settled(size: object) -> object:
    def value(symbol: Symbol) -> int | Size:
        found = VALUES.get(symbol.text)
        return found if isinstance(found, int) else Size({(symbol,): 1})

    return size.substitute(value) if isinstance(size, Size) else size


@pytest.mark.parametrize(("name", "args", "kwargs", "inputs"), CASES)
def test_unknown_argument(name: str, args: tuple[object, ...], kwargs: dict[str, object], inputs: Inputs) -> None:
    replaced = {key: known(value) for key, value in kwargs.items()}
    values = known(args) if name != "Dropout" else (0.5,)
    truth = real(Case(name, values, replaced, inputs))  # type: ignore[arg-type]
    assert truth.refused is None
    layer, output = build(Case(name, args, kwargs, inputs))
    assert isinstance(output, Shape) and isinstance(truth.output, tuple)
    weights = [tuple(settled(size) for size in weight.shape) for weight, _ in layer.all_weights()]
    shapes = [shape for _, shape, _, _ in truth.weights]
    assert all(shape in shapes for shape in weights)
    if layer.open_reason() is None:
        assert weights == shapes
    assert len(output) == len(truth.output) and settled(output.last) == truth.output[-1]
    for size, true in zip(map(settled, output), truth.output, strict=True):
        assert size == true or (isinstance(size, Size) and true is not None and size.low <= true)


class Halved:
    """A function of the program that the interpreter can follow."""

    def output_shape(self, shape: Shapes, more: Mapping[str, object]) -> Shapes:
        assert isinstance(shape, Shape)
        return shape.with_last(2)


@pytest.mark.parametrize("generation", ["3", "tf2"])
def test_lambda(generation: str) -> None:
    inputs = (None, 7, 4)
    function = Case("Lambda", (lambda x: x[..., ::2],), {}, inputs, generation)
    declared = Case("Lambda", (lambda x: x[..., ::2],), {"output_shape": (7, 2)}, inputs, generation)
    assert build(Case("Lambda", (Halved(),), {}, inputs, generation))[1] == Shape(real(function).output)  # type: ignore[arg-type]
    assert ours(Case("Lambda", (None,), {"output_shape": (7, 2)}, inputs, generation)) == real(declared)
    open_ = build(Case("Lambda", (None,), {}, inputs, generation))[1]
    assert isinstance(open_, Shape) and open_.open
