"""Wrappers against real Keras."""

from __future__ import annotations

import os

import pytest

from lint_params.keras.base import Call, KerasLayer, Setting, bind
from lint_params.keras.copying import fresh
from lint_params.keras.registry import lookup
from lint_params.model.shape import Shape
from lint_params.model.unknown import Unknown
from tests.keras.grid import Case, Make, cases, compare, each, ours, real

os.environ.setdefault("TF_USE_LEGACY_KERAS", "1")  # else tf_keras' SpectralNormalization mixes with Keras 3

RECURRENT = each(
    Make("LSTM", (5,)),
    Make("GRU", (4,), {"return_sequences": True}),
    Make("SimpleRNN", (3,), {"return_state": True}),
    Make("LSTM", (5,), {"return_sequences": True, "return_state": True}),
    Make("RNN", (Make("GRUCell", (4,)),)),
)


def _bidirectional(generation: str) -> list[Case]:
    found = cases(
        "Bidirectional", (None, 4, 3), RECURRENT, generation=generation, merge_mode=each("concat", "sum", None)
    )  # fmt: skip
    for kwargs in (
        {"merge_mode": "ave"}, {"merge_mode": "mul"}, {"merge_mode": "max"}, {"trainable": False}, {"wrong": 1},
        {"dtype": "float16"}, {"input_shape": (4, 3)}, {"weights": None},
    ):  # fmt: skip
        found += cases("Bidirectional", (None, 4, 3), Make("LSTM", (5,)), generation=generation, **kwargs)
    found += cases("Bidirectional", each((None, 3), (None, 4, 4, 3), (None, 4, None), (2, None, 3)), Make("LSTM", (5,)),
                   generation=generation)  # fmt: skip
    inner = each(
        Make("LSTM", (5,), {"stateful": True}), Make("LSTM", (5,), {"trainable": False}), Make("Dense", (5,)),
        Make("LSTM", (5,), {"go_backwards": True}), Make("GRU", (0,)), Make("TimeDistributed", (Make("Dense", (3,)),)),
        None, 5, Make("LSTM", (5,), {"use_bias": False}), Make("GRU", (5,), {"reset_after": False}),
        Make("RNN", ([Make("LSTMCell", (5,)), Make("GRUCell", (2,))],)), Make("Dropout", (0.5,)),
    )  # fmt: skip
    found += cases("Bidirectional", (2, 4, 3), inner, generation=generation)
    backward = each(
        Make("GRU", (6,), {"go_backwards": True}), Make("GRU", (5,), {"go_backwards": True}), Make("GRU", (6,)),
        Make("GRU", (6,), {"go_backwards": True, "return_sequences": True}), Make("Dense", (5,)), 7,
    )  # fmt: skip
    found += cases(
        "Bidirectional", (None, 4, 3), Make("LSTM", (5,)), generation=generation, backward_layer=backward,
        merge_mode=each("concat", "sum"),
    )  # fmt: skip
    found += cases("Bidirectional", (None, 4, 8, 8, 3), Make("ConvLSTM2D", (5, 3)), generation=generation)
    found += cases(
        "Bidirectional", (None, 4, 3, 8, 8), Make("ConvLSTM2D", (5, 3), {"data_format": "channels_first"}),
        generation=generation,
    )  # fmt: skip
    return found


