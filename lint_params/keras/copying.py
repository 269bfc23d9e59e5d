"""Layers made anew from the configuration of another, as ``Layer.from_config(layer.get_config())`` makes them."""

from __future__ import annotations

import copy

from lint_params.keras.arguments import Arguments
from lint_params.keras.base import KerasLayer


def fresh(layer: KerasLayer, name: str | None = None, **changes: object) -> KerasLayer:
    """A layer of the same class and arguments that shares nothing with ``layer`` and is not built.

    ``changes`` are arguments that differ. ``trainable`` is else taken as it stands, not as it was when the layer was
    made.
    Layers among the arguments are copied too. A class that keeps more than its arguments says how to be copied by
    ``__copy__``.
    """
    made = copy.copy(layer)
    values = {key: _fresh_value(value) for key, value in layer.args.values.items()}
    given = layer.args.given | (changes.keys() - {"trainable"})
    made.args = Arguments(
        {**values, "trainable": layer.trainable, **changes}, given, layer.args.layer, layer.args.generation
    )
    made.name = layer.name if name is None else name
    made.reset()
    return made


def _fresh_value(value: object) -> object:
    if isinstance(value, KerasLayer):
        return fresh(value)
    if isinstance(value, (list, tuple)):
        return type(value)(_fresh_value(item) for item in value) if type(value) in (list, tuple) else value
    return value
