"""Multiply-accumulates and activations against what TensorFlow's profiler counts in the graph of the same model."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
import tensorflow as tf
from tensorflow.python.framework import graph_util, ops

from lint_params.interpret import analyse_text
from lint_params.keras import cost
from lint_params.keras.registry import catalogue
from lint_params.model.dimension import lower
from lint_params.model.model import Layer, Model
from tests.keras.architectures import ARCHITECTURES
from tests.truth.kept import kept

PRODUCTS = (
    "MatMul", "BatchMatMul", "BatchMatMulV2", "BatchMatMulV3", "Conv2D", "Conv3D", "DepthwiseConv2dNative",
    "Conv2DBackpropInput", "Einsum",
)  # fmt: skip
"""The operations that multiply and add; the profiler counts two operations for each pair."""

HEAD = "from keras import Sequential, layers\n"

UNKNOWN = {
    "AbstractRNNCell", "AdditiveAttention", "Attention", "Dot", "GRUCell", "GroupedQueryAttention", "LSTMCell",
    "Lambda", "MelSpectrogram", "Merge", "MultiHeadAttention", "Pipeline", "STFTSpectrogram", "SimpleRNNCell",
    "StackedRNNCells", "Wrapper", "DenseFeatures", "FlaxLayer", "JaxLayer", "TFSMLayer", "TorchModuleWrapper",
}  # fmt: skip
"""Classes of which nothing is claimed: they take several inputs, run code of others, or are no layers by themselves."""


@ops.RegisterStatistics("Einsum", "flops")
def _einsum(graph: Any, node: Any) -> Any:
    """Two operations for each combination of indices; TensorFlow registers no figure of its own."""
    sizes: dict[str, int] = {}
    terms = node.attr["equation"].s.decode().split("->")[0].split(",")
    for term, name in zip(terms, node.input, strict=True):
        shape = graph_util.tensor_shape_from_node_def_name(graph, name).as_list()
        before, dots, after = term.partition("...")
        rest = len(shape) - len(before) - len(after)
        letters = [*before, *(f"...{axis}" for axis in range(rest) if dots), *after]
        sizes.update(zip(letters, shape, strict=True))
    return ops.OpStats("flops", 2 * int(np.prod(list(sizes.values()))))


def built(source: str) -> Any:
    """The model that the program makes in real Keras."""
    keras.utils.clear_session()
    names: dict[str, Any] = {}
    exec(compile(source, "model.py", "exec"), names)
    return names["model"]


def profiled(call: Any, shape: tuple[int, ...]) -> int:
    """Multiply-accumulates of a call for one sample, as TensorFlow's profiler counts them."""
    function = tf.function(call).get_concrete_function(tf.TensorSpec((1, *shape), tf.float32))
    options = tf.compat.v1.profiler.ProfileOptionBuilder(
        tf.compat.v1.profiler.ProfileOptionBuilder.float_operation()
    ).with_empty_output()
    profile = tf.compat.v1.profiler.profile(function.graph, cmd="op", options=options.build())
    found = dict(_operations(profile))
    return sum(found.get(name, 0) for name in PRODUCTS) // 2


def _operations(node: Any) -> Iterator[tuple[str, int]]:
    """Each kind of operation with its count: those of a node hold those of its children."""
    children = list(node.children)
    yield node.name, node.total_float_ops - sum(child.total_float_ops for child in children)
    for child in children:
        yield from _operations(child)


def read(source: str) -> Model:
    """The model that we read in it."""
    (model,) = [one for one in analyse_text(source).models if one.variable == "model"]
    return model


def by_layer(layer: Layer) -> int:
    found = cost.macs(layer)
    assert isinstance(found, int), layer
    return found


LARGE = ("MobileNet 1.0",)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.long] * (name in LARGE)) for name in ARCHITECTURES]
)
def test_the_profiler_agrees(name: str) -> None:
    source = ARCHITECTURES[name]
    total, layers = kept(f"profile of {source}", lambda: profiles(source))
    ours = read(source)
    assert sum(map(by_layer, ours.layers)) == total
    assert [layer.name for layer in ours.layers] == [name for name, _, _ in layers]
    for mine, (_, macs, numbers) in zip(ours.layers, layers, strict=True):
        assert by_layer(mine) == macs, mine
        assert cost.activation(mine) == 4 * numbers
        assert cost.activation(mine, "int8") == numbers