IMAGES = each(
    Make("Conv2D", (5, 3)), Make("MaxPooling2D"), Make("Flatten"), Make("GlobalAveragePooling2D"),
    Make("BatchNormalization"), Make("Dense", (4,)), Make("Conv2DTranspose", (2, 3)), Make("ZeroPadding2D"),
    Make("TimeDistributed", (Make("Dense", (4,)),)), Make("Conv2D", (5, 9)), Make("Reshape", ((-1,),)),
    Make("Reshape", ((7, 5),)), Make("Permute", ((2, 1, 3),)), Make("LayerNormalization"), Make("ConvLSTM1D", (2, 3)),
)  # fmt: skip
VECTORS = each(
    Make("Dense", (5,)), Make("Dense", (5,), {"use_bias": False}), Make("Dropout", (0.3,)),
    Make("Activation", ("relu",)), Make("Flatten"), Make("RepeatVector", (3,)), Make("Embedding", (10, 3)),
    Make("BatchNormalization"),
    Make("LSTM", (5,)), Make("Conv1D", (5, 1)), Make("Reshape", ((3, 1),)), Make("Dense", (0,)), None, 5, Make("PReLU"),
    Make("TimeDistributed", (Make("Dense", (3,)),)), Make("Dense", (5,), {"trainable": False}),
)  # fmt: skip
SEQUENCES = each(
    Make("LSTM", (5,)), Make("GRU", (5,), {"return_sequences": True}), Make("Bidirectional", (Make("LSTM", (3,)),)),
    Make("LSTM", (5,), {"return_state": True}), Make("Conv1D", (5, 2)), Make("RNN", (Make("LSTMCell", (3,)),)),
    Make("GlobalMaxPooling1D"),
)  # fmt: skip


def _time_distributed(generation: str) -> list[Case]:
    found = cases("TimeDistributed", (None, 4, 3), VECTORS, generation=generation)
    found += cases("TimeDistributed", (None, 2, 8, 7, 3), IMAGES, generation=generation)
    found += cases("TimeDistributed", (None, 4, 6, 3), SEQUENCES, generation=generation)
    found += cases(
        "TimeDistributed", each((None, 3), (None, 4, None), (None, None, 3), (None,), (2, 4, 3)), Make("Dense", (5,)),
        generation=generation,
    )  # fmt: skip
    for kwargs in ({"trainable": False}, {"input_shape": (4, 3)}, {"dtype": "float16"}, {"wrong": 1}):
        found += cases("TimeDistributed", (None, 4, 3), Make("Dense", (5,)), generation=generation, **kwargs)
    return found


def _spectral(generation: str) -> list[Case]:
    found = cases(
        "SpectralNormalization", (None, 8, 8, 3),
        each(
            Make("Dense", (5,)), Make("Conv2D", (5, 3)), Make("Conv2DTranspose", (5, 3)), Make("ReLU"),
            Make("BatchNormalization"), None, Make("Dense", (0,)),
            Make("SeparableConv2D", (5, 3)), Make("Dense", (5,), {"use_bias": False}), Make("Conv2D", (5, 9)),
        ),
        generation=generation,
    )  # fmt: skip
    found += cases("SpectralNormalization", (None, 3), Make("Embedding", (10, 4)), generation=generation)
    found += cases("SpectralNormalization", (None, 4, 3), each(Make("LSTM", (5,)), Make("Conv1D", (5, 2))),
                   generation=generation)  # fmt: skip
    found += cases("SpectralNormalization", (None, 3), Make("Dense", (5,)), generation=generation,
                   power_iterations=each(3, 0))  # fmt: skip
    return found


CASES = [
    case
    for generation in ("3", "tf2")
    for part in (_bidirectional, _time_distributed, _spectral)
    for case in part(generation)
]
CASES += cases("SpectralNormalization", (None, 3), Make("Dense", (5,), {"trainable": False}))
CASES += cases("TimeDistributed", (None, 8, 3), Make("SpectralNormalization", (Make("Dense", (3,)),)))
CASES += cases(
    "TimeDistributed", (None, 4, 6, 5, 3), each(Make("LSTM", (5,)), Make("GRU", (5,), {"return_sequences": True}))
)
CASES += cases("TimeDistributed", each([(None, 3, 4)], [(None, 3, 4)] * 2, [(None, 3, 4)] * 3), Make("Dense", (3,)))
CASES += cases("Wrapper", (None, 3), Make("Dense", (3,)))
CASES += cases("Wrapper", (None, 3), Make("Dense", (3,)), generation="tf2")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_wrappers(case: Case) -> None:
    compare(case)


