"""LP411: a large ``LSTM``, where a ``GRU`` has three gates for four."""

from __future__ import annotations

from collections.abc import Iterator

from lint_params.rules.advice.base import Advice, advice_rule, advise
from lint_params.rules.advice.chain import Chain
from lint_params.rules.advice.recurrent import in_place, name_of, recurrent
from lint_params.rules.base import Example

LEAST = 10_000
SHARE = 10
"""Nothing is said where less than one part in so many of the model is saved."""

DOCUMENTATION = """
## What it does
Finds `LSTM` layers where a `GRU` of as many units saves at least 10,000 parameters and a tenth of the model.

## Why is this bad?
A GRU has three gates for the four of an LSTM, and one state for two: about a quarter less of everything, often for the
same accuracy.

## Example
`LSTM(128)` over 64 features: 98,816 parameters.

## Use instead
`GRU(128)`: 74,496. Train again, and compare.

## References
Chung and others: Empirical Evaluation of Gated Recurrent Neural Networks, arXiv:1412.3555
"""

_HEAD = "from keras import Sequential, layers\n"
_NET = _HEAD + "model = Sequential([layers.Input((40, 64)), layers.{}, layers.Dense(1)])\n"
VALID = (
    Example(_NET.format("LSTM(8)")),
    Example(_NET.format("GRU(128)")),
)
INVALID = (
    Example(_NET.format("LSTM(128)")),
    Example(_NET.format("Bidirectional(layers.LSTM(96, return_sequences=True), merge_mode='sum')")),
)


def advice(chain: Chain) -> Iterator[Advice]:
    total = chain.sites[0].total
    for index in range(len(chain.layers)):
        layer = recurrent(chain, index)
        if layer is None or name_of(layer) != "LSTM":
            continue
        words = "has four gates; a GRU in its place has three"
        found = advise(chain, index, index, index + 1, [in_place(chain, index, "GRU")], words)
        if found is None or found.saving.params < LEAST:
            continue
        if total is None or found.saving.params * SHARE >= total:
            yield found


RULE = advice_rule(
    "LP411", "gru-for-lstm", "a large LSTM, where a GRU has three gates for four", DOCUMENTATION, advice, VALID, INVALID
)
