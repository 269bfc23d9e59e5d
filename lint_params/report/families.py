"""Families of layers, which share a colour in pictures."""

from __future__ import annotations

import re

from lint_params.model.model import Layer

FAMILIES = {
    "recurrent": r"LSTM|GRU|RNN",
    "convolution": r"Conv|LocallyConnected",
    "embedding": r"Embedding",
    "normalization": r"Normalization",
    "dense": r"Dense",
    "other": r"",
}
"""By name, what a class of the family has in its own; the first that fits."""


def family_of(layer: Layer) -> str:
    """The family of a layer, of a wrapper that of the layer inside."""
    kind = layer.wraps[-1] if layer.wraps else layer.type
    return next(name for name, pattern in FAMILIES.items() if re.search(pattern, kind))
