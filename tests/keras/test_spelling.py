"""Words that Keras knows, and those that are near to one."""

from __future__ import annotations

import inspect
from typing import Any

import keras
import pytest
import tf_keras
from keras.src.activations import ALL_OBJECTS_DICT

from lint_params.interpret import analyse_text
from lint_params.keras.arguments import parse_signature
from lint_params.keras.registry import lookup
from lint_params.keras.spelling import ACTIVATION_LAYERS, ACTIVATIONS, nearest

GIVEN: dict[str, Any] = {"kernel_size": 3, "equation": "ab,bc->ac", "output_shape": 4}
"""Required arguments that are not just a number of units."""


def test_activations_are_those_of_keras() -> None:
    assert set(ACTIVATIONS) == set(ALL_OBJECTS_DICT)
    for name in ACTIVATION_LAYERS:
        tf_keras.layers.Dense(3, activation=name)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("rleu", "relu"),
        ("Relu", "relu"),
        ("sofmax", "softmax"),
        ("sigmoyd", "sigmoid"),
        ("leakyrelu", "leaky_relu"),
        ("lrelu", None),
        ("prelu", None),
        ("relu2", None),
        ("selo", "selu"),
        ("sulu", None),
        ("my_own", None),
        ("", None),
    ],
)
def test_the_nearest_word(written: str, known: str | None) -> None:
    assert nearest(written, ACTIVATIONS) == known


@pytest.mark.parametrize("package", [keras, tf_keras], ids=["keras", "tf_keras"])
def test_every_layer_with_an_activation_looks_it_up(package: Any) -> None:
    """What we refuse by the name of an argument, Keras refuses in each class that we describe with it."""
    looked_at = 0
    for name, made in inspect.getmembers(package.layers, inspect.isclass):
        described = lookup(name)
        signature = parse_signature(described.signature) if described is not None else None
        for argument in ("activation", "recurrent_activation"):
            if signature is None or argument not in signature.names or argument not in inspect.getfullargspec(made)[0]:
                continue
            given = {required: GIVEN.get(required, 4) for required in signature.required}
            made(**{**given, argument: "relu"})
            with pytest.raises(ValueError, match="rleu"):
                made(**{**given, argument: "rleu"})
            looked_at += 1
    assert looked_at > 15


def test_names_that_the_program_tells_keras() -> None:
    source = (
        "import tensorflow as tf\nfrom tensorflow.keras import Sequential, layers, utils\n"
        "{}model = Sequential([layers.Input((4,)), layers.Dense(3, activation='Mish')])\n"
    )
    told = "utils.get_custom_objects().update({'Mish': tf.nn.silu})\n"
    (refused,) = analyse_text(source.format("")).models
    assert refused.params is None
    (model,) = analyse_text(source.format(told)).models
    before = set(tf_keras.utils.get_custom_objects())
    names: dict[str, Any] = {}
    exec(source.format(told).replace("tensorflow.keras", "tf_keras"), names)
    for name in set(tf_keras.utils.get_custom_objects()) - before:
        del tf_keras.utils.get_custom_objects()[name]
    assert model.params == names["model"].count_params()
