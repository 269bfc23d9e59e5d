"""What the rules about recurrent layers share: the layer itself, bare or inside of a ``Bidirectional``."""

from __future__ import annotations

from lint_params.keras.base import KerasLayer
from lint_params.model.model import Layer
from lint_params.rules.advice.chain import Chain, argument, keras_layer

KINDS = frozenset({"LSTM", "GRU", "SimpleRNN"})


def recurrent(chain: Chain, index: int) -> Layer | KerasLayer | None:
    """The recurrent layer at a place of the chain; of a ``Bidirectional``, the one that it makes both from."""
    layer, kind = chain.layers[index], chain.kind(index)
    if kind in KINDS:
        return layer
    if kind != "Bidirectional" or argument(layer, "backward_layer") is not None:
        return None
    return keras_layer(layer.arguments.get("layer"), *KINDS)


def name_of(layer: Layer | KerasLayer) -> str:
    return layer.keras_name if isinstance(layer, KerasLayer) else layer.type


def in_place(chain: Chain, index: int, name: str, **changes: object) -> KerasLayer | None:
    """The layer at a place made again, its recurrent layer as one of class ``name`` with some arguments changed."""
    found = recurrent(chain, index)
    if found is None:
        return None
    made = chain.make(name, found, **changes)
    if found is chain.layers[index] or made is None:
        return made
    return chain.make("Bidirectional", chain.layers[index], layer=made)
