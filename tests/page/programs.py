"""Models whose widths are changed, and the same models made by real Keras at other widths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lint_params.model.model import Model
from lint_params.page.whatif import Knob
from tests.interpret.programs import program
from tests.keras.grid import judge

SEED = """
model = Sequential()
model.add(Input((400, 13)))
model.add(LSTM(5, return_sequences=True))
model.add(LSTM(5, return_sequences=True))
model.add(TimeDistributed(Dense(650)))
model.add(LSTM(20, return_sequences=True))
model.add(LSTM(20, return_sequences=True))
"""
PICTURES = """
model = Sequential([
    Input((28, 28, 1)),
    Conv2D(32, 3, activation="relu"),
    BatchNormalization(),
    SeparableConv2D(64, (3, 5), strides=2, padding="same", depth_multiplier=2),
    DepthwiseConv2D(3, depth_multiplier=2),
    MaxPooling2D(),
    Flatten(),
    Dense(128, activation="relu", trainable=False),
    Dropout(0.5),
    Dense(10, activation="softmax"),
])
"""
TEXTS = """
model = Sequential([
    Input((40,)),
    Embedding(2000, 64),
    Bidirectional(LSTM(32, return_sequences=True)),
    GRU(16, reset_after=False),
    LayerNormalization(),
    Dense(3),
])
"""
GROUPS = """
model = Sequential([
    Input((16, 16, 8)),
    Conv2D(32, 3, groups=4),
    Conv2D(24, 3),
    Conv2D(24, 3, groups=2, use_bias=False),
    GlobalAveragePooling2D(),
    Dense(12),
    Reshape((4, 3)),
    Dense(7),
    Dense(5),
])
"""
PROGRAMS = {"seed": SEED, "pictures": PICTURES, "texts": TEXTS, "groups": GROUPS}


def _without_builds(config: object) -> object:
    """A configuration without the shapes that layers were built for."""
    if isinstance(config, dict):
        return {name: _without_builds(item) for name, item in config.items() if name != "build_config"}
    return [_without_builds(item) for item in config] if isinstance(config, list) else config


def _widened(config: dict[str, Any], argument: str, width: int) -> None:
    inside = config if argument in config else config["layer"]["config"]
    inside[argument] = width
    if "backward_layer" in config:
        config["backward_layer"] = None


def in_keras_with(text: str, knobs: Sequence[Knob], widths: Sequence[int], generation: str = "3") -> Any:
    """The model of a program, made by real Keras again with other widths; its layers' arguments are as Keras has
    them."""
    keras: Any = judge(generation)
    made: dict[str, Any] = {}
    exec(program(text).replace("from keras", f"from {keras.__name__}"), made)
    changes = {knob.layer: (knob.argument, width) for knob, width in zip(knobs, widths, strict=True)}
    model = keras.Sequential([keras.Input(batch_shape=made["model"].input_shape)])
    for index, layer in enumerate(made["model"].layers):
        config: Any = _without_builds(layer.get_config())
        config.pop("batch_input_shape", None)  # of tf.keras 2: what the layer read before
        if index in changes:
            _widened(config, *changes[index])
        model.add(type(layer).from_config(config))
    return model


def counts(model: Any) -> list[tuple[int, tuple[int | None, ...]]]:
    """Of each layer of a model of Keras, its parameters and the shape that it gives."""
    return [(layer.count_params(), tuple(layer.output.shape)) for layer in model.layers]


def widths_of(model: Model, knobs: Sequence[Knob]) -> dict[str, int]:
    """The widths by the names of their layers."""
    return {model.layers[knob.layer].name: knob.value for knob in knobs}