def profiles(source: str) -> tuple[int, list[tuple[str, int, int]]]:
    """What a model costs, and each layer: its name, multiply-accumulates, and the numbers that it reads and writes."""
    model = built(source)
    total = profiled(lambda x: model(x, training=False), tuple(model.input_shape[1:]))
    layers = [
        (
            layer.name,
            profiled(lambda x, it=layer: it(x, training=False), layer.input.shape[1:]),
            int(np.prod(layer.input.shape[1:]) + np.prod(layer.output.shape[1:])),
        )
        for layer in model.layers
    ]
    return total, layers


@pytest.mark.parametrize("kind", ["1D", "2D", "3D"])
def test_a_grouped_convolution_is_as_many_narrow_ones(kind: str) -> None:
    """TensorFlow compiles a grouped convolution by itself, where the profiler does not look."""
    shape = {"1D": (12, 6), "2D": (8, 8, 6), "3D": (6, 6, 6, 6)}[kind]
    (grouped,) = read(f"{HEAD}model = Sequential([layers.Input({shape}), layers.Conv{kind}(9, 3, groups=3)])\n").layers
    narrow = built(f"{HEAD}model = Sequential([layers.Input({(*shape[:-1], 2)}), layers.Conv{kind}(3, 3)])\n")
    assert by_layer(grouped) == 3 * profiled(lambda x: narrow(x, training=False), narrow.input_shape[1:])


def test_there_are_enough_of_them() -> None:
    assert len(ARCHITECTURES) >= 20


@pytest.mark.parametrize("name", sorted({cls.keras_name for cls in catalogue().values()}))
def test_every_layer_is_decided(name: str) -> None:
    assert cost.known(name) != (name in UNKNOWN)


def test_every_rule_is_compared() -> None:
    """A class of today's Keras whose products are counted stands in a model that is profiled."""
    of_today = {name for name, cls in catalogue().items() if "3" in cls.generations and hasattr(keras.layers, name)}
    named = set(re.findall(r"\b[A-Z]\w+", " ".join(ARCHITECTURES.values())))
    named.add("Conv3DTranspose")  # TensorFlow's profiler has no figure for it; its rule is that of two dimensions
    assert sorted((cost._RULES.keys() & of_today) - named) == []


@pytest.mark.parametrize(
    ("layer", "short", "long"),
    [
        ("layers.LSTM(7)", 3, 11),
        ("layers.GRU(7, return_sequences=True)", 3, 11),
        ("layers.Conv1D(7, 3, padding='same')", 3, 11),
        ("layers.TimeDistributed(layers.Dense(7))", 3, 11),
    ],
)
def test_a_length_that_may_vary_gives_a_lower_bound(layer: str, short: int, long: int) -> None:
    def of(length: object) -> Any:
        (only,) = read(f"{HEAD}model = Sequential([layers.Input(({length}, 5)), {layer}])\n").layers
        return cost.macs(only)

    assert not isinstance(of(None), int)
    assert lower(of(None)) == of(1)
    assert of(long) * short == of(short) * long


@pytest.mark.parametrize(
    "layer",
    [
        "layers.Lambda(lambda x: x * 2)",
        "layers.Dense(8, lora_rank=2)",
        "layers.MelSpectrogram()",
        "Dense(8)",
        "layers.TimeDistributed(Dense(8))",
        "layers.TimeDistributed(elsewhere.layer)",
        "layers.SpectralNormalization(elsewhere.layer)",
        "layers.Bidirectional(elsewhere.layer)",
        "layers.EinsumDense(elsewhere.equation, (6, 8))",
        "layers.EinsumDense('abc,acd->abd', (6, 8))",
        "layers.Dense(8, dtype='int4_from_float32')",
        "layers.EinsumDense('abc,cd->abd', (6, 8), dtype='int4_from_float32')",
    ],
)
def test_what_is_not_known_is_not_claimed(layer: str) -> None:
    own = (
        "import elsewhere\nclass Dense(layers.Layer):\n    def __init__(self, units):\n        super().__init__()\n"
        "        self.units = units\n    def build(self, shape):\n"
        "        self.kernel = self.add_weight(shape=(shape[-1], self.units), name='kernel')\n"
        "    def call(self, x):\n        return x @ self.kernel @ self.kernel.T @ self.kernel\n"
    )
    (only,) = read(f"{HEAD}{own}model = Sequential([layers.Input((6, 5)), {layer}])\n").layers
    assert cost.macs(only) is None


def test_half_precision() -> None:
    model = read(f"{HEAD}model = Sequential([layers.Input((5,)), layers.Dense(3, dtype='mixed_float16')])\n")
    assert cost.activation(model.layers[0]) == 2 * (5 + 3)
