"""LP509: an ``Embedding`` that reads the floats of another layer."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.model.finding import Finding
from lint_params.model.model import Layer
from lint_params.rules.base import Context, Rule, Site, described, variant_text, worst
from lint_params.rules.training.programs import FLOATS, trained

DOCUMENTATION = """
## What it does
Finds an `Embedding` behind a layer that gives floats.

## Why is this bad?
An `Embedding` looks up whole numbers: it cuts fractions off, and no gradient passes to the layers before it.

## Example
`Dense(8)` and `Embedding(100, 8)` behind it

## Use instead
Put the `Embedding` first, on whole numbers.

## References
`keras/src/layers/core/embedding.py` (`call`)
"""

VALID = (
    trained(
        FLOATS,
        "layers.Input((4,)), layers.Embedding(9, 2), layers.Flatten(), layers.Dense(1)",
        '"mse"',
        data="np.random.randint(0, 9, (64, 4))",
    ),
)
INVALID = (
    trained(
        FLOATS,
        "layers.Input((4,)), layers.Dense(4), layers.Embedding(9, 2), layers.Flatten(), layers.Dense(1)",
        '"mse"',
    ),
)


_FLOATS = frozenset({
    "Dense", "EinsumDense", "Embedding", "LSTM", "GRU", "SimpleRNN", "Conv1D", "Conv2D", "Conv3D", "SeparableConv1D",
    "SeparableConv2D", "DepthwiseConv1D", "DepthwiseConv2D", "BatchNormalization", "LayerNormalization",
    "AveragePooling1D", "AveragePooling2D", "GlobalAveragePooling1D", "GlobalAveragePooling2D",
})  # fmt: skip
_SAME = frozenset({"Flatten", "Reshape", "Permute", "RepeatVector", "Identity"})
"""Layers that give the numbers that they read."""


def check(context: Context) -> Iterator[Finding]:
    yield from worst(
        (site.key, _finding(site, source))
        for site in context.sites()
        if site.layer.type == "Embedding" and site.layer.fault is None and (source := _source(site)) is not None
    )


def _source(site: Site) -> Layer | None:
    """The layer that gives floats to this one."""
    for layer in reversed(site.siblings[: site.index]):
        kind = layer.wraps[-1] if layer.wraps else layer.type
        if kind not in _SAME:
            return layer if kind in _FLOATS and layer.fault is None else None
    return None


def _finding(site: Site, source: Layer) -> Finding:
    message = (
        f"{described(site.layer)} looks up whole numbers and reads the floats of {described(source)}, which learns "
        f"nothing through it{variant_text(site.model)}"
    )
    return Finding(RULE.code, "warning", message, site.span, site.owner, site.layer.name, related=site.related)


RULE = Rule(
    "LP509",
    "embedding-of-floats",
    "an Embedding reads the floats of another layer",
    DOCUMENTATION,
    check,
    VALID,
    INVALID,
)
