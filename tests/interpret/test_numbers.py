"""Which kinds of numbers a generation of Keras takes: integers of numpy, and 4.0 for 4."""

from __future__ import annotations

from typing import Any

import pytest

from lint_params.interpret import analyse_text

HEAD = "import numpy as np\nfrom {} import Sequential\nfrom {}.layers import *\n"
LAYERS = [
    "Dense(np.int64(4), input_shape=(16,))",
    "Dense(np.max([0, 1, 2]) + 1, input_shape=(16,))",
    "Dense(np.prod((2, 3)), input_shape=(16,))",
    "Dense(-np.int32(-4) // 2, input_shape=(16,))",
    "Dense(int(np.max([0, 1, 2]) + 1), input_shape=(16,))",
    "Dense(len(range(np.int64(4))), input_shape=(16,))",
    "Dense(8 / 2, input_shape=(16,))",
    "Dense(4, input_shape=(np.int64(16),))",
    "LSTM(np.int64(4), input_shape=(16, 3))",
    "GRU(np.int64(4), input_shape=(16, 3))",
    "Bidirectional(SimpleRNN(np.int64(4)), input_shape=(16, 3))",
    "LSTM(4.0, input_shape=(16, 3))",
    "Embedding(np.int64(4), 3, input_shape=(16,))",
    "Embedding(4, np.max([2, 3]), input_shape=(16,))",
    "RepeatVector(np.int64(4), input_shape=(16,))",
    "Reshape((np.int64(4), 4), input_shape=(16,))",
    "UpSampling1D(np.int64(2), input_shape=(16, 3))",
    "UpSampling2D(np.int64(2), input_shape=(16, 16, 3))",
    "MaxPooling2D(np.int64(2), input_shape=(16, 16, 3))",
    "MaxPooling2D((np.int64(2), 2), input_shape=(16, 16, 3))",
    "Conv1D(np.int64(4), 3, input_shape=(16, 3))",
    "Conv1D(4.0, 3, input_shape=(16, 3))",
    "Conv1D(4, np.int64(3), input_shape=(16, 3))",
    "Conv2D(4, (np.int64(3), 3), input_shape=(16, 16, 3))",
    "Conv2D(4, 3, strides=np.int64(2), input_shape=(16, 16, 3))",
    "SeparableConv2D(np.int64(4), 3, input_shape=(16, 16, 3))",
    "Dense(4, input_shape=(16.0,))",
    "Dense(4, input_dim=32 / 2)",
    "Reshape((8 / 2, 4), input_shape=(16,))",
    "DepthwiseConv2D(2, depth_multiplier=np.int64(2), input_shape=(16, 16, 3))",
]


def _in_keras(package: str, layer: str) -> int | None:
    """The parameters that Keras counts; ``None`` where it refuses."""
    names: dict[str, Any] = {}
    try:
        exec(f"{HEAD.format(package, package)}model = Sequential([{layer}])\n", names)
    except (TypeError, ValueError):
        return None
    return int(names["model"].count_params())


@pytest.mark.parametrize("layer", LAYERS)
def test_numbers_are_taken_as_keras_takes_them(layer: str) -> None:
    text = f"{HEAD.format('tensorflow.keras', 'tensorflow.keras')}model = Sequential([{layer}])\n"
    real = {"3": _in_keras("keras", layer), "tf2": _in_keras("tf_keras", layer)}
    for generation, count in real.items():
        (model,) = analyse_text(text, keras=generation).models
        assert (model.params, model.layers[0].fault is None) == (count, count is not None), generation
    (model,) = analyse_text(text).models
    wanted = next((generation for generation, count in real.items() if count is not None), "3")
    assert (model.generation, model.params) == (wanted, real[wanted])
