"""Recurrent layers, their cells and convolutional LSTMs against real Keras."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import pytest

from lint_params.keras.base import Call, KerasLayer, Setting, bind
from lint_params.keras.registry import lookup
from lint_params.model.dimension import Size
from lint_params.model.errors import Refused
from lint_params.model.shape import Shape
from lint_params.model.unknown import Unknown
from lint_params.model.weight import Weight
from tests.keras.grid import Case, Make, cases, compare, each, ours, real

BOTH = ("3", "tf2")
SEQUENCES = each((None, 4, 3), (2, None, 3))
WRONG = each((None, 3), (None, 4, 4, 3), (None, 4, None), (None,))


def _gated(generation: str) -> list[Case]:
    found = []
    for name in ("LSTM", "GRU", "SimpleRNN"):
        found += cases(
            name, SEQUENCES, 5, generation=generation, return_sequences=each(True, False),
            return_state=each(True, False), use_bias=each(True, False),
        )  # fmt: skip
        found += cases(name, WRONG, 3, generation=generation)
        found += cases(name, (None, 4, 3), each(0, -1, 2.5, "5", None), generation=generation)
        found += cases(name, each((None, 4, 3), (2, 4, 3)), 3, generation=generation, stateful=True)
        found += cases(name, each((None, None, 3), (None, 1, 3)), 3, generation=generation, unroll=True)
        found += cases(name, (None, 4, 3), 3, generation=generation, dtype=each("float16", "mixed_float16", "float64"))
        found += cases(name, (None, 4, 3), 3, generation=generation, trainable=False)
        for other in (
            {"input_shape": (4, 3)}, {"batch_input_shape": (2, 4, 3)}, {"input_dim": 3}, {"input_length": 4},
            {"implementation": 1}, {"go_backwards": True}, {"time_major": True}, {"zero_output_for_mask": True},
            {"use_cudnn": False}, {"use_cudnn": 3}, {"reset_after": False}, {"reset_after": True}, {"seed": 1},
            {"unit_forget_bias": False}, {"enable_caching_device": None}, {"wrong": 1},
            {"time_major": True, "return_sequences": True}, {"output_dim": 3}, {"batch_size": 2}, {"dynamic": False},
            {"inner_activation": "tanh"}, {"recurrent_dropout": 0.5, "dropout": 0.1},
        ):  # fmt: skip
            found += cases(name, (2, 4, 3), 3, generation=generation, **other)
    return found


LSTM_CELL, GRU_CELL, SIMPLE = Make("LSTMCell", (5,)), Make("GRUCell", (4,)), Make("SimpleRNNCell", (3,))
CELLS = each(
    LSTM_CELL,
    GRU_CELL,
    SIMPLE,
    [LSTM_CELL, GRU_CELL],
    [SIMPLE],
    Make("StackedRNNCells", ([GRU_CELL, SIMPLE, LSTM_CELL],)),
    Make("GRUCell", (4,), {"reset_after": False, "use_bias": False}),
)


def _cells(generation: str) -> list[Case]:
    found = cases("RNN", SEQUENCES, CELLS, generation=generation, return_sequences=each(True, False))
    found += cases("RNN", each((None, 4, 3), (2, 4, 3)), CELLS, generation=generation, stateful=True)
    found += cases("RNN", (None, 4, 3), each(LSTM_CELL, GRU_CELL, SIMPLE), generation=generation, return_state=True)
    found += cases("RNN", WRONG, each(LSTM_CELL, [GRU_CELL]), generation=generation)
    found += cases(
        "RNN", (None, 4, 3), each(Make("Dense", (3,)), None, 3, [Make("Dense", (3,))]), generation=generation
    )
    found += cases("RNN", (None, 4, 3), Make("LSTMCell", (5,), {"trainable": False}), generation=generation)
    if generation == "3":
        found += cases("RNN", (None, 4, 3), Make("LSTMCell", (5,), {"dtype": "float16"}))
    for name in ("LSTMCell", "GRUCell", "SimpleRNNCell"):
        found += cases(name, (None, 4), 3, generation=generation)
    return found


def _convolutional(generation: str) -> list[Case]:
    found = []
    shapes: list[tuple[str, tuple[int | None, ...], tuple[int | None, ...]]] = [
        ("ConvLSTM2D", (None, 4, 9, 8, 2), (2, 4, 2, 9, 8)),
        ("ConvLSTM1D", (None, 4, 9, 2), (None, 4, 2, 9)),
        ("ConvLSTM3D", (2, 4, 9, 8, 7, 2), (None, 4, 2, 9, 8, 7)),
    ]
    for name, inputs, first in shapes if generation == "3" else shapes[:1]:
        found += cases(name, inputs, 3, 3, generation=generation, padding="same", return_sequences=True)
        found += cases(name, inputs, 3, 2, generation=generation, strides=2, padding=each("same", "valid"))
        found += cases(name, inputs, 3, 3, generation=generation, dilation_rate=2)
        found += cases(name, inputs, 3, 3, generation=generation, return_state=True, use_bias=False)
        found += cases(name, inputs, 3, each(12, 0, "3", (3,) * 4), generation=generation)
        found += cases(name, inputs, each(0, -1), 3, generation=generation)
        found += cases(name, inputs, 3, 3, generation=generation, padding=each("causal", "SAME"))
        found += cases(name, inputs, 3, 3, generation=generation, strides=2, dilation_rate=2)
        found += cases(name, inputs, 3, 3, generation=generation, stateful=True)
        found += cases(name, (*inputs[:2], None, *inputs[3:]), 3, 3, generation=generation)
        found += cases(name, inputs[1:], 3, 3, generation=generation)
        if generation == "3":
            found += cases(name, first, 3, 2, data_format="channels_first")
            found += cases(name, first, 3, 2, 1, "valid", "channels_first", return_sequences=True)
    return found


CASES = [case for generation in BOTH for part in (_gated, _cells, _convolutional) for case in part(generation)]
CASES += cases("CuDNNLSTM", (None, 4, 3), 5) + cases("CuDNNGRU", (None, 4, 3), 5)
CASES += cases("StackedRNNCells", (None, 4), each([], Make("LSTMCell", (3,)), [Make("LSTMCell", (3,)), 4], ["a"]),
               generation=each(*BOTH))  # fmt: skip
STACK = Make("StackedRNNCells", ([Make("GRUCell", (2,)), Make("SimpleRNNCell", (3,))],))
CASES += cases("RNN", (None, 5, 4), each(STACK, Make("StackedRNNCells", ([STACK, Make("LSTMCell", (4,))],))),
               return_sequences=each(True, False), generation=each(*BOTH))  # fmt: skip
CASES += cases("RNN", (None, 5, 4), Make("StackedRNNCells", ([],)))
CASES += cases("ConvLSTM2D", (None, 3, 8, 8, 4), 3, 2, unroll=each(True, False), generation=each(*BOTH))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_recurrent(case: Case) -> None:
    compare(case)


def _made(name: str, generation: str, *args: object, **kwargs: object) -> KerasLayer:
    cls = lookup(name)
    assert cls is not None
    return cls(bind(cls, Call(args, kwargs), generation), Setting(generation))


def _count(name: str, generation: str, inputs: Shape, *args: object, **kwargs: object) -> tuple[str, object]:
    layer = _made(name, generation, *args, **kwargs)
    layer.apply(inputs)
    assert layer.open_reason() is None
    return layer.formula(), layer.count()


SHAPE = Shape((None, 4, 13))


def test_formula_reads_by_gates() -> None:
    assert _count("LSTM", "3", SHAPE, 5)[0] == "4*(13*5 + 5*5 + 5)"
    assert _count("GRU", "3", SHAPE, 5)[0] == "3*(13*5 + 5*5 + 2*5)"
    assert _count("GRU", "2", SHAPE, 5)[0] == "3*(13*5 + 5*5 + 5)"
    assert _count("SimpleRNN", "3", SHAPE, 5)[0] == "13*5 + 5*5 + 5"
    assert _count("LSTM", "3", Shape((None, 4, Size.symbol("n"))), 5)[0] == "4*(n*5 + 5*5 + 5)"


@pytest.mark.parametrize("name", ["LSTM", "SimpleRNN"])
@pytest.mark.parametrize("generation", ["2", "1"])
def test_names_of_keras_1(name: str, generation: str) -> None:
    old = _count(name, generation, SHAPE, output_dim=5, inner_init="glorot_uniform", dropout_W=0.2)
    assert old == _count(name, "3", SHAPE, 5)


def test_gru_of_old_is_that_without_reset_after() -> None:
    today = _count("GRU", "3", SHAPE, 5, reset_after=False)
    assert _count("GRU", "1", SHAPE, 5, inner_activation="sigmoid") == today
    assert _count("GRU", "2", SHAPE, 5) == today
    assert _count("GRU", "2", SHAPE, 5, reset_after=True) == _count("GRU", "3", SHAPE, 5)


@pytest.mark.parametrize("name", ["CuDNNLSTM", "CuDNNGRU"])
def test_cudnn_layers_are_built_as_tf_keras_builds_them(name: str) -> None:
    """Only a GPU can run them, so Keras is asked for the weights alone."""
    layer = getattr(importlib.import_module("tf_keras.src.layers"), name)(5)
    layer.build((None, 4, 13))
    ours = _made(name, "tf2", 5)
    assert ours.apply(SHAPE) == Shape((None, 5))
    assert [weight.shape for weight in ours.own_weights] == [tuple(weight.shape) for weight in layer.weights]
    assert ours.count() == layer.count_params()


def test_conv_lstm_of_keras_1() -> None:
    inputs = Shape((None, 4, 2, 9, 9))
    old = _count("ConvLSTM2D", "1", inputs, 5, 3, 2, dim_ordering="th", border_mode="same", subsample=(2, 2))
    assert old == _count("ConvLSTM2D", "3", inputs, 5, (3, 2), data_format="channels_first")


@pytest.mark.parametrize(
    ("kwargs", "kind"),
    [
        ({"input_length": 4}, "unknown-argument"),
        ({"units": 0}, "argument"),
        ({"units": 5, "wrong": 1}, "unknown-argument"),
        ({}, "missing"),
    ],
)
def test_refusals_say_their_kind(kwargs: dict[str, object], kind: str) -> None:
    with pytest.raises(Refused) as refused:
        _made("LSTM", "3", **kwargs).apply(SHAPE)
    assert refused.value.kind == kind


def test_unknown_arguments_leave_what_is_known() -> None:
    unknown = Unknown("nothing says it", "args.n")
    layer = _made("LSTM", "3", 5, return_sequences=unknown)
    output = layer.apply(SHAPE)
    assert isinstance(output, Shape)
    assert output.open
    assert output.last == 5
    assert layer.open_reason() is None
    assert str(_count("LSTM", "3", SHAPE, unknown)[0]) == "4*(13*args.n + args.n*args.n + args.n)"


def test_a_cell_of_the_program_says_its_states() -> None:
    class Minimal(KerasLayer):
        state_size = 7

        def weights(self, shape: Shape) -> Iterator[Weight]:
            yield self.weight("kernel", (shape.features(), 7))

    cell = Minimal(bind(Minimal, Call(), "3"))
    layer = _made("RNN", "3", cell, return_state=True)
    assert layer.apply(SHAPE) == [Shape((None, 7)), Shape((None, 7))]
    assert layer.count() == 13 * 7


def test_keras_3_takes_the_batch_for_the_features_of_two_sizes() -> None:
    for case in cases("RNN", (2, 3), each(LSTM_CELL, [GRU_CELL, SIMPLE]), return_sequences=each(True, False)):
        assert ours(case) == real(case)
