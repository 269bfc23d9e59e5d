"""Which generation of Keras a file is read as, and that its numbers are that generation's."""

from __future__ import annotations

from typing import Any

import pytest

from lint_params.interpret import analyse_text
from lint_params.keras.base import GENERATIONS

FILES = {
    "3": [
        "from keras import Sequential, layers\nm = Sequential([layers.Input(shape=(4, 3)), layers.GRU(5)])",
        "from tensorflow import keras\nm = keras.Sequential([keras.layers.Dense(3, input_shape=(4,))])",
        "import keras\nm = keras.Sequential([keras.Input((4, 3)), keras.layers.RMSNormalization()])",
        "import keras_core as keras\nm = keras.Sequential([keras.layers.Dense(3, input_shape=(4,))])",
        "from keras.models import Sequential\nfrom keras.layers import Dense\nm = Sequential([Dense(3, input_dim=4)])",
    ],
    "tf2": [
        (
            "from keras.models import Sequential\n"
            "from keras.layers import LSTM\n"
            "m = Sequential([LSTM(3, batch_input_shape=(1, 4, 2))])"
        ),
        "import tf_keras as keras\nm = keras.Sequential([keras.layers.Dense(3, input_shape=(4,))])",
        (
            "from tensorflow.python.keras.layers import Dense\n"
            "from keras import Sequential\n"
            "m = Sequential([Dense(3, input_shape=(4,))])"
        ),
        (
            "from keras.layers.core import Dense\n"
            "from keras.models import Sequential\n"
            "m = Sequential([Dense(3, input_shape=(4,))])"
        ),
        "from keras import Sequential, layers\nm = Sequential([layers.LocallyConnected1D(3, 2, input_shape=(6, 2))])",
    ],
    "2": [
        (
            "from keras.models import Sequential\n"
            "from keras.layers import Convolution2D\n"
            "m = Sequential([Convolution2D(nb_filter=4, nb_row=3, nb_col=3, input_shape=(8, 8, 3))])"
        ),
        (
            "from keras.models import Sequential\n"
            "from keras.layers import Dense\n"
            "m = Sequential([Dense(output_dim=3, input_dim=4, init='uniform')])"
        ),
        (
            "from keras.models import Sequential\n"
            "from keras.layers import MaxoutDense\n"
            "m = Sequential([MaxoutDense(3, nb_feature=2, input_dim=4)])"
        ),
        (
            "from keras.models import Sequential\n"
            "from keras.layers import Convolution2D\n"
            "m = Sequential([Convolution2D(4, 3, 3, input_shape=(8, 8, 3)), Convolution2D(4, 5, 5)])"
        ),
    ],
}
CASES = [(generation, text) for generation, texts in FILES.items() for text in texts]


@pytest.mark.parametrize(("generation", "text"), CASES)
def test_the_newest_generation_that_accepts_all(generation: str, text: str) -> None:
    (model,) = analyse_text(text).models
    assert model.generation == generation
    assert model.status == "exact", model.reason


def test_a_kernel_and_strides_that_keras_3_builds_are_no_sides() -> None:
    layers = "[layers.Conv2D(4, 3, 3, input_shape=(8, 8, 3)), layers.Conv2D(4, 2, 1)]"
    (model,) = analyse_text(f"from keras import Sequential, layers\nm = Sequential({layers})").models
    assert model.generation == "3"


def test_the_generations_are_in_order() -> None:
    assert GENERATIONS == ("3", "tf2", "2", "1")


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_set_generation_is_held_to(generation: str) -> None:
    text = (
        "from keras.models import Sequential\n"
        "from keras.layers import GRU\n"
        "m = Sequential([GRU(5, input_shape=(4, 3))])"
    )
    (model,) = analyse_text(text, keras=generation).models
    # Two rows of biases where GRU resets after the product with the recurrent kernel: the default since TensorFlow 2.
    biases = 2 if generation in ("3", "tf2") else 1
    assert model.params == 3 * (3 * 5 + 5 * 5 + biases * 5)
    assert model.layers[0].name == ("gru" if generation in ("3", "tf2") else "gru_1")


def test_what_no_generation_knows_is_refused_by_the_newest() -> None:
    (model,) = analyse_text(
        "from keras import Sequential, layers\nm = Sequential([layers.Dense(3, input_shape=(4,), foo=1)])"
    ).models
    assert (model.generation, model.params) == ("3", None)
    assert model.layers[0].fault is not None


@pytest.mark.parametrize("module", ["keras", "tf_keras"])
def test_keras_agrees(module: str) -> None:
    text = (
        f"import {module} as k\n"
        "m = k.Sequential([k.layers.InputLayer((4, 3)), k.layers.GRU(5, return_sequences=True), k.layers.LSTM(2)])\n"
    )
    names: dict[str, Any] = {}
    exec(text, names)
    (model,) = analyse_text(text).models
    assert [layer.params for layer in model.layers] == [layer.count_params() for layer in names["m"].layers]
