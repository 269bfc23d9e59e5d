"""Every public layer of these families is described, with the arguments that real Keras gives it."""

from __future__ import annotations

import inspect

import pytest

from lint_params.keras.arguments import REQUIRED, parse_signature
from lint_params.keras.base import KerasLayer
from lint_params.keras.registry import catalogue
from tests.keras.grid import JUDGES, judge

HOMES = {
    "3": "keras.src.layers.{}.",
    "tf2": "tf_keras.src.layers.{}.",
}
FAMILIES = (
    "core",
    "convolutional",
    "locally_connected",
    "pooling",
    "normalization",
    "activations",
    "activation",
    "regularization",
    "reshaping",
    "merging",
)
MODULES = (
    "core",
    "einsum",
    "convolution",
    "separable",
    "locally_connected",
    "pooling",
    "normalization",
    "activation",
    "regularization",
    "reshaping",
    "merging",
)
ELSEWHERE = {"InputLayer", "Input", "SpectralNormalization", "Wrapper", "Layer"}
"""What is public in these homes and described with other families."""


def public(generation: str) -> dict[str, type]:
    """The public layer classes of these families in real Keras, aliases included."""
    homes = tuple(HOMES[generation].format(family) for family in FAMILIES)
    found = vars(judge(generation).layers).items()
    return {
        name: value
        for name, value in found
        if inspect.isclass(value) and value.__module__.startswith(homes) and value.__name__ not in ELSEWHERE
    }


CLASSES = [(generation, name) for generation in JUDGES for name in sorted(public(generation))]
QUIRKS = {"Zeros": "zeros"}


@pytest.mark.parametrize(("generation", "name"), CLASSES)
def test_signature(generation: str, name: str) -> None:
    described = catalogue().get(name)
    told = described is not None and generation in described.generations
    assert told and described is not None, f'{name} is not described: see "Add a layer" in CONTRIBUTING.md'
    real = public(generation)[name]
    assert described.keras_name == real.__name__
    wanted = {
        parameter.name: REQUIRED if parameter.default is parameter.empty else parameter.default
        for parameter in list(inspect.signature(real.__init__).parameters.values())[1:]
        if parameter.kind is parameter.POSITIONAL_OR_KEYWORD
    }
    if set(wanted) == {"trainable", "name", "dtype", "dynamic"}:
        wanted = {}
    ours = signature_of(described, generation)
    assert list(ours)[: len(wanted)] == list(wanted)
    for argument, default in wanted.items():
        assert ours[argument] == QUIRKS.get(default, default) if isinstance(default, str) else ours[argument] == default


def signature_of(cls: type[KerasLayer], generation: str) -> dict[str, object]:
    older = cls.older.get(generation)
    return dict(parse_signature(older.signature if older else cls.signature).defaults)


OURS = sorted({cls.keras_name for cls in catalogue().values() if cls.__module__.rpartition(".")[2] in MODULES})


@pytest.mark.parametrize("name", OURS)
def test_generations(name: str) -> None:
    """A class is described for a generation exactly where that generation has it."""
    for generation in JUDGES:
        assert (generation in catalogue()[name].generations) == hasattr(judge(generation).layers, name)
