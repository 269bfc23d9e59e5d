"""The differential grid: one layer configuration, built in real Keras and from our description, and compared.

A configuration is a :class:`Case`: ``Case("Conv2D", (8, 3), {"padding": "same"}, (None, 32, 32, 3))``. Shapes hold the
batch; several inputs are a list of shapes. ``Make`` stands for a layer among the arguments (wrappers). ``generation``
says who judges: Keras 3 (``"3"``) or tf_keras (``"tf2"``).
"""

from __future__ import annotations

import dataclasses
import functools
import importlib
import itertools
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Union

from lint_params.keras.base import Call, KerasLayer, Setting, bind
from lint_params.keras.registry import lookup
from lint_params.model.dimension import Count, Dimension, Size, Symbol
from lint_params.model.errors import Refused, Undetermined
from lint_params.model.shape import Shape, Shapes
from lint_params.rules.refused.faults import CODES
from tests.truth.kept import kept

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

Sizes = tuple[Union[int, None], ...]
Inputs = Union[Sizes, list[Sizes]]
CALLED_APART = {"MultiHeadAttention", "GroupQueryAttention"}
"""Layers that take several inputs as several arguments, not as a list."""
INPUT_DTYPES = {
    **dict.fromkeys(("StringLookup", "TextVectorization", "Hashing", "HashedCrossing"), "string"),
    **dict.fromkeys(("IntegerLookup", "CategoryEncoding"), "int64"),
}
"""What layers read that do not read floats."""
JUDGES = {"3": "keras", "tf2": "tf_keras"}


@dataclass(frozen=True)
class Make:
    """A layer as an argument of another: ``Make("Dense", (5,))``."""

    name: str
    args: tuple[object, ...] = ()
    kwargs: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        shown = [_text(value) for value in self.args] + [f"{key}={_text(value)}" for key, value in self.kwargs.items()]
        return f"{self.name}({', '.join(shown)})"


def _text(value: object) -> str:
    return str(value) if isinstance(value, Make) else repr(value)


@dataclass(frozen=True)
class Case:
    """A layer, its arguments, the shapes it reads (batch first), and the generation of Keras that judges."""

    name: str
    args: tuple[object, ...]
    kwargs: Mapping[str, object]
    inputs: Inputs
    generation: str = "3"
    data_format: str = "channels_last"

    def __str__(self) -> str:
        made = Make(self.name, self.args, self.kwargs)
        suffix = "" if self.data_format == "channels_last" else "-first"
        return f"{self.generation}{suffix}-{made}-{self.inputs}"


@dataclass(frozen=True)
class Outcome:
    """What became of a case: the weights as (name, shape, dtype, trains), counts and output shape; or the refusal."""

    refused: str | None = None
    weights: tuple[tuple[str, tuple[int, ...], str, bool], ...] = ()
    params: int = 0
    trainable: int = 0
    output: object = None


def cases(
    name: str,
    inputs: Inputs | each,
    /,
    *args: object,
    generation: str | each = "3",
    default_format: str = "channels_last",
    **kwargs: object,
) -> list[Case]:
    """The product of all choices: what is ``each(a, b)``, argument, inputs or generation, takes every value.

    ``default_format`` is the data format configured for images.

    >>> len(cases("Dense", (None, 3), each(4, 5), use_bias=each(True, False)))
    4
    """
    axes = [
        value.values if isinstance(value, each) else (value,) for value in (generation, inputs, *args, *kwargs.values())
    ]
    found = []
    for judge_, shape, *values in itertools.product(*axes):
        positional = tuple(values[: len(args)])
        named = dict(zip(kwargs, values[len(args) :], strict=True))
        found.append(Case(name, positional, named, shape, judge_, default_format))  # type: ignore[arg-type]
    return found


class each:
    """Alternatives of one argument in :func:`cases`."""

    def __init__(self, *values: object) -> None:
        self.values = values


BOTH = each("3", "tf2")
"""Keras 3 and tf_keras."""


@functools.cache
def judge(generation: str) -> ModuleType:
    """Real Keras of a generation."""
    return importlib.import_module(JUDGES[generation])


def clear(keras: ModuleType) -> None:
    """Forget names and graphs; without collecting garbage, which would take most of the time of all tests."""
    if keras.__name__ == "keras":
        keras.utils.clear_session(free_memory=False)
    else:
        keras.backend.clear_session()


def real(case: Case) -> Outcome:
    """What real Keras makes of a case; any error it raises is a refusal."""
    return Outcome(*kept(str(case), lambda: dataclasses.astuple(_asked(case))))


