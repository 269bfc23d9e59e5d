"""What Keras 1 and stand-alone Keras 2 wrote differently, against what it means in a Keras that can be run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from lint_params.keras.base import Call, bind
from lint_params.keras.registry import lookup
from lint_params.model.shape import Shape
from lint_params.model.unknown import Unknown
from tests.keras.grid import Case, Inputs, Make, build, ours, real

FLAT, STEPS, IMAGE, VOLUME = (None, 6), (None, 12, 4), (None, 9, 8, 4), (None, 6, 7, 5, 4)


def call(name: str, *args: object, **kwargs: object) -> Make:
    return Make(name, args, kwargs)


PAIRS: list[tuple[str, Make, Make, Inputs]] = [
    ("12", call("Dense", output_dim=5, init="uniform", W_regularizer=None), call("Dense", 5), FLAT),
    ("12", call("Dense", 5, bias=False), call("Dense", 5, use_bias=False), FLAT),
    ("1", call("Dense", 5, "uniform", "relu"), call("Dense", 5, "relu"), FLAT),
    ("1", call("Dense", 5, input_dim=6, weights=None), call("Dense", 5), FLAT),
    ("1", call("TimeDistributedDense", 5, input_length=12), call("Dense", 5), STEPS),
    ("12", call("Embedding", 10, 3, init="uniform", dropout=0.2), call("Embedding", 10, 3), (None, 7)),
    ("12", call("Embedding", 10, 3, input_length=7), call("Embedding", 10, 3), (None, 7)),
    ("12", call("BatchNormalization", mode=0, beta_init="zero"), call("BatchNormalization"), IMAGE),
    ("1", call("BatchNormalization", 1e-6, 1, 1), call("BatchNormalization", axis=1), IMAGE),
    ("1", call("Convolution1D", 6, 3, border_mode="same", subsample_length=2), call("Conv1D", 6, 3, 2, "same"), STEPS),
    ("12", call("Conv1D", nb_filter=6, filter_length=3), call("Conv1D", 6, 3), STEPS),
    ("1", call("Convolution1D", 6, 3, input_dim=4, input_length=12), call("Conv1D", 6, 3), STEPS),
    ("1", call("Convolution2D", 6, 3, 2), call("Conv2D", 6, (3, 2)), IMAGE),
    (
        "1",
        call("Convolution2D", 6, 3, 2, "uniform", "relu", None, "same", (2, 1)),
        call("Conv2D", 6, (3, 2), (2, 1), "same"),
        IMAGE,
    ),
    ("12", call("Convolution2D", 6, nb_row=3, nb_col=2, bias=False), call("Conv2D", 6, (3, 2), use_bias=False), IMAGE),
    (
        "12",
        call("Convolution2D", nb_filter=6, nb_row=3, nb_col=2, subsample=(2, 2)),
        call("Conv2D", 6, (3, 2), 2),
        IMAGE,
    ),
    ("2", call("Conv2D", 6, 3, 2), call("Conv2D", 6, (3, 2)), IMAGE),
    ("2", call("Conv2D", 6, 3, strides=2), call("Conv2D", 6, 3, 2), IMAGE),
    ("12", call("Convolution2D", 6, 3, nb_col=2, dim_ordering="tf"), call("Conv2D", 6, (3, 2)), IMAGE),
    ("1", call("Convolution2D", 6, 3, 3, dim_ordering="th"), call("Conv2D", 6, 3, data_format="channels_first"), IMAGE),
    ("1", call("AtrousConvolution2D", 6, 3, 3, atrous_rate=(2, 2)), call("Conv2D", 6, 3, dilation_rate=2), IMAGE),
    ("12", call("AtrousConvolution1D", 6, 3, atrous_rate=2), call("Conv1D", 6, 3, dilation_rate=2), STEPS),
    ("1", call("Convolution3D", 6, 2, 3, 2), call("Conv3D", 6, (2, 3, 2)), VOLUME),
    ("12", call("Convolution3D", 6, kernel_dim1=2, kernel_dim2=3, kernel_dim3=2), call("Conv3D", 6, (2, 3, 2)), VOLUME),
    (
        "1",
        call("Deconvolution2D", 6, 3, 3, output_shape=(None, 19, 17, 6), subsample=(2, 2)),
        call("Conv2DTranspose", 6, 3, 2),
        IMAGE,
    ),
    ("2", call("Deconvolution2D", 6, 3, 3, output_shape=(None, 19, 17, 6)), call("Conv2DTranspose", 6, 3), IMAGE),
    (
        "1",
        call("SeparableConvolution2D", 6, 3, 3, depth_multiplier=2),
        call("SeparableConv2D", 6, 3, depth_multiplier=2),
        IMAGE,
    ),
    ("1", call("LocallyConnected1D", 6, 3), call("LocallyConnected1D", 6, 3), STEPS),
    ("1", call("LocallyConnected2D", 6, 3, 3), call("LocallyConnected2D", 6, 3), IMAGE),
    (
        "12",
        call("MaxPooling1D", pool_length=3, stride=2, border_mode="same"),
        call("MaxPooling1D", 3, 2, "same"),
        STEPS,
    ),
    ("1", call("AveragePooling1D", 3), call("AveragePooling1D", 3), STEPS),
    ("12", call("MaxPooling2D", (2, 2), border_mode="same"), call("MaxPooling2D", 2, padding="same"), IMAGE),
    ("12", call("MaxPooling2D", dim_ordering="th"), call("MaxPooling2D", data_format="channels_first"), IMAGE),
    (
        "12",
        call("GlobalMaxPooling2D", dim_ordering="th"),
        call("GlobalMaxPooling2D", data_format="channels_first"),
        IMAGE,
    ),
    ("12", call("UpSampling1D", length=3), call("UpSampling1D", 3), STEPS),
    ("12", call("UpSampling2D", (2, 3), dim_ordering="tf"), call("UpSampling2D", (2, 3)), IMAGE),
    ("1", call("ZeroPadding2D", (1, 2, 3, 4)), call("ZeroPadding2D", ((1, 2), (3, 4))), IMAGE),
    ("12", call("Dropout", p=0.5), call("Dropout", 0.5), FLAT),
    ("12", call("Dropout", 1.5), call("Dropout", 0.5), FLAT),
    ("12", call("GaussianNoise", sigma=0.5), call("GaussianNoise", 0.5), FLAT),
    ("12", call("SpatialDropout2D", p=0.5, dim_ordering="th"), call("SpatialDropout2D", 0.5), IMAGE),
    ("12", call("PReLU", init="zero", shared_axes=[1, 2]), call("PReLU", shared_axes=[1, 2]), IMAGE),
    ("12", call("LeakyReLU", alpha=0.1), call("LeakyReLU"), FLAT),
    ("12", call("ThresholdedReLU", 0.5), call("ReLU"), FLAT),
    ("12", call("Merge", mode="sum"), call("Add"), [FLAT, FLAT]),
    ("12", call("Merge", mode="concat", concat_axis=1), call("Concatenate", axis=1), [STEPS, STEPS]),
    ("12", call("Merge", mode="dot", dot_axes=[[2], [2]]), call("Dot", (2, 2)), [STEPS, STEPS]),
]
CASES = [
    pytest.param(generation, old, new, inputs, id=f"{generation}-{old}")
    for generations, old, new, inputs in PAIRS
    for generation in generations
]


@pytest.mark.parametrize(("generation", "old", "new", "inputs"), CASES)
def test_means_the_same(generation: str, old: Make, new: Make, inputs: Inputs) -> None:
    found = ours(Case(old.name, old.args, old.kwargs, inputs, generation))
    for judge in ("3", "tf2"):
        truth = real(Case(new.name, new.args, new.kwargs, inputs, judge))
        if truth.refused is None:
            break
    assert found.refused is None and truth.refused is None, f"{found.refused} {truth.refused}"
    assert [shape for _, shape, _, _ in found.weights] == [shape for _, shape, _, _ in truth.weights]
    assert (found.params, found.trainable, found.output) == (truth.params, truth.trainable, truth.output)


@pytest.mark.parametrize(
    ("old", "new", "times"),
    [
        (call("Highway"), call("Dense", 6), 2),
        (call("Highway", bias=False), call("Dense", 6, use_bias=False), 2),
        (call("MaxoutDense", 5, nb_feature=3), call("Dense", 5), 3),
        (call("SReLU"), call("PReLU"), 4),
        (call("ParametricSoftplus"), call("PReLU"), 2),
    ],
    ids=str,
)
def test_made_of(old: Make, new: Make, times: int) -> None:
    """Layers that are gone, against so many of the layers they are made of."""
    truth = real(Case(new.name, new.args, new.kwargs, FLAT))
    found = ours(Case(old.name, old.args, old.kwargs, FLAT, "1"))
    assert (found.params, found.output) == (times * truth.params, truth.output)


REFUSED: list[tuple[str, str, Mapping[str, object], Inputs, str]] = [
    ("3", "Conv2D", {"filters": 6, "kernel_size": 3, "border_mode": "same"}, IMAGE, "unknown-argument"),
    ("tf2", "Conv2D", {"nb_filter": 6, "kernel_size": 3}, IMAGE, "unknown-argument"),
    ("2", "BatchNormalization", {"mode": 1}, IMAGE, "argument"),
    ("2", "Flatten", {}, FLAT, "rank"),
    ("2", "Flatten", {}, (None, None, 4), "undefined"),
    ("2", "Embedding", {"input_dim": 10, "output_dim": 3, "input_length": 7}, (None, 8), "size"),
    ("2", "Add", {}, [FLAT], "merge"),
    ("2", "LayerNormalization", {}, FLAT, "unknown-layer"),
    ("2", "Merge", {"mode": "sun"}, [FLAT, FLAT], "argument"),
    ("2", "Conv1D", {"filters": 6, "kernel_size": 3, "padding": "causal", "data_format": "channels_first"}, STEPS,
     "argument"),
    ("1", "Convolution2D", {"nb_filter": 6, "nb_row": 3}, IMAGE, "missing"),
]  # fmt: skip


@pytest.mark.parametrize(("generation", "name", "kwargs", "inputs", "kind"), REFUSED)
def test_refused(generation: str, name: str, kwargs: Mapping[str, object], inputs: Inputs, kind: str) -> None:
    found = ours(Case(name, (), kwargs, inputs, generation))
    assert found.refused is not None and found.refused.startswith(kind)


@pytest.mark.parametrize("mode", [len, Unknown("it is read from a file", "mode")], ids=str)
def test_what_a_function_merges_is_open(mode: object) -> None:
    _, output = build(Case("Merge", (), {"mode": mode}, [FLAT, FLAT], "1"))
    assert isinstance(output, Shape) and output.open and "mode of Merge is" in output.reason


@pytest.mark.parametrize(
    ("old", "given"),
    [
        (call("Convolution2D", 6, 3, 2), ["filters", "kernel_size"]),
        (call("Convolution2D", 6, 3, 2, border_mode="same"), ["filters", "kernel_size", "padding"]),
        (call("Dense", 5, W_regularizer=None), ["units", "kernel_regularizer"]),
    ],
    ids=str,
)
def test_arguments_given_by_their_older_names(old: Make, given: Sequence[str]) -> None:
    cls = lookup(old.name)
    assert cls is not None
    assert set(given) <= bind(cls, Call(old.args, old.kwargs), "1").given