def _made(name: str, *args: object, generation: str = "3", **kwargs: object) -> KerasLayer:
    cls = lookup(name)
    assert cls is not None
    return cls(bind(cls, Call(args, kwargs), generation), Setting(generation), name.lower())


def test_formulas() -> None:
    shared = _made("Dense", 650)
    layer = _made("TimeDistributed", shared)
    layer.apply(Shape((None, 400, 5)))
    assert layer.formula() == "5*650 + 650"
    both = _made("Bidirectional", _made("LSTM", 5))
    both.apply(Shape((None, 400, 13)))
    assert both.formula() == "2*4*(13*5 + 5*5 + 5)"


def test_time_distributed_shares_the_layer_inside() -> None:
    dense = _made("Dense", 5)
    first, second = _made("TimeDistributed", dense), _made("TimeDistributed", dense)
    for layer in (first, second):
        layer.apply(Shape((None, 4, 3)))
    assert first.all_weights()[0][0] is second.all_weights()[0][0]


def test_bidirectional_copies_the_layer_inside() -> None:
    inner = _made("LSTM", 5)
    inner.apply(Shape((None, 4, 9)))
    inner.trainable = False
    layer = _made("Bidirectional", inner)
    layer.apply(Shape((None, 4, 3)))
    assert [sub.name for sub in layer.sublayers()] == ["forward_lstm", "backward_lstm"]
    assert len(layer.all_weights()) == 6
    assert not any(trains for _, trains in layer.all_weights())
    assert not {id(weight) for weight, _ in layer.all_weights()} & {id(weight) for weight in inner.own_weights}


def test_fresh_copies_cells() -> None:
    layer = _made("RNN", [_made("LSTMCell", 5), _made("GRUCell", 4)])
    layer.apply(Shape((None, 4, 3)))
    copy = fresh(layer, "other")
    assert not copy.built
    copy.apply(Shape((None, 4, 7)))
    assert copy.name == "other"
    assert copy.count() != layer.count()
    assert len(copy.all_weights()) == len(layer.all_weights())


@pytest.mark.parametrize("name", ["TimeDistributed", "Bidirectional", "SpectralNormalization", "RNN"])
def test_an_unknown_layer_inside_leaves_the_count_open(name: str) -> None:
    layer = _made(name, Unknown("it comes from elsewhere", "make()"))
    output = layer.apply(Shape((None, 4, 3)))
    assert isinstance(output, Shape)
    assert layer.open_reason() is not None
    assert "make()" in str(layer.open_reason())


def test_merge_mode_unknown_keeps_the_count() -> None:
    layer = _made("Bidirectional", _made("LSTM", 5), merge_mode=Unknown("it is read", "mode"))
    output = layer.apply(Shape((None, 4, 3)))
    assert isinstance(output, Shape)
    assert output.open
    assert layer.open_reason() is None
    assert layer.count() == 2 * 4 * (3 * 5 + 5 * 5 + 5)


def test_keras_3_lets_a_layer_without_weights_read_too_few_dimensions() -> None:
    layer = _made("TimeDistributed", _made("GlobalMaxPooling2D"))
    output = layer.apply(Shape((None, 4, 1)))
    assert isinstance(output, Shape)
    assert output.open
    assert layer.open_reason() is None
    assert layer.count() == 0


@pytest.mark.parametrize(
    "case",
    cases(
        "TimeDistributed",
        each((2, 4, 3), (2, 2, 3), (3, 2, 4)),
        each(
            Make("LSTM", (5,)),
            Make("GRU", (5,), {"use_bias": False}),
            Make("RNN", (Make("GRUCell", (5,)),)),
            Make("LSTM", (3,), {"return_sequences": True}),
        ),
    ),
    ids=str,
)
def test_keras_3_takes_the_batch_for_the_features_of_a_step_without_any(case: Case) -> None:
    assert ours(case) == real(case)