def _asked(case: Case) -> Outcome:
    keras = judge(case.generation)
    keras.backend.set_image_data_format(case.data_format)
    try:
        layer = _real_layer(keras, Make(case.name, case.args, case.kwargs))
        read = _real_inputs(keras, case.inputs, INPUT_DTYPES.get(case.name, "float32"))
        apart = case.name in CALLED_APART and isinstance(read, list)
        output = layer(*read) if apart else layer(read)  # type: ignore[misc, operator]
    except Exception as error:
        return Outcome(refused=f"{type(error).__name__}: {error}")
    finally:
        keras.backend.set_image_data_format("channels_last")
    weights = layer.weights  # type: ignore[attr-defined]
    trained = {id(weight) for weight in layer.trainable_weights}  # type: ignore[attr-defined]
    rows = tuple(_real_weight(weight, id(weight) in trained) for weight in weights)
    return Outcome(
        weights=rows,
        params=layer.count_params(),  # type: ignore[attr-defined]
        trainable=sum(_product(shape) for _, shape, _, trains in rows if trains),
        output=_real_output(output),
    )


def _real_layer(keras: ModuleType, value: object) -> object:
    if isinstance(value, Make):
        home = keras.layers if hasattr(keras.layers, value.name) else keras
        args = [_real_layer(keras, item) for item in value.args]
        return getattr(home, value.name)(*args, **{key: _real_layer(keras, item) for key, item in value.kwargs.items()})
    if isinstance(value, (list, tuple)):
        return type(value)(_real_layer(keras, item) for item in value)
    return value


def _real_inputs(keras: ModuleType, inputs: Inputs, dtype: str) -> object:
    if isinstance(inputs, list):
        return [_real_inputs(keras, shape, dtype) for shape in inputs]
    return keras.Input(shape=inputs[1:], batch_size=inputs[0], dtype=dtype)


def _real_weight(weight: object, trains: bool) -> tuple[str, tuple[int, ...], str, bool]:
    name = weight.name.split("/")[-1].split(":")[0]  # type: ignore[attr-defined]
    dtype = weight.dtype  # type: ignore[attr-defined]
    return name, tuple(weight.shape), dtype if isinstance(dtype, str) else dtype.name, trains  # type: ignore[attr-defined]


def _real_output(output: object) -> object:
    if isinstance(output, (list, tuple)):
        return [_real_output(item) for item in output]
    if isinstance(output, dict):
        return {key: _real_output(item) for key, item in output.items()}
    return tuple(output.shape)  # type: ignore[attr-defined]


def _product(shape: Iterable[int]) -> int:
    result = 1
    for size in shape:
        result *= size
    return result


# Ours.

KINDS = {*CODES, "twice", "unknown-layer"}
"""All kinds of faults."""


def make(value: Make, setting: Setting) -> KerasLayer:
    """Our layer for ``Make``; raises ``Refused`` where Keras would."""
    cls = lookup(value.name)
    assert cls is not None, f"{value.name} is not described"
    if setting.generation not in cls.generations:
        raise Refused(f"{value.name} is not in Keras {setting.generation}", "unknown-layer")
    arguments = [_our_value(item, setting) for item in value.args]
    keywords = {key: _our_value(item, setting) for key, item in value.kwargs.items()}
    layer = cls(bind(cls, Call(arguments, keywords), setting.generation), setting)
    if layer.refused is not None:
        raise layer.refused
    return layer


def _our_value(value: object, setting: Setting) -> object:
    if isinstance(value, Make):
        return make(value, setting)
    if isinstance(value, (list, tuple)):
        return type(value)(_our_value(item, setting) for item in value)
    return value


def build(case: Case, inputs: Shapes | None = None) -> tuple[KerasLayer, Shapes]:
    """Our layer for a case, built on its inputs (or on others), and its output."""
    setting = Setting(case.generation, data_format=case.data_format)
    layer = make(Make(case.name, case.args, case.kwargs), setting)
    return layer, layer.apply(_our_inputs(case.inputs) if inputs is None else inputs)


def _our_inputs(inputs: Inputs) -> Shapes:
    return [Shape(shape) for shape in inputs] if isinstance(inputs, list) else Shape(inputs)


def words(refused: Refused) -> str:
    """What is refused, and why: a sentence for people, a kind that rules know, an argument by its name."""
    assert " " in refused.message, refused.message
    assert refused.kind in KINDS, refused.kind
    assert refused.argument is None or refused.argument.isidentifier(), refused.argument
    return f"{refused.kind}: {refused.message}"


def ours(case: Case) -> Outcome:
    """What our description makes of a case."""
    try:
        layer, output = build(case)
    except Refused as refused:
        return Outcome(refused=words(refused))
    reason = layer.open_reason()
    if reason is not None:
        raise AssertionError(f"{case}: not counted: {reason}")
    weights = layer.all_weights()
    rows = tuple((w.name, _plain(w.shape), w.dtype, trains is True) for w, trains in weights)
    worth = eval(layer.formula(), {"__builtins__": {}})
    assert worth == layer.count(), f"{case}: the formula {layer.formula()} is not {layer.count()}"
    return Outcome(
        weights=rows,
        params=sum(_product(shape) for _, shape, _, _ in rows),
        trainable=sum(_product(shape) for _, shape, _, trains in rows if trains),
        output=_our_output(output),
    )


