"""Every described layer class, by the names the checked code may use."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Iterator

from lint_params.keras.base import KerasLayer
from lint_params.model.model import Layer

FAMILIES = (
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
    "recurrent",
    "cells",
    "convolutional_recurrent",
    "wrappers",
    "attention",
    "preprocessing",
    "image_preprocessing",
    "audio_preprocessing",
    "foreign",
)
"""The modules of this package that describe layers."""


@functools.cache
def catalogue() -> dict[str, type[KerasLayer]]:
    """Class name or alias to description."""
    found: dict[str, type[KerasLayer]] = {}
    for family in FAMILIES:
        module = importlib.import_module(f"lint_params.keras.{family}")
        for cls in described(vars(module), module.__name__):
            for name in (cls.keras_name, *cls.aliases):
                found[name] = cls
    return found


def described(namespace: dict[str, object], module: str) -> Iterator[type[KerasLayer]]:
    """The public layer classes that a module defines itself."""
    for name, value in namespace.items():
        if (
            isinstance(value, type)
            and issubclass(value, KerasLayer)
            and value.__module__ == module
            and not name.startswith("_")
        ):
            yield value


def lookup(name: str) -> type[KerasLayer] | None:
    """The description of a layer class by its name in Keras, or ``None``."""
    return catalogue().get(name)


def class_of(layer: Layer) -> type[KerasLayer] | None:
    """The description of a layer's class; ``None`` for one of the program, also where that goes by a name of Keras."""
    cls = lookup(layer.type)
    return cls if cls is not None and cls.keras_name == layer.kind else None


def is_keras_own(layer: KerasLayer) -> bool:
    """Whether a layer is of a class of Keras itself, so that its arguments say all about it."""
    return layer.user_class is None and lookup(layer.keras_name) is type(layer)
