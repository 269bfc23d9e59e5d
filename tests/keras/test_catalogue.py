"""Every public layer class of Keras is described, or listed here with the reason why not.

A new release of Keras with a new layer, or with a new argument, fails here until it is described.
"""

from __future__ import annotations

import importlib
import inspect

import pytest

from lint_params.keras.arguments import REQUIRED, parse_signature
from lint_params.keras.base import GENERATIONS
from lint_params.keras.registry import catalogue, lookup

NOT_DESCRIBED = {
    "Layer": "the base of layers; it has no weights, and classes of the checked program are read by their own code",
    "InputLayer": "the input of a model, which models lists no more (lint_params.keras.models)",
}

LAYERS = {
    generation: {
        name: value
        for name, value in vars(importlib.import_module(f"{module}.layers")).items()
        if inspect.isclass(value) and issubclass(value, importlib.import_module(f"{module}.layers").Layer)
    }
    for generation, module in (("3", "keras"), ("tf2", "tf_keras"))
}
PAIRS = [(generation, name) for generation, layers in LAYERS.items() for name in sorted(layers)]


@pytest.mark.parametrize(("generation", "name"), PAIRS)
def test_every_layer_is_described(generation: str, name: str) -> None:
    described = lookup(name)
    if name in NOT_DESCRIBED:
        assert described is None or described.__module__ == "lint_params.keras.models"
        return
    assert described is not None, f'{name} is not described: see "Add a layer" in CONTRIBUTING.md'
    assert generation in described.generations
    reported = described.older_names.get(generation, described.keras_name)
    assert reported == LAYERS[generation][name].__name__


@pytest.mark.parametrize(("generation", "name"), [pair for pair in PAIRS if pair[1] not in NOT_DESCRIBED])
def test_the_signature_is_that_of_keras(generation: str, name: str) -> None:
    """The same arguments in the same order, the same ones required, and the same defaults."""
    described = lookup(name)
    assert described is not None
    older = described.older.get(generation)
    ours = parse_signature(older.signature if older else described.signature).defaults
    parameters = list(inspect.signature(LAYERS[generation][name].__init__).parameters.values())[1:]
    real = {p.name: p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)}
    common = {"name", "dtype", "trainable", "activity_regularizer", "dynamic"}
    assert [key for key in ours if key in real] == [key for key in real if key in ours]
    assert not set(real) - set(ours) - common, "arguments of Keras that are missing here"
    for key, default in ours.items():
        if key not in real:
            continue
        assert (default is REQUIRED) == (real[key].default is inspect.Parameter.empty), key
        if default is not REQUIRED and isinstance(real[key].default, (bool, int, float, type(None))):
            assert default == real[key].default, key


def test_layers_that_keras_has_not_are_of_older_generations() -> None:
    for name, described in catalogue().items():
        for generation, layers in LAYERS.items():
            if generation in described.generations and name == described.keras_name:
                known = {value.__name__ for value in layers.values()}
                older_home = generation == "tf2" and name in ("CuDNNGRU", "CuDNNLSTM")  # tf.compat.v1.keras.layers
                assert name in known or older_home, f"{name} is not in {generation}"
        assert set(described.generations) <= set(GENERATIONS)