def _plain(shape: Iterable[Count]) -> tuple[int, ...]:
    sizes = tuple(shape)
    assert all(isinstance(size, int) for size in sizes), f"a weight's shape is not settled: {sizes}"
    return sizes  # type: ignore[return-value]


def _our_output(output: Shapes) -> object:
    if isinstance(output, list):
        return [_our_output(shape) for shape in output]
    if output.open:
        raise AssertionError(f"the output is not known: {output.reason}")
    return tuple(output.sizes)


# The comparison.


def compare(case: Case) -> Outcome:
    """Both sides of a case, which must agree: the same weights, counts and output, or both refuse."""
    truth, found = real(case), ours(case)
    if truth.refused is not None or found.refused is not None:
        assert (truth.refused is None) == (found.refused is None), (
            f"{case}\n  Keras: {truth.refused or 'accepts, ' + str(truth.output)}\n"
            f"  ours:  {found.refused or 'accepts, ' + str(found.output)}"
        )
        return found
    assert found == truth, f"{case}\n  Keras: {truth}\n  ours:  {found}"
    compare_symbolic(case, found)
    compare_open(case, found)
    return found


def compare_symbolic(case: Case, known: Outcome) -> None:
    """The same layer on unknown sizes must give expressions that, with the sizes put in, are what is ``known``."""
    values: dict[str, int] = {}

    def symbol(size: int | None) -> Dimension:
        if size is None:
            return None
        text = f"n{len(values)}"
        values[text] = size
        return Size.symbol(text)

    def symbolic(shape: Sizes) -> Shape:
        return Shape((shape[0], *(symbol(size) for size in shape[1:])))

    inputs: Shapes = (
        [symbolic(shape) for shape in case.inputs] if isinstance(case.inputs, list) else symbolic(case.inputs)
    )
    _consistent(case, inputs, known, values)


def compare_open(case: Case, known: Outcome) -> None:
    """The same layer on an input of which only the last sizes are known must not contradict what is ``known``."""
    shapes = case.inputs if isinstance(case.inputs, list) else [case.inputs]
    for sizes in range(3):
        cut = [Shape.unknown("nothing shows it", *shape[max(1, len(shape) - sizes) :]) for shape in shapes]
        _consistent(case, cut if isinstance(case.inputs, list) else cut[0], known, {})


def _consistent(case: Case, inputs: Shapes, known: Outcome, values: Mapping[str, int]) -> None:
    try:
        layer, output = build(case, inputs)
    except Refused as refused:
        raise AssertionError(f"{case}: refused on {inputs}: {refused.message}") from refused
    except Undetermined as open_:
        raise AssertionError(f"{case}: apply let Undetermined out on {inputs}: {open_.reason}") from open_

    def value(found: Symbol) -> int | Size:
        return values.get(found.text, Size({(found,): 1}))

    def settle(size: Dimension) -> Dimension:
        return size.substitute(value) if isinstance(size, Size) else size

    weights = layer.all_weights()
    low = sum(max(0, weight.count if isinstance(weight.count, int) else weight.count.low) for weight, _ in weights)
    assert low <= known.params, f"{case}: lower bound {low} of {known.params} parameters on {inputs}"
    if layer.open_reason() is None:
        assert len(weights) == len(known.weights), f"{case}: on {inputs} {weights}"
        for (weight, _), row in zip(weights, known.weights, strict=True):
            shape = tuple(settle(size) for size in weight.shape)
            assert weight.name == row[0] and _may_be(shape, row[1]), f"{case}: on {inputs} {weight} is not {row}"
    outputs = output if isinstance(output, list) else [output]
    truths = known.output if isinstance(known.output, list) else [known.output]
    if isinstance(output, Shape) and output.open and len(truths) > 1:
        return
    unknown = any(read.open for read in (inputs if isinstance(inputs, list) else [inputs]))
    for given, truth in zip(outputs, truths, strict=True):
        sizes = tuple(settle(size) for size in given.sizes)
        expected = truth[len(truth) - len(sizes) :] if given.open else truth
        if unknown and not given.open and sizes[0] is None:
            sizes = (expected[0], *sizes[1:])  # the batch of a shape of unknown rank is given as None
        assert _may_be(sizes, expected), f"{case}: on {inputs} the output {given} is not {truth}"


def _may_be(sizes: Sequence[Dimension], truth: Sequence[int | None]) -> bool:
    """Whether sizes, some still open, can be the true ones. An open size may stand for any, ``None`` included."""
    return len(sizes) == len(truth) and all(
        (size.low <= true <= size.high if true is not None else True) if isinstance(size, Size) else size == true
        for size, true in zip(sizes, truth, strict=True)
    )


def accepted(many: Iterable[Case]) -> Iterator[Case]:
    """The cases that real Keras accepts, for tests that go on from there."""
    return (case for case in many if real(case).refused is None)
